-------------------------------- MODULE Buffer --------------------------------
(* A bounded buffer with one wait set: with enough threads it gets stuck. *)
EXTENDS Naturals, Sequences
CONSTANTS Producers, Consumers, Size
ASSUME Named == Producers \cap Consumers = {} /\ Size \in Nat \ {0}
VARIABLES store, sleeping
Running == (Producers \cup Consumers) \ sleeping
Init == store = <<>> /\ sleeping = {}
Wake == IF sleeping = {} THEN UNCHANGED sleeping
        ELSE \E t \in sleeping : sleeping' = sleeping \ {t}
Sleep(t) == sleeping' = sleeping \cup {t} /\ UNCHANGED store
Put(t) == \/ Len(store) < Size /\ store' = Append(store, t) /\ Wake
          \/ Len(store) = Size /\ Sleep(t)
Get(t) == \/ store # <<>> /\ store' = Tail(store) /\ Wake
          \/ store = <<>> /\ Sleep(t)
Next == \E t \in Running : \/ t \in Producers /\ Put(t)
                           \/ t \in Consumers /\ Get(t)
Bounded == Len(store) <= Size
SomebodyRuns == Running # {}
===============================================================================
