-------------------------- MODULE MP05_LearnsFromOne --------------------------
(***************************************************************************)
(* A server takes for chosen what it has accepted itself. PMS section 2.3: *)
(* to learn it has to know of a quorum that has accepted it.               *)
(***************************************************************************)
EXTENDS MCMultiPaxos

LearnsOwn(i, slot, value) ==
  /\ \E ballot \in Ballot : HasAccepted(i, ballot, slot, value)
  /\ Put(i, Learn(servers[i], slot, value))
===============================================================================
