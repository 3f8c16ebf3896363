---------------------------- MODULE MCRaftLeaderIds ---------------------------
(***************************************************************************)
(* RaftLeaderIds within bounds.                                            *)
(***************************************************************************)
EXTENDS RaftLeaderIdsSometimes, RaftRefinement

CONSTANTS
  MaxTerm,         \* no server's leader id has a term beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

WithinBounds ==
  /\ \A i \in Server :
       /\ TermOf(servers[i].currentTerm) <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

===============================================================================
