------------------------ MODULE RaftLeaderIdsSometimes ------------------------
(***************************************************************************)
(* What the models of leader ids must reach, see RaftSometimes; above all  *)
(* what the variant gives up.                                              *)
(***************************************************************************)
EXTENDS RaftLeaderIdsProperties, RaftSometimes

(* In Raft a term has one leader at most.  Here it may have two. *)
TwoLeadInOneTerm ==
  \E i, j \in Server :
    /\ i # j
    /\ IsLeader(servers[i])
    /\ IsLeader(servers[j])
    /\ TermOf(servers[i].currentTerm) = TermOf(servers[j].currentTerm)

(* A step: a server that voted in a term votes for a greater leader id in it. *)
VoteIsTakenOver ==
  \E i \in Server :
    /\ servers'[i].currentTerm > servers[i].currentTerm
    /\ TermOf(servers'[i].currentTerm) = TermOf(servers[i].currentTerm)

(* A step: a leader crashes, and leads again without an election. *)
LeaderResumes ==
  \E i \in Server :
    /\ IsLeader(servers[i])
    /\ servers'[i] = RecoverWithId(servers[i])
    /\ servers'[i] # servers[i]
    /\ IsLeader(servers'[i])
===============================================================================
