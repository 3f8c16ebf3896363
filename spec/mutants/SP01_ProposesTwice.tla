-------------------------- MODULE SP01_ProposesTwice --------------------------
(***************************************************************************)
(* A ballot proposes as often as it likes. PTP section 2.1, B1: two values *)
(* in one ballot, as when two proposers count their ballots alike, may     *)
(* each be accepted, and nobody can tell them apart by their ballots.      *)
(***************************************************************************)
EXTENDS Paxos

AnyTime(ballot) == TRUE
===============================================================================
