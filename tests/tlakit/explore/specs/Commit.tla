------------------------------- MODULE Commit -------------------------------
(* What a commit protocol must do: nobody aborts beside one who committed. *)
CONSTANT Member
VARIABLE state

Types == state \in [Member -> {"working", "ready", "done", "failed"}]

Start == state = [m \in Member |-> "working"]

Prepare(m) == state[m] = "working" /\ state' = [state EXCEPT ![m] = "ready"]

Finish(m) == /\ state[m] = "ready"
             /\ \A other \in Member : state[other] \in {"ready", "done"}
             /\ state' = [state EXCEPT ![m] = "done"]

Fail(m) == /\ state[m] \in {"working", "ready"}
           /\ \A other \in Member : state[other] # "done"
           /\ state' = [state EXCEPT ![m] = "failed"]

Step == \E m \in Member : Prepare(m) \/ Finish(m) \/ Fail(m)

Agreed == \A a, b \in Member : ~(state[a] = "done" /\ state[b] = "failed")

Rules == Start /\ [][Step]_state
=============================================================================
