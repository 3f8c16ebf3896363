-------------------------------- MODULE Table --------------------------------
(* Dining philosophers; with nobody left-handed they may starve all at once. *)
EXTENDS Integers, FiniteSets
CONSTANTS Count, Lefty
VARIABLES fork, mood
Seat == 0..(Count - 1)
Nobody == -1
First(p) == IF p \in Lefty THEN (p + 1) % Count ELSE p
Second(p) == IF p \in Lefty THEN p ELSE (p + 1) % Count
Init == fork = [f \in Seat |-> Nobody] /\ mood = [p \in Seat |-> "thinks"]
Take(p) == /\ mood[p] = "thinks" /\ fork[First(p)] = Nobody
           /\ fork' = [fork EXCEPT ![First(p)] = p]
           /\ mood' = [mood EXCEPT ![p] = "waits"]
Eat(p) == /\ mood[p] = "waits" /\ fork[Second(p)] = Nobody
          /\ fork' = [fork EXCEPT ![Second(p)] = p]
          /\ mood' = [mood EXCEPT ![p] = "eats"]
Rest(p) == /\ mood[p] = "eats"
           /\ fork' = [f \in Seat |-> IF fork[f] = p THEN Nobody ELSE fork[f]]
           /\ mood' = [mood EXCEPT ![p] = "thinks"]
Next == \E p \in Seat : \/ Take(p)
                        \/ Eat(p)
                        \/ Rest(p)
Spec == Init /\ [][Next]_<<fork, mood>>
Owned == \A p \in Seat : mood[p] = "eats" =>
           Cardinality({f \in Seat : fork[f] = p}) = 2
==============================================================================
