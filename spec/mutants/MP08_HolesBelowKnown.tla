------------------------- MODULE MP08_HolesBelowKnown -------------------------
(***************************************************************************)
(* A new leader looks for the last slot in the promises only. It may know  *)
(* a later one to be chosen, learned out of order, that no promise         *)
(* mentions, and does not see the holes before it. PMS section 3: these    *)
(* are filled.                                                             *)
(***************************************************************************)
EXTENDS MCMultiPaxos

LastInPromises(s, promises) ==
  CHOOSE k \in 0..MaxSlot :
    /\ k > 0 => NewestOf(promises, k) # None
    /\ \A l \in (k + 1)..MaxSlot : NewestOf(promises, l) = None
===============================================================================
