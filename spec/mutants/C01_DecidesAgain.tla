--------------------------- MODULE C01_DecidesAgain ---------------------------
(***************************************************************************)
(* A decision does not look at those made before, so an index may be       *)
(* decided a second time, with another value.                              *)
(***************************************************************************)
EXTENDS Consensus

DecidesAnything == decided' \in SUBSET Decision /\ decided \subseteq decided'
===============================================================================
