-------------------------------- MODULE MCRaft --------------------------------
(***************************************************************************)
(* Raft within bounds, so that all of its states can be visited.  A model  *)
(* (an MC*.cfg, listed in models.toml) chooses the constants and names the *)
(* properties to check.  A state beyond the bounds is still checked, but   *)
(* nothing is explored from there.                                         *)
(***************************************************************************)
EXTENDS RaftSometimes

CONSTANTS
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

===============================================================================
