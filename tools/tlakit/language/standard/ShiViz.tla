------------------------------- MODULE ShiViz -------------------------------
(* For the visualizer of that name: which process took the step to the       *)
(* current state of the behaviour, and what every process knows of the       *)
(* others.  The processes are those of the variable pc.                      *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Json
INSTANCE Toolbox

LOCAL Mover[i \in DOMAIN _TETrace] ==
  IF i = 1 THEN "--"
  ELSE LET before == _TETrace[i - 1].pc
           after == _TETrace[i].pc
       IN IF before = after THEN Mover[i - 1]
          ELSE CHOOSE p \in DOMAIN before : before[p] # after[p]

Host == Mover[_TEPosition]

LOCAL Steps[i \in DOMAIN _TETrace] ==
  [p \in DOMAIN _TETrace[i].pc |->
     IF i = 1 THEN 0 ELSE Steps[i - 1][p] + (IF p = Mover[i] THEN 1 ELSE 0)]

Clock == ToJsonObject(Steps[_TEPosition])
=============================================================================
