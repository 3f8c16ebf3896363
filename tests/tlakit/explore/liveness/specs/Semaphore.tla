---- MODULE Semaphore ----
(* A semaphore, as a translation of PlusCal looks. *)
EXTENDS Naturals
CONSTANT K
\* BEGIN TRANSLATION
VARIABLES pc, sem, count
vars == << pc, sem, count >>
ProcSet == (1..K)
Init == (* Global variables *)
        /\ sem = 1
        /\ count = 0
        /\ pc = [self \in ProcSet |-> "enter"]
enter(self) == /\ pc[self] = "enter"
               /\ sem > 0
               /\ sem' = sem - 1
               /\ pc' = [pc EXCEPT ![self] = "cs"]
               /\ count' = count
cs(self) == /\ pc[self] = "cs"
            /\ count' = count + 1
            /\ pc' = [pc EXCEPT ![self] = "exit"]
            /\ sem' = sem
exit(self) == /\ pc[self] = "exit"
              /\ sem' = sem + 1
              /\ IF count < 4
                    THEN /\ pc' = [pc EXCEPT ![self] = "enter"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
              /\ count' = count
p(self) == enter(self) \/ cs(self) \/ exit(self)
(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars
Next == (\E self \in 1..K: p(self))
           \/ Terminating
Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..K : WF_vars(p(self))
SSpec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..K : WF_vars(p(self)) /\ SF_vars(enter(self))
NSpec == /\ Init /\ [][Next]_vars
Termination == <>(\A self \in ProcSet: pc[self] = "Done")
\* END TRANSLATION
Each == \A i \in 1..K : <>(pc[i] = "cs")
Inf == []<>(sem = 1) => <>[](count >= 4)
Dn == [](count >= 4 => <>[](\A self \in ProcSet: pc[self] = "Done"))
====
