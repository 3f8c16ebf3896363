------------------------ MODULE P24c_CommitStaysBehind ------------------------
(***************************************************************************)
(* A server installs a snapshot, and its commit index stays where it was.  *)
(* RP figure 13, 8: the state machine now has what the snapshot covers,    *)
(* and would get it once more, entry by entry.                             *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

LeavesCommit(s, snapshot) ==
  [s EXCEPT !.snapshot = snapshot,
            !.log = Suffix(s, snapshot)]
===============================================================================
