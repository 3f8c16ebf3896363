------------------------- MODULE P22c_PartialPartition -------------------------
(***************************************************************************)
(* P22 as it goes on for ever: the leader that reaches one server only     *)
(* does not step down. That server goes on hearing it and consents to      *)
(* nobody, and without it the others are no majority.                      *)
(***************************************************************************)
EXTENDS RaftElectionsLiveness

NeverLacksQuorum(s) == FALSE
===============================================================================
