-------------------------- MODULE MP04_SharedBallots --------------------------
(***************************************************************************)
(* Two servers may lead with the same ballot. PMS section 2.5: different   *)
(* proposers choose their numbers from disjoint sets, since here no vote   *)
(* decides between them.                                                   *)
(***************************************************************************)
EXTENDS MCMultiPaxos

NobodyMinds(ballot) == TRUE
===============================================================================
