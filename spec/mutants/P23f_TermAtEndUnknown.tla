------------------------ MODULE P23f_TermAtEndUnknown -------------------------
(***************************************************************************)
(* The term of the entry with which the snapshot ends is not looked up in  *)
(* the snapshot, so that a log with nothing behind it passes for an empty  *)
(* one. RP section 5.4.1 compares what comes last, compacted or not: a     *)
(* server that lacks committed entries is voted for.                       *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

OnlyInLog(s, index) ==
  IF index \in (s.snapshot.lastIndex + 1)..LastIndex(s) THEN EntryAt(s, index).term ELSE 0
===============================================================================
