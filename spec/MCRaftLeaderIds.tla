---------------------------- MODULE MCRaftLeaderIds ---------------------------
(***************************************************************************)
(* RaftLeaderIds within bounds.                                            *)
(***************************************************************************)
EXTENDS RaftLeaderIdsProperties, RaftSometimes

CONSTANTS
  MaxTerm,         \* no server's leader id has a term beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

WithinBounds ==
  /\ \A i \in Server :
       /\ TermOf(servers[i].currentTerm) <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

-------------------------------------------------------------------------------
(* What must be reached: several leaders a term is what this variant is about. *)
SeveralLeadOneTerm ==
  \E i, j \in Server :
    /\ i # j
    /\ IsLeader(servers[i])
    /\ IsLeader(servers[j])
    /\ TermOf(servers[i].currentTerm) = TermOf(servers[j].currentTerm)

(* A vote goes over to a greater leader id of the same term. *)
VoteGoesOver ==
  \E i \in Server :
    /\ servers'[i].currentTerm > servers[i].currentTerm
    /\ TermOf(servers'[i].currentTerm) = TermOf(servers[i].currentTerm)
    /\ ~servers'[i].isVoteCommitted
===============================================================================
