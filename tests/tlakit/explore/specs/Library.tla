------------------------------- MODULE Library -------------------------------
(* Readers and writers in order of their asking. *)
EXTENDS Naturals, Sequences, FiniteSets
CONSTANT Actor
VARIABLES reading, writing, queue
vars == <<reading, writing, queue>>
ToSet(s) == {s[i] : i \in DOMAIN s}
Asking == {r.who : r \in ToSet(queue)}
Init == reading = {} /\ writing = {} /\ queue = <<>>
Ask(a, what) == /\ a \notin Asking \cup reading \cup writing
                /\ queue' = Append(queue, [who |-> a, what |-> what])
                /\ UNCHANGED <<reading, writing>>
Serve == /\ queue # <<>> /\ writing = {}
         /\ LET r == Head(queue) IN
              /\ queue' = Tail(queue)
              /\ CASE r.what = "read" -> reading' = reading \cup {r.who} /\ UNCHANGED writing
                   [] r.what = "write" -> /\ reading = {}
                                          /\ writing' = {r.who}
                                          /\ UNCHANGED reading
Stop(a) == /\ a \in reading \cup writing
           /\ reading' = reading \ {a} /\ writing' = writing \ {a}
           /\ UNCHANGED queue
Next == \/ \E a \in Actor : \E what \in {"read", "write"} : Ask(a, what)
        \/ Serve
        \/ \E a \in Actor : Stop(a)
Spec == Init /\ [][Next]_vars
Safe == /\ ~(reading # {} /\ writing # {})
        /\ Cardinality(writing) <= 1
        /\ \A i, j \in DOMAIN queue : queue[i].who = queue[j].who => i = j
Fair == [][Len(queue') <= Len(queue) + 1]_queue
==============================================================================
