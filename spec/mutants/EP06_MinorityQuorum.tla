------------------------- MODULE EP06_MinorityQuorum --------------------------
(***************************************************************************)
(* F replicas count as a quorum of phase 2 and of recovery, as many as may *)
(* fail. EP section 4: it takes F + 1, so that any two quorums have a      *)
(* replica in common.                                                      *)
(***************************************************************************)
EXTENDS MCEPaxos

Minority == {Q \in SUBSET Replica : Cardinality(Q) = F}
===============================================================================
