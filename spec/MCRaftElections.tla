---------------------------- MODULE MCRaftElections ----------------------------
(***************************************************************************)
(* RaftElections within bounds.  A model (an MCRaftElections_*.cfg, listed *)
(* in models.toml) chooses the features.                                   *)
(***************************************************************************)
EXTENDS RaftElectionsSometimes

CONSTANTS
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

ASSUME Features \subseteq ElectionFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

===============================================================================
