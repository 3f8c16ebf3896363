------------------------------ MODULE TwoPhase ------------------------------
EXTENDS TLC
CONSTANTS Member
VARIABLES state, boss, prepared, mail
vars == <<state, boss, prepared, mail>>

Mail == [kind : {"ready"}, from : Member] \cup [kind : {"commit", "abort"}]

TypesOK == /\ state \in [Member -> {"working", "ready", "done", "failed"}]
           /\ boss \in {"open", "closed"}
           /\ prepared \subseteq Member
           /\ mail \subseteq Mail

Init == /\ state = [m \in Member |-> "working"]
        /\ boss = "open"
        /\ prepared = {}
        /\ mail = {}

Hear(m) == /\ boss = "open"
           /\ [kind |-> "ready", from |-> m] \in mail
           /\ prepared' = prepared \cup {m}
           /\ UNCHANGED <<state, boss, mail>>

Decide(kind, guard) == /\ boss = "open"
                       /\ guard
                       /\ boss' = "closed"
                       /\ mail' = mail \cup {[kind |-> kind]}
                       /\ UNCHANGED <<state, prepared>>

Prepare(m) == /\ state[m] = "working"
              /\ state' = [state EXCEPT ![m] = "ready"]
              /\ mail' = mail \cup {[kind |-> "ready", from |-> m]}
              /\ UNCHANGED <<boss, prepared>>

GiveUp(m) == /\ state[m] = "working"
             /\ state' = [state EXCEPT ![m] = "failed"]
             /\ UNCHANGED <<boss, prepared, mail>>

Obey(m) == \E order \in mail :
             /\ order.kind # "ready"
             /\ state' = [state EXCEPT ![m] = IF order.kind = "commit" THEN "done" ELSE "failed"]
             /\ UNCHANGED <<boss, prepared, mail>>

Next == \/ Decide("commit", prepared = Member)
        \/ Decide("abort", TRUE)
        \/ \E m \in Member : Hear(m) \/ Prepare(m) \/ GiveUp(m) \/ Obey(m)

Spec == Init /\ [][Next]_vars

C == INSTANCE Commit
Implements == C!Rules
Agreed == C!Agreed
Alike == Permutations(Member)
=============================================================================
