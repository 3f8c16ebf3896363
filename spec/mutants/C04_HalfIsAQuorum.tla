--------------------------- MODULE C04_HalfIsAQuorum --------------------------
(***************************************************************************)
(* Half of the servers count as a quorum. RP section 5.2: it takes a       *)
(* majority, since only then have any two a server in common. With half of *)
(* two servers each commits alone, and no step of ReplicatedLog has two    *)
(* logs.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftRefinement

AtLeastHalf(Q, voters) == 2 * Cardinality(Q \cap voters) >= Cardinality(voters)
===============================================================================
