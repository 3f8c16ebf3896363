----------------------------- MODULE Reservations -----------------------------
(***************************************************************************)
(* A trip is booked with several hosts, all or none, in two phases.  What  *)
(* was ever said stands in a set of records, and most guards look for one  *)
(* particular record in it.                                                *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS Host

VARIABLES
  host,        \* host[h]: "idle", "held", "booked" or "free" again
  agent,       \* "asking", "booking" or "giving up"
  answered,    \* the hosts whose offer the agent has seen
  said         \* the set of all that was ever said

vars == <<host, agent, answered, said>>

Offer(h) == [what |-> "offer", by |-> h]
Thanks(h) == [what |-> "thanks", by |-> h]
Order(what) == [what |-> what]

Init ==
  /\ host = [h \in Host |-> "idle"]
  /\ agent = "asking"
  /\ answered = {}
  /\ said = {}

Hold(h) ==
  /\ host[h] = "idle"
  /\ host' = [host EXCEPT ![h] = "held"]
  /\ said' = said \cup {Offer(h)}
  /\ UNCHANGED <<agent, answered>>

Refuse(h) ==
  /\ host[h] = "idle"
  /\ host' = [host EXCEPT ![h] = "free"]
  /\ UNCHANGED <<agent, answered, said>>

Note(h) ==
  /\ agent = "asking"
  /\ Offer(h) \in said
  /\ answered' = answered \cup {h}
  /\ UNCHANGED <<host, agent, said>>

Book ==
  /\ agent = "asking"
  /\ answered = Host
  /\ agent' = "booking"
  /\ said' = said \cup {Order("book")}
  /\ UNCHANGED <<host, answered>>

GiveUp ==
  /\ agent = "asking"
  /\ agent' = "giving up"
  /\ said' = said \cup {Order("forget it")}
  /\ UNCHANGED <<host, answered>>

Obey(h) ==
  /\ \/ /\ Order("book") \in said
        /\ host' = [host EXCEPT ![h] = "booked"]
     \/ /\ Order("forget it") \in said
        /\ host' = [host EXCEPT ![h] = "free"]
  /\ said' = said \cup {Thanks(h)}
  /\ UNCHANGED <<agent, answered>>

Next == Book \/ GiveUp \/ \E h \in Host : Hold(h) \/ Refuse(h) \/ Note(h) \/ Obey(h)

Spec == Init /\ [][Next]_vars

AllOrNone == ~ \E g, h \in Host : host[g] = "booked" /\ host[h] = "free"
ThanksAreDue == Cardinality({m \in said : m.what = "thanks"}) > 0 => agent # "asking"
===============================================================================
