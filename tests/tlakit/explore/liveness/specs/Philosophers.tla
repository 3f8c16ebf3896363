---- MODULE Philosophers ----
(* Philosophers who may put back their first fork: who is fair to whom decides whether all of them eat. *)
EXTENDS Naturals
CONSTANT N
VARIABLES pc, fork
vars == <<pc, fork>>
Proc == 0..(N-1)
L(i) == i
R(i) == (i+1) % N
Init == pc = [i \in Proc |-> "think"] /\ fork = [i \in Proc |-> N]
TakeL(i) == pc[i] = "think" /\ fork[L(i)] = N /\ fork' = [fork EXCEPT ![L(i)] = i]
      /\ pc' = [pc EXCEPT ![i] = "one"]
TakeR(i) == pc[i] = "one" /\ fork[R(i)] = N /\ fork' = [fork EXCEPT ![R(i)] = i]
      /\ pc' = [pc EXCEPT ![i] = "eat"]
Drop(i) == pc[i] = "one" /\ fork[R(i)] # N /\ fork' = [fork EXCEPT ![L(i)] = N]
      /\ pc' = [pc EXCEPT ![i] = "think"]
Done(i) == pc[i] = "eat" /\ fork' = [fork EXCEPT ![L(i)] = N, ![R(i)] = N]
      /\ pc' = [pc EXCEPT ![i] = "think"]
P(i) == TakeL(i) \/ TakeR(i) \/ Drop(i) \/ Done(i)
Next == \E i \in Proc : P(i)
Spec == Init /\ [][Next]_vars
WSpec == Spec /\ \A i \in Proc : WF_vars(P(i))
SSpec == /\ Spec
         /\ \A i \in Proc : /\ WF_vars(Drop(i)) /\ WF_vars(Done(i))
                            /\ SF_vars(TakeL(i)) /\ SF_vars(TakeR(i))
Eats == \A i \in Proc : []<>(pc[i] = "eat")
Some == []<>(\E i \in Proc : pc[i] = "eat")
Lead == \A i \in Proc : pc[i] = "one" ~> pc[i] \in {"eat", "think"}
NoBoth == \A i \in Proc : [](pc[i] = "eat" => <>(pc[i] = "think"))
====
