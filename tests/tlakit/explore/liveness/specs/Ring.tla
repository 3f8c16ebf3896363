---- MODULE Ring ----
(* Termination detection on a ring, by a token that goes round. *)
EXTENDS Naturals
CONSTANT N
VARIABLES active, color, tpos, tcolor
vars == <<active, color, tpos, tcolor>>
Nodes == 0..N-1
Init == active \in [Nodes -> BOOLEAN] /\ color \in [Nodes -> {"white","black"}] /\ tpos = 0
      /\ tcolor = "black"
InitiateProbe == tpos = 0 /\ (tcolor = "black" \/ color[0] = "black") /\ tpos' = N-1
      /\ tcolor' = "white" /\ color' = [color EXCEPT ![0] = "white"] /\ active' = active
PassToken(i) == tpos = i /\ (~active[i] \/ color[i] = "black" \/ tcolor = "black") /\ tpos' = i-1
   /\ tcolor' = (IF color[i] = "black" THEN "black" ELSE tcolor)
      /\ color' = [color EXCEPT ![i] = "white"] /\ active' = active
System == InitiateProbe \/ \E i \in Nodes \ {0} : PassToken(i)
SendMsg(i) == active[i] /\ \E j \in Nodes \ {i} : active' = [active EXCEPT ![j] = TRUE]
      /\ color' = [color EXCEPT ![i] = IF j > i THEN "black" ELSE @] /\ UNCHANGED <<tpos, tcolor>>
Deactivate(i) == active[i] /\ active' = [active EXCEPT ![i] = FALSE]
      /\ UNCHANGED <<color, tpos, tcolor>>
Environment == \E i \in Nodes : SendMsg(i) \/ Deactivate(i)
Next == System \/ Environment
Spec == Init /\ [][Next]_vars /\ WF_vars(System)
NoFair == Init /\ [][Next]_vars
Term == \A i \in Nodes : ~active[i]
Detected == tpos = 0 /\ tcolor = "white" /\ color[0] = "white" /\ ~active[0]
Live == Term ~> Detected
Bad == <>Detected
Quiet == (<>[]Term) => <>[]Detected
AllTerm == (\A i \in Nodes : []<>~active[i]) => <>Detected
====
