-------------------------- MODULE C02_LearnsWithGaps --------------------------
(***************************************************************************)
(* A server takes the newest committed entry for the one that follows what *)
(* it knows, though it has missed some in between.                         *)
(***************************************************************************)
EXTENDS MCReplicatedLog

LearnsNewest(i) ==
  /\ Len(known[i]) < Len(log)
  /\ known' = [known EXCEPT ![i] = Append(@, log[Len(log)])]
  /\ UNCHANGED log
===============================================================================
