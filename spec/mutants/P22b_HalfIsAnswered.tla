-------------------------- MODULE P22b_HalfIsAnswered ---------------------------
(***************************************************************************)
(* A leader that checks its quorum is content with half of the cluster,    *)
(* itself among them. D 6.2: with four servers or two, each half of a cut  *)
(* cluster could then have a leader that stays.                            *)
(***************************************************************************)
EXTENDS MCRaftElections

LacksHalf(s) ==
  "check-quorum" \in Features /\ 2 * Cardinality({s.id} \cup s.heardFrom) < Cardinality(Voters(s))
===============================================================================
