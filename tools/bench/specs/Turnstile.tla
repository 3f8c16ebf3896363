------------------------------- MODULE Turnstile -------------------------------
(***************************************************************************)
(* Mutual exclusion by waiting rooms: who wants in climbs a stair of       *)
(* levels, is the last to come at each, and goes on when somebody came     *)
(* after it or nobody else is as far (Peterson's filter).  A program       *)
(* counter for each process, in one function, as PlusCal makes it.         *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS Processes

VARIABLES
  pc,          \* pc[p]: the label at which p stands
  level,       \* level[p]: how far p has come, 0 for not at all
  latest,      \* latest[l]: who came last to level l
  other        \* other[p]: whom p compares itself with

vars == <<pc, level, latest, other>>

Process == 1..Processes
Level == 1..(Processes - 1)

Init ==
  /\ pc = [p \in Process |-> "away"]
  /\ level = [p \in Process |-> 0]
  /\ latest = [l \in Level |-> 1]
  /\ other = [p \in Process |-> 1]

Go(p, from, to) == pc[p] = from /\ pc' = [pc EXCEPT ![p] = to]

Climb(p) ==
  /\ Go(p, "away", "sign")
  /\ level' = [level EXCEPT ![p] = 1]
  /\ UNCHANGED <<latest, other>>

Sign(p) ==
  /\ Go(p, "sign", "look")
  /\ latest' = [latest EXCEPT ![level[p]] = p]
  /\ other' = [other EXCEPT ![p] = 1]
  /\ UNCHANGED level

Look(p) ==
  /\ pc[p] = "look"
  /\ \/ other[p] = p
     \/ level[other[p]] < level[p]
     \/ latest[level[p]] # p
  /\ IF other[p] < Processes
     THEN other' = [other EXCEPT ![p] = @ + 1] /\ UNCHANGED <<pc, level>>
     ELSE /\ UNCHANGED other
          /\ IF level[p] = Processes - 1
             THEN pc' = [pc EXCEPT ![p] = "inside"] /\ UNCHANGED level
             ELSE /\ pc' = [pc EXCEPT ![p] = "sign"]
                  /\ level' = [level EXCEPT ![p] = @ + 1]
  /\ UNCHANGED latest

Leave(p) ==
  /\ Go(p, "inside", "away")
  /\ level' = [level EXCEPT ![p] = 0]
  /\ UNCHANGED <<latest, other>>

Next == \E p \in Process : Climb(p) \/ Sign(p) \/ Look(p) \/ Leave(p)

Spec == Init /\ [][Next]_vars

OneInside == \A p, q \in Process : pc[p] = "inside" /\ pc[q] = "inside" => p = q
================================================================================
