---------------------------- MODULE SP04_OwnValue -----------------------------
(***************************************************************************)
(* A proposer does not care what was accepted before it and proposes its   *)
(* own value. PMS section 2.2, P2c: it is free only if no acceptor of its  *)
(* quorum has accepted anything.                                           *)
(***************************************************************************)
EXTENDS Paxos

OwnValue(promises, value) == TRUE
===============================================================================
