---------------------------- MODULE MCRaftSessions ----------------------------
(***************************************************************************)
(* RaftSessions within bounds.  A model (an MCRaftSessions_*.cfg, listed   *)
(* in models.toml) chooses the clients.                                    *)
(***************************************************************************)
EXTENDS RaftSessionsSometimes

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

===============================================================================
