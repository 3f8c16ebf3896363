------------------------ MODULE R03_ReadsOutliveLeader ------------------------
(***************************************************************************)
(* A leader that steps down keeps the reads that wait at it, for when it   *)
(* leads again. What is committed in between they do not know of.          *)
(***************************************************************************)
EXTENDS MCRaftReads

KeepsReads(s) ==
  IF s.role = "leader" THEN s ELSE [s EXCEPT !.round = 0, !.confirmedRound = ReadFields.confirmedRound]
===============================================================================
