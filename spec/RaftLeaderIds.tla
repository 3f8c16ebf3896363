----------------------------- MODULE RaftLeaderIds -----------------------------
(***************************************************************************)
(* A variant of Raft in which a term may have several leaders, as openraft *)
(* has it.  A leader is known by its leader id, a pair of a term and a     *)
(* server, and leader ids are ordered: by the term, and in a term by the   *)
(* server.  A server that gave its vote to one gives it to a greater one   *)
(* of the same term, too, so that two candidates of one term do not take   *)
(* each other's votes away: the greater one wins.                          *)
(*                                                                         *)
(* What Raft says of terms holds of leader ids.  So here a leader id takes *)
(* the place of the term, in the record of a server, in a message and in   *)
(* an entry; it is written as one number, and the rules of Raft compare    *)
(* and adopt it as they are.  What differs is in this module: which number *)
(* a candidate takes, who votes for it, and what a server knows of its     *)
(* vote: whether a quorum gave it.                                         *)
(*                                                                         *)
(* Sources: as in Raft; and the documentation of openraft on leader ids    *)
(* and votes.                                                              *)
(***************************************************************************)
EXTENDS Raft, TLC

ASSUME Server \subseteq Nat    \* servers are ordered

(***************************************************************************)
(* LEADER IDS.  The pair of a term and a server as a number, so that the   *)
(* order of the numbers is that of the pairs.  0 is the leader id of none. *)
(***************************************************************************)
Radix == 1 + (CHOOSE i \in Server : \A j \in Server : j <= i)

LeaderId(term, i) == term * Radix + i

TermOf(id) == id \div Radix

ServerOf(id) == id % Radix

(***************************************************************************)
(* A VOTE is the greatest leader id that a server granted, and whether it  *)
(* is known that a quorum did.  The first is currentTerm here, and         *)
(* votedFor, which follows from it; the second is a field of its own, and  *)
(* durable like they.  Votes are ordered too: by the leader id, and the    *)
(* one that a quorum gave is greater than the same one before.             *)
(***************************************************************************)
LeaderIdFields ==
  [isVoteCommitted |-> FALSE]      \* durable

InitLeaderIdServer(i) == InitServer(i) @@ LeaderIdFields

(* A leader id names its server, so that whoever adopts it has no vote left for another
   with it.  That is no grant yet: only who asks for the vote is told that it has it. *)
TakeVote(s, id, isCommitted) ==
  IF id > s.currentTerm
  THEN [ObserveTerm(s, id) EXCEPT !.votedFor = ServerOf(id), !.isVoteCommitted = isCommitted]
  ELSE [s EXCEPT !.isVoteCommitted = @ \/ (id = s.currentTerm /\ isCommitted)]

(***************************************************************************)
(* ELECTIONS.  A candidate takes the next term with its own name.          *)
(***************************************************************************)
StandWithId(s) ==
  LET id == LeaderId(TermOf(s.currentTerm) + 1, s.id)
  IN Step([StartElection(s).server EXCEPT !.currentTerm = id, !.isVoteCommitted = FALSE],
          {[m EXCEPT !.term = id] : m \in StartElection(s).out})

(* A vote is given if it is as great as the last one, and no quorum gave that already;
   and to a candidate that lacks nothing that we have, as in Raft. *)
IsVoteGreater(s, id) ==
  id > s.currentTerm \/ (id = s.currentTerm /\ ~s.isVoteCommitted)

GrantsVoteToId(s, m) == IsVoteGreater(s, m.term) /\ IsUpToDate(s, m)

(* Whoever refuses keeps its vote, and tells it. *)
HandleRequestVoteToId(s, m) ==
  LET granted == GrantsVoteToId(s, m)
      v       == IF granted THEN TakeVote(s, m.term, FALSE) ELSE s
  IN Step(v, {[type        |-> "RequestVoteResponse",
               term        |-> v.currentTerm,
               source      |-> s.id,
               dest        |-> m.source,
               voteGranted |-> granted]})

(* The candidate's vote is then one that a quorum gave. *)
WinWithId(s) ==
  Step([BecomeLeader(s).server EXCEPT !.isVoteCommitted = TRUE], {})

(***************************************************************************)
(* CRASH AND RESTART.  A server whose vote is its own, and was given by a  *)
(* quorum, leads again without an election: nobody else has this id.       *)
(***************************************************************************)
RecoverWithId(s) ==
  LET r == Recover(s) @@ [isVoteCommitted |-> s.isVoteCommitted]
  IN IF s.isVoteCommitted /\ s.votedFor = s.id
     THEN BecomeLeader(r).server
     ELSE r

CrashWithId(s) == Step(RecoverWithId(s), {})

(***************************************************************************)
(* MESSAGES.  Only a leader sends entries, so that its vote was given by a *)
(* quorum.  A request for a vote changes nothing unless it is granted.     *)
(***************************************************************************)
HandleWithId(s0, m) ==
  IF m.type = "RequestVoteRequest"
  THEN HandleRequestVoteToId(s0, m)
  ELSE LET s == TakeVote(s0, m.term, m.type = "AppendEntriesRequest")
       IN CASE m.type = "RequestVoteResponse"   -> HandleRequestVoteResponse(s, m)
            [] m.type = "AppendEntriesRequest"  -> HandleAppendEntriesRequest(s, m)
            [] m.type = "AppendEntriesResponse" -> HandleAppendEntriesResponse(s, m)

(***************************************************************************)
(* ACTIONS.  ClientRequest, SendEntries and Commit are those of Raft.      *)
(***************************************************************************)
TimeoutWithId(i)     == CanStartElection(servers[i]) /\ Put(i, StandWithId(servers[i]))
WinElectionWithId(i) == CanBecomeLeader(servers[i]) /\ Put(i, WinWithId(servers[i]))
RestartWithId(i)     == Put(i, CrashWithId(servers[i]))
ReceiveWithId(m)     == Put(m.dest, HandleWithId(servers[m.dest], m))

InitLeaderIds ==
  /\ servers = [i \in Server |-> InitLeaderIdServer(i)]
  /\ messages = {}
  /\ committed = {}

NextLeaderIds ==
  \/ \E i \in Server : TimeoutWithId(i)
  \/ \E i \in Server : WinElectionWithId(i)
  \/ \E i \in Server, value \in Value : ClientRequest(i, value)
  \/ \E i, j \in Server, count \in 0..MaxBatchSize : SendEntries(i, j, count)
  \/ \E i \in Server : Commit(i)
  \/ \E i \in Server : RestartWithId(i)
  \/ \E m \in messages : ReceiveWithId(m)

SpecLeaderIds == InitLeaderIds /\ [][NextLeaderIds]_vars
===============================================================================
