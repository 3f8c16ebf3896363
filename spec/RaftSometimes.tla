----------------------------- MODULE RaftSometimes -----------------------------
(***************************************************************************)
(* What must be reached.  A property may hold because nothing ever happens *)
(* that could break it, where the bounds of a model are too narrow.  So a  *)
(* model names some of these too, in models.toml: of each, a state or a    *)
(* step that satisfies it must be found, or the check fails.               *)
(*                                                                         *)
(* TLC has no word for this.  There the negation is an invariant, ~P, or   *)
(* of a predicate of steps a property, [][~A]_vars, that must be violated. *)
(***************************************************************************)
EXTENDS RaftProperties

(***************************************************************************)
(* OF STATES                                                               *)
(***************************************************************************)
SomebodyLeads == \E i \in Server : IsLeader(servers[i])

(* RP section 5.2: a split vote, or an election that another one overtakes. *)
IsCandidate(s) == s.role = "candidate"
TwoStandInOneTerm ==
  \E i, j \in Server :
    /\ i # j
    /\ IsCandidate(servers[i])
    /\ IsCandidate(servers[j])
    /\ servers[i].currentTerm = servers[j].currentTerm

(* A leader does not know yet that there is a newer one. *)
TwoLeadInTwoTerms ==
  \E i, j \in Server :
    /\ IsLeader(servers[i])
    /\ IsLeader(servers[j])
    /\ servers[i].currentTerm < servers[j].currentTerm

(* RP section 5.4.1: a vote is refused for an old log, and for nothing else.  The voter is
   in the candidate's term without a vote: it has seen the request. *)
VoteIsRefusedForOldLog ==
  \E m \in messages :
    /\ m.type = "RequestVoteRequest"
    /\ m.term = servers[m.dest].currentTerm
    /\ servers[m.dest].votedFor = None
    /\ ~IsUpToDate(servers[m.dest], m)

EntryIsCommitted == committed # {}

FollowerLearnsCommit ==
  \E i \in Server : servers[i].role = "follower" /\ servers[i].commitIndex > 0

(* RP section 5.4.2: an entry of an older term is committed, with one of the leader's own. *)
OldEntryIsCommitted ==
  \E i \in Server :
    LET s == servers[i]
    IN IsLeader(s) /\ s.commitIndex > 1 /\ WholeLog(s)[1].term < WholeLog(s)[s.commitIndex].term

(* A leader has an entry of an older term on a quorum and may not commit it yet. *)
OldEntryWaits ==
  \E i \in Server :
    LET s == servers[i]
    IN \E k \in (s.commitIndex + 1)..LastIndex(s) :
         IsLeader(s) /\ TermAt(s, k) < s.currentTerm /\ IsQuorum(s, Replicas(s, k))

(***************************************************************************)
(* OF STEPS                                                                *)
(***************************************************************************)

(* RP section 5.1: a leader meets a larger term. *)
LeaderIsDeposed ==
  \E i \in Server : IsLeader(servers[i]) /\ servers'[i].currentTerm > servers[i].currentTerm

(* The same to a leader that another server's log has left behind. *)
StaleLeaderIsDeposed ==
  \E i, j \in Server :
    /\ IsLeader(servers[i])
    /\ servers'[i].currentTerm > servers[i].currentTerm
    /\ LastTerm(servers[j]) > LastTerm(servers[i])

(* RP section 5.2: a candidate hears of the leader of its own term. *)
CandidateSubmits ==
  \E i \in Server :
    /\ IsCandidate(servers[i])
    /\ servers'[i].role = "follower"
    /\ \E m \in messages' \ messages : m.type = "AppendEntriesResponse" /\ m.success /\ m.source = i
    /\ servers'[i].currentTerm = servers[i].currentTerm

(* RP section 5.3: a follower removes what conflicts. *)
SuffixIsTruncated ==
  \E i \in Server : ~IsPrefix(WholeLog(servers[i]), WholeLog(servers'[i]))

(* RP section 5.3: a leader goes back in a follower's log. *)
LeaderStepsBack ==
  \E i, j \in Server :
    IsLeader(servers'[i]) /\ servers'[i].nextIndex[j] < servers[i].nextIndex[j]

(* RP figure 2: a server that voted for another forgets what is committed: it restarts. *)
VoterRestarts ==
  \E i \in Server :
    /\ servers[i].votedFor \notin {None, i}
    /\ servers'[i].commitIndex < servers[i].commitIndex
===============================================================================
