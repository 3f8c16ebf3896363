---------------------------- MODULE MCRaftSnapshots ----------------------------
(***************************************************************************)
(* RaftSnapshots within bounds.  A model (an MCRaftSnapshots_*.cfg, listed *)
(* in models.toml) chooses the features and where it begins: with nothing, *)
(* or in a state that Raft comes to, when enough is committed that there   *)
(* is something to compact.  Messages that led there are lost.             *)
(***************************************************************************)
EXTENDS RaftSnapshotsSometimes, RaftRefinement

CONSTANTS
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

ASSUME Features \subseteq ElectionFeatures \cup SnapshotFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

(***************************************************************************)
(* WHERE TO BEGIN.  One server leads term 2, elected by another, on which  *)
(* it has replicated its log; nothing is committed yet.  It has found out  *)
(* that it must send the others everything.  What they have says a model.  *)
(***************************************************************************)
NoOpOf(term) == [term |-> term, value |-> NoOp]
Command(term) == [term |-> term, value |-> CHOOSE value \in Value : TRUE]

First == CHOOSE i \in Server : TRUE
Second == CHOOSE i \in Server \ {First} : TRUE

(* The first two vote, and the others only learn. *)
Demotion(term) ==
  [term          |-> term,
   configuration |-> [voters   |-> {First, Second},
                      outgoing |-> {},
                      learners |-> Server \ {First, Second}]]

Voted(i, term, candidate, log) ==
  [InitElectionServer(i) EXCEPT !.currentTerm = term, !.votedFor = candidate, !.log = log]

Leading(log) ==
  [Voted(First, 2, First, log) EXCEPT
    !.role = "leader",
    !.nextIndex = [j \in Server |-> IF j \in {First, Second} THEN Len(log) + 1 ELSE 1],
    !.matchIndex = [j \in Server |-> IF j = Second THEN Len(log) ELSE 0]]

Begin(log, Other(_)) ==
  /\ servers = [i \in Server |-> CASE i = First  -> Leading(log)
                                   [] i = Second -> Voted(i, 2, First, log)
                                   [] OTHER      -> Other(i)]
  /\ messages = {}
  /\ committed = {}

TwoEntries == <<NoOpOf(2), Command(2)>>

(* They have nothing, not even the term. *)
SpecLagging ==
  Begin(TwoEntries, InitElectionServer) /\ [][NextSnapshots]_vars

(* The third one led term 1, and nobody got its entries; it has heard of term 2. *)
Deposed(i) == Voted(i, 2, None, <<NoOpOf(1), Command(1), Command(1)>>)
SpecConflicting ==
  Begin(TwoEntries, Deposed) /\ [][NextSnapshots]_vars

(* They have nothing, and by the second entry they do not vote any more. *)
SpecConfigured ==
  Begin(<<NoOpOf(2), Demotion(2)>>, InitElectionServer) /\ [][NextSnapshots]_vars

(* First has committed both entries.  Second, which has compacted them, was elected in term
   3 by those who have nothing, and does not lead yet. *)
Successor ==
  LET s == [Voted(Second, 3, Second, TwoEntries) EXCEPT
             !.role = "candidate",
             !.commitIndex = 2,
             !.votesGranted = Server \ {First}]
  IN Compact(s, 2, StateAt(s, 2)).server

SpecSucceeded ==
  /\ servers = [i \in Server |-> CASE i = First  -> [Leading(TwoEntries) EXCEPT !.commitIndex = 2]
                                   [] i = Second -> Successor
                                   [] OTHER      -> Voted(i, 3, Second, <<>>)]
  /\ messages = {}
  /\ committed = {[index |-> k, entry |-> TwoEntries[k], term |-> 2] : k \in 1..2}
  /\ [][NextSnapshots]_vars
===============================================================================
