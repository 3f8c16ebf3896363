----------------------------- MODULE MCMultiPaxos -----------------------------
(***************************************************************************)
(* Multi-Paxos within bounds; slots and ballots are bounded as they are.   *)
(***************************************************************************)
EXTENDS MultiPaxosProperties

CONSTANT
  MaxMessages      \* no more messages than so many are ever sent

WithinBounds == Cardinality(messages) <= MaxMessages
===============================================================================
