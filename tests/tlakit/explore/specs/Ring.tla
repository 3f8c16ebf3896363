--------------------------------- MODULE Ring ---------------------------------
(* A token goes round to find out whether all nodes of a ring have finished. *)
EXTENDS Naturals
CONSTANT N
ASSUME N > 1
VARIABLES active, colour, at, token
vars == <<active, colour, at, token>>
Node == 0..N - 1
Colour == {"white", "black"}
Init == /\ active \in [Node -> BOOLEAN]
        /\ colour \in [Node -> Colour]
        /\ at \in Node
        /\ token = "black"
Begin == /\ at = 0
         /\ token = "black" \/ colour[0] = "black"
         /\ at' = N - 1 /\ token' = "white"
         /\ colour' = [colour EXCEPT ![0] = "white"]
         /\ UNCHANGED active
Pass(i) == /\ at = i
           /\ ~active[i] \/ colour[i] = "black" \/ token = "black"
           /\ at' = i - 1
           /\ token' = IF colour[i] = "black" THEN "black" ELSE token
           /\ colour' = [colour EXCEPT ![i] = "white"]
           /\ UNCHANGED active
Send(i) == /\ active[i]
           /\ \E j \in Node \ {i} :
                /\ active' = [active EXCEPT ![j] = TRUE]
                /\ colour' = [colour EXCEPT ![i] = IF j > i THEN "black" ELSE @]
           /\ UNCHANGED <<at, token>>
Finish(i) == active[i] /\ active' = [active EXCEPT ![i] = FALSE] /\ UNCHANGED <<colour, at, token>>
Next == \/ Begin
        \/ \E i \in Node \ {0} : Pass(i)
        \/ \E i \in Node : Send(i) \/ Finish(i)
Spec == Init /\ [][Next]_vars /\ WF_vars(Begin \/ \E i \in Node \ {0} : Pass(i))
Detected == at = 0 /\ token = "white" /\ colour[0] = "white" /\ ~active[0]
Correct == Detected => \A i \in Node : ~active[i]
Why == \/ \A i \in Node : at < i => ~active[i]
       \/ \E j \in 0..at : colour[j] = "black"
       \/ token = "black"
===============================================================================
