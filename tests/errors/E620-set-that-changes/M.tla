---- MODULE M ----
EXTENDS Naturals
VARIABLES waiting, served
vars == <<waiting, served>>
Init == waiting = {1} /\ served = {}
Serve == \E c \in waiting : waiting' = waiting \ {c} /\ served' = served \cup {c}
Next == Serve
Spec == Init /\ [][Next]_vars /\ WF_vars(Serve)
EachIsServed == [](\A c \in waiting : <>(c \in served))
====
