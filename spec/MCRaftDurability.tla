--------------------------- MODULE MCRaftDurability ---------------------------
(***************************************************************************)
(* RaftDurability within bounds.  A model (an MCRaftDurability_*.cfg,      *)
(* listed in models.toml) chooses the features.                            *)
(***************************************************************************)
EXTENDS RaftDurabilitySometimes

CONSTANTS
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

ASSUME Features \subseteq ElectionFeatures \cup DurabilityFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
       /\ Len(servers[i].writes) <= MaxWrites
  /\ Cardinality(messages) <= MaxMessages

===============================================================================
