------------------------- MODULE MP07_PromiseOffByOne -------------------------
(***************************************************************************)
(* With a promise a server reports what it has accepted above the slot     *)
(* that was asked for, without that slot itself. PMS section 3: the new    *)
(* leader asks from the first slot on that it does not know to be chosen.  *)
(***************************************************************************)
EXTENDS MCMultiPaxos

PromiseAbove(s, from) ==
  [type     |-> "Promise",
   ballot   |-> s.promised,
   source   |-> s.id,
   accepted |-> [k \in Slot |-> IF k <= from THEN Nothing ELSE s.accepted[k]]]
===============================================================================
