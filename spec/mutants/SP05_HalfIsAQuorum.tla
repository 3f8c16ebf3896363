-------------------------- MODULE SP05_HalfIsAQuorum --------------------------
(***************************************************************************)
(* Half of the acceptors count as a quorum. PTP section 2.1, B2: any two   *)
(* quorums have an acceptor in common; without that, two ballots never     *)
(* hear of each other.                                                     *)
(***************************************************************************)
EXTENDS Paxos

AtLeastHalf == {Q \in SUBSET Acceptor : 2 * Cardinality(Q) >= Cardinality(Acceptor)}
===============================================================================
