------------------------------ MODULE MCRaftReads ------------------------------
(***************************************************************************)
(* RaftReads within bounds.  A stale read takes two leaders, each of which *)
(* has committed something, so most models start with one of them.         *)
(***************************************************************************)
EXTENDS RaftReadsProperties, RaftReadsSometimes

CONSTANTS
  FirstLeader,     \* who leads where a model starts
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages,     \* no more messages than so many are ever sent
  MaxRound,        \* no leader begins more rounds
  MaxReads         \* no more reads wait at a leader

ASSUME Features \subseteq ElectionFeatures \cup ReadFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
       /\ servers[i].round <= MaxRound
       /\ Cardinality(servers[i].reads) <= MaxReads
  /\ Cardinality(messages) <= MaxMessages

(* Where only a first leader that hears nothing of a later term is of interest: all that
   has to do with stale reads. *)
FirstLeaderIsDeaf == servers[FirstLeader].currentTerm <= 1

(* Raft comes here by itself: the leader of term 1 was elected by all, put an entry on
   every server and took it for committed, and every message was received or lost. *)
FirstEntry == [term |-> 1, value |-> NoOp]

FirstRecord(i) ==
  IF i = FirstLeader
  THEN [InitReadServer(i) EXCEPT !.currentTerm = 1,
                                 !.votedFor = i,
                                 !.log = <<FirstEntry>>,
                                 !.role = "leader",
                                 !.commitIndex = 1,
                                 !.nextIndex = [j \in Server |-> 2],
                                 !.matchIndex = [j \in Server |-> IF j = i THEN 0 ELSE 1]]
  ELSE [InitReadServer(i) EXCEPT !.currentTerm = 1,
                                 !.votedFor = FirstLeader,
                                 !.log = <<FirstEntry>>]

InitLed ==
  /\ servers = [i \in Server |-> FirstRecord(i)]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> FirstEntry, term |-> 1]}

SpecReadsLed == InitLed /\ [][NextReads]_vars
===============================================================================
