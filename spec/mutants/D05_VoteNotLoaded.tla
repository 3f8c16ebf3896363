--------------------------- MODULE D05_VoteNotLoaded --------------------------
(***************************************************************************)
(* A server reads its term and its log from the disk when it starts, and   *)
(* not its vote. RP figure 2 has three persistent fields; without the vote *)
(* it may vote again.                                                      *)
(***************************************************************************)
EXTENDS MCRaftDurability

LoadsNoVote(s) ==
  [s EXCEPT !.currentTerm = s.disk.currentTerm,
            !.votedFor = None,
            !.snapshot = s.disk.snapshot,
            !.log = s.disk.log]
===============================================================================
