------------------------------- MODULE MCEPaxos -------------------------------
(***************************************************************************)
(* EPaxos within bounds; ballots are bounded as they are.                  *)
(***************************************************************************)
EXTENDS EPaxosProperties

CONSTANT
  MaxMessages      \* no more messages than so many are ever sent

WithinBounds == Cardinality(messages) <= MaxMessages
===============================================================================
