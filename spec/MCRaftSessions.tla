---------------------------- MODULE MCRaftSessions ----------------------------
(***************************************************************************)
(* RaftSessions within bounds.  A model (an MCRaftSessions_*.cfg, listed   *)
(* in models.toml) chooses the clients, and whether one of them has asked  *)
(* to begin with.                                                          *)
(***************************************************************************)
EXTENDS RaftSessionsSometimes

CONSTANTS
  FirstLeader,     \* who leads where a model starts so
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages,     \* no more messages than so many are ever sent
  MaxSerial        \* no client has more operations

ASSUME Features \subseteq ElectionFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages
  /\ \A c \in Client : clients[c].serial <= MaxSerial

(* Where the first leader sends no entries and never stands again, so that the second one
   is of interest. *)
FirstLeaderIsDone ==
  \A m \in messages :
    m.source = FirstLeader
      => m.type \notin {"AppendEntriesRequest", "RequestVoteRequest", "PreVoteRequest"}

(* Raft comes here by itself: FirstLeader was elected to term 1, a client opened a session
   and asked, and both entries are committed and on every server, of which the others know
   of the first that it is committed.  No answer came; every message was received or lost. *)
FirstClient == CHOOSE c \in Client : TRUE

FirstAsked == [session |-> 1, serial |-> 1, operation |-> CHOOSE operation \in Operation : TRUE]

FirstLog ==
  <<[term |-> 1, value |-> RegisterCommand(FirstClient)], [term |-> 1, value |-> Asked(FirstAsked)]>>

FirstRecord(i) ==
  LET s == [InitElectionServer(i) EXCEPT !.currentTerm = 1,
                                       !.votedFor = FirstLeader,
                                       !.log = FirstLog,
                                       !.commitIndex = 1]
  IN IF i = FirstLeader
     THEN [s EXCEPT !.role = "leader",
                    !.commitIndex = 2,
                    !.nextIndex = [j \in Server |-> 3],
                    !.matchIndex = [j \in Server |-> IF j = i THEN 0 ELSE 2]]
     ELSE s

InitAsked ==
  /\ servers = [i \in Server |-> FirstRecord(i)]
  /\ messages = {}
  /\ committed = {[index |-> k, entry |-> FirstLog[k], term |-> 1] : k \in 1..2}
  /\ clients = [c \in Client |-> IF c = FirstClient THEN FirstAsked ELSE InitClient]

SpecSessionsAsked == InitAsked /\ [][NextSessions]_sessionVars
===============================================================================
