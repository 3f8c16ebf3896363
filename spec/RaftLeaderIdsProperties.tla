----------------------- MODULE RaftLeaderIdsProperties ------------------------
(***************************************************************************)
(* What Raft promises, with leader ids in the place of terms.  Most of     *)
(* RaftProperties is said as it stands: since currentTerm is a leader id   *)
(* here, ElectionSafety means one leader for each leader id, and log       *)
(* matching, leader completeness and state machine safety are what they    *)
(* were.  What this module has is about votes.  What the variant gives up  *)
(* stands in RaftLeaderIdsSometimes: a term with one leader at most.       *)
(***************************************************************************)
EXTENDS RaftLeaderIds, RaftProperties

(* RP figure 2: the commit index goes back in a restart and only there. *)
CommitGoesBackWithRestartStep ==
  \A i \in Server :
    \/ servers'[i].commitIndex >= servers[i].commitIndex
    \/ servers'[i] = RecoverWithId(servers[i])
CommitGoesBackWithRestart == [][CommitGoesBackWithRestartStep]_vars

(* A vote is for the server that its leader id names. *)
VoteFollowsLeaderId ==
  \A i \in Server :
    servers[i].votedFor = IF servers[i].currentTerm = 0 THEN None
                                                        ELSE ServerOf(servers[i].currentTerm)

(* A vote counts as committed only if a quorum gave it, and a leader's does. *)
Granting(id) == {ServerOf(id)} \cup {m.source : m \in {n \in VotesGranted : n.term = id}}
CommittedVoteIsOfQuorum ==
  \A i \in Server :
    servers[i].isVoteCommitted => IsQuorum(servers[i], Granting(servers[i].currentTerm))
LeaderHasCommittedVote ==
  \A i \in Server :
    IsLeader(servers[i]) => servers[i].isVoteCommitted /\ servers[i].votedFor = i

(* A vote never becomes smaller: also a late request for it does not make it one that
   no quorum gave. *)
VoteNeverGoesBackStep ==
  \A i \in Server :
    servers[i].isVoteCommitted /\ servers'[i].currentTerm = servers[i].currentTerm
      => servers'[i].isVoteCommitted
VoteNeverGoesBack == [][VoteNeverGoesBackStep]_vars
===============================================================================
