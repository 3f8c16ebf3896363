-------------------------------- MODULE Queens --------------------------------
(* All ways to put queens on a board, row by row. *)
EXTENDS Naturals, Sequences
CONSTANT N
VARIABLES todo, found
Attacks(q, i, j) == \/ q[i] = q[j]
                    \/ q[i] - q[j] = i - j
                    \/ q[j] - q[i] = i - j
Good(q) == \A i \in 1..(Len(q) - 1) : ~Attacks(q, Len(q), i)
Init == todo = {<<>>} /\ found = {}
PlaceQueen == \E q \in todo :
                LET row == Len(q) + 1
                    more == {c \in 1..N : Good(Append(q, c))}
                    longer == {Append(q, c) : c \in more}
                IN IF row = N
                     THEN /\ todo' = todo \ {q}
                          /\ found' = found \cup longer
                     ELSE /\ todo' = (todo \ {q}) \cup longer
                          /\ UNCHANGED found
Next == PlaceQueen \/ (todo = {} /\ UNCHANGED <<todo, found>>)
Spec == Init /\ [][Next]_<<todo, found>>
Sound == \A q \in found : Len(q) = N /\ \A i \in 2..N : Good(SubSeq(q, 1, i))
===============================================================================
