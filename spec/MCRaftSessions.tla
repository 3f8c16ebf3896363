---------------------------- MODULE MCRaftSessions ----------------------------
(***************************************************************************)
(* RaftSessions within bounds.  A model (an MCRaftSessions_*.cfg, listed   *)
(* in models.toml) chooses the clients.                                    *)
(***************************************************************************)
EXTENDS RaftSessionsProperties, RaftSometimes

CONSTANTS
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

-------------------------------------------------------------------------------
(* What must be reached.  A client asked again, and both requests are in the log ... *)
OperationIsRepeated ==
  \E i \in Server : \E k \in 1..LastIndex(servers[i]) : \E l \in 1..(k - 1) :
    /\ IsOperationAt(servers[i], k)
    /\ IsOperationAt(servers[i], l)
    /\ WholeLog(servers[i])[k].value = WholeLog(servers[i])[l].value

(* ... and both are committed, so that the state machine has to tell. *)
RepetitionIsApplied ==
  \E i \in Server : \E k \in 1..servers[i].commitIndex : \E l \in 1..(k - 1) :
    /\ IsOperationAt(servers[i], k)
    /\ IsOperationAt(servers[i], l)
    /\ WholeLog(servers[i])[k].value = WholeLog(servers[i])[l].value

ClientIsAnswered == \E c \in Client : IsWaiting(clients[c]) /\ ~IsWaiting(clients'[c])

(* The session of a client that waits has expired. *)
SessionIsLost ==
  \E i \in Server, c \in Client :
    /\ IsWaiting(clients[c])
    /\ servers[i].commitIndex >= clients[c].session
    /\ ~IsOpen(Machine(servers[i]), clients[c].session)
===============================================================================
