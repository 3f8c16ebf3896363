-------------------------------- MODULE Mutex --------------------------------
(* Peterson's algorithm for two, as a translator would write it. *)
EXTENDS Integers, TLC
VARIABLES flag, turn, pc, other
vars == << flag, turn, pc, other >>
ProcSet == (0..1)
Init == (* Global variables *)
        /\ flag = [i \in 0..1 |-> FALSE]
        /\ turn = 0
        (* Process p *)
        /\ other = [self \in 0..1 |-> 1 - self]
        /\ pc = [self \in ProcSet |-> "a0"]

a0(self) == /\ pc[self] = "a0"
            /\ pc' = [pc EXCEPT ![self] = "a1"]
            /\ UNCHANGED << flag, turn, other >>
a1(self) == /\ pc[self] = "a1"
            /\ flag' = [flag EXCEPT ![self] = TRUE]
            /\ pc' = [pc EXCEPT ![self] = "a2"]
            /\ UNCHANGED << turn, other >>
a2(self) == /\ pc[self] = "a2"
            /\ turn' = other[self]
            /\ pc' = [pc EXCEPT ![self] = "a3"]
            /\ UNCHANGED << flag, other >>
a3(self) == /\ pc[self] = "a3"
            /\ IF flag[other[self]]
                  THEN /\ pc' = [pc EXCEPT ![self] = "a4"]
                  ELSE /\ pc' = [pc EXCEPT ![self] = "cs"]
            /\ UNCHANGED << flag, turn, other >>
a4(self) == /\ pc[self] = "a4"
            /\ IF turn = other[self]
                  THEN /\ pc' = [pc EXCEPT ![self] = "a3"]
                  ELSE /\ pc' = [pc EXCEPT ![self] = "cs"]
            /\ UNCHANGED << flag, turn, other >>
cs(self) == /\ pc[self] = "cs"
            /\ TRUE
            /\ pc' = [pc EXCEPT ![self] = "a5"]
            /\ UNCHANGED << flag, turn, other >>
a5(self) == /\ pc[self] = "a5"
            /\ flag' = [flag EXCEPT ![self] = FALSE]
            /\ pc' = [pc EXCEPT ![self] = "a0"]
            /\ UNCHANGED << turn, other >>
p(self) == a0(self) \/ a1(self) \/ a2(self) \/ a3(self) \/ a4(self) \/ cs(self) \/ a5(self)
Next == (\E self \in 0..1: p(self))
Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 0..1 : WF_vars(p(self))
Exclusion == ~(pc[0] = "cs" /\ pc[1] = "cs")
Orderly == [][\A i \in ProcSet : pc[i] = "cs" => pc'[i] \in {"cs", "a5"}]_vars
==============================================================================
