------------------------- MODULE MP01_LeadsWithOwnLog -------------------------
(***************************************************************************)
(* A new leader goes on with what it has accepted itself and does not look *)
(* at the promises, as if it had Raft's vote, which only a complete log    *)
(* gets. PMS section 2.2, P2c, for each slot: it must take over what a     *)
(* quorum reports.                                                         *)
(***************************************************************************)
EXTENDS MCMultiPaxos

OwnLog(s, promises) ==
  [k \in Slot |-> IF s.known[k] # None THEN s.known[k] ELSE s.accepted[k].value]
===============================================================================
