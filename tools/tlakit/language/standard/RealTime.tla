------------------------------ MODULE RealTime ------------------------------
(* Time as a variable (Specifying Systems, chapter 9), for specifications    *)
(* that are read and not run.                                                *)
EXTENDS Reals
VARIABLE now

(* A step of A on v comes at least D and at most E after it became possible: *)
(* t is how long it has been possible.                                       *)
RTBound(A, v, D, E) ==
  LET Run(t) == t' = IF <<A>>_v \/ ~(ENABLED <<A>>_v)' THEN 0 ELSE t + (now' - now)
      Clock(t) == t = 0 /\ [][Run(t)]_<<t, v, now>>
  IN \EE t : Clock(t) /\ [](t <= E) /\ [][A => t >= D]_v

(* Time goes on without end, and v does not change while it does. *)
RTnow(v) ==
  LET Pass == now' \in {r \in Real : r > now} /\ UNCHANGED v
  IN /\ now \in Real
     /\ [][Pass]_now
     /\ \A r \in Real : WF_now(Pass /\ now' > r)
=============================================================================
