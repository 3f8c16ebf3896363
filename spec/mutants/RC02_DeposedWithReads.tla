------------------------ MODULE RC02_DeposedWithReads ------------------------
(***************************************************************************)
(* The messages of snapshots are left to the rules for snapshots, which    *)
(* know of no reads: a leader that meets a larger term in the answer to a  *)
(* snapshot keeps the reads that wait at it, and its lease.                *)
(***************************************************************************)
EXTENDS MCRaftComplete

HandlesApart(s, m) ==
  LET step == HandleAnything(s, m)
      kept == NoteLeader(s, m, KeepPromise(s, step.server))
  IN Step(IF IsSnapshotMessage(m) THEN kept ELSE ReleaseAll(kept), step.out)
===============================================================================
