---------------------------- MODULE VectorClocks ----------------------------
(* Logs whose lines carry vector clocks: functions from nodes to how much of *)
(* each node's past is known.                                                *)
EXTENDS Naturals, Sequences, Functions
LOCAL INSTANCE SequencesExt

LOCAL At(clock, n) == IF n \in DOMAIN clock THEN clock[n] ELSE 0

LOCAL Before(v, w) ==
  LET nodes == DOMAIN v \cup DOMAIN w
  IN /\ \A n \in nodes : At(v, n) <= At(w, n)
     /\ \E n \in nodes : At(v, n) < At(w, n)

LOCAL Concurrent(v, w) ==
  LET nodes == DOMAIN v \cup DOMAIN w
  IN \E m, n \in nodes : At(v, m) < At(w, m) /\ At(v, n) > At(w, n)

(* No line comes before one that it depends on. *)
IsCausalOrder(log, clock(_)) ==
  \A i \in 1..Len(log) : \A j \in 1..(i - 1) :
    Before(clock(log[j]), clock(log[i])) \/ Concurrent(clock(log[j]), clock(log[i]))

(* The lines of log in such an order.  node is whose line it is, domain the  *)
(* nodes of a clock; one order will do, so they are not needed here.         *)
CausalOrder(log, clock(_), node(_), domain(_)) ==
  LET RECURSIVE Ordered(_)
      Ordered(rest) ==
        IF rest = <<>> THEN <<>>
        ELSE LET first == CHOOSE i \in 1..Len(rest) :
                            \A j \in 1..Len(rest) :
                              ~Before(clock(rest[j]), clock(rest[i]))
             IN <<rest[first]>> \o Ordered(RemoveAt(rest, first))
  IN Ordered(log)
=============================================================================
