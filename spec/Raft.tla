--------------------------------- MODULE Raft ---------------------------------
(***************************************************************************)
(* Raft keeps a replicated log: every server holds a copy, one server (the *)
(* leader) decides its order, and an entry counts as committed once it can *)
(* never be lost.  This module says exactly what a server may do.          *)
(*                                                                         *)
(* The state is one record per server plus the set of all messages that    *)
(* were ever sent.  What a server does is a pure operator: it takes the    *)
(* server's record (and the message that arrived, if any) and gives the    *)
(* new record with the messages to send, `Step(s, out)'.  The actions at   *)
(* the end only choose who acts and put that result in place.  So a rule   *)
(* of Raft is read in one place, and nothing there mentions other servers. *)
(*                                                                         *)
(* Sources: "RP" is the extended Raft paper, Ongaro and Ousterhout, "In    *)
(* Search of an Understandable Consensus Algorithm"; "D" is Ongaro's       *)
(* dissertation, "Consensus: Bridging Theory and Practice".                *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Server,          \* the set of servers, fixed in this module
  Value,           \* the commands that clients may propose
  MaxBatchSize,    \* at most so many entries in one AppendEntries request
  None             \* stands where there is no server: nobody voted for

VARIABLES
  servers,         \* servers[i] is the record of server i
  messages,        \* every message that was ever sent
  committed        \* an observer that nothing reads: what was ever committed

vars == <<servers, messages, committed>>

(***************************************************************************)
(* THE NETWORK.  A message stays in `messages' for ever.  Receiving it     *)
(* again is a duplicate, receiving a younger one first is reordering, and  *)
(* never receiving it is loss: nothing here ever obliges a delivery.  A    *)
(* partition is many losses.  No message is corrupted or forged.           *)
(***************************************************************************)

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b

(***************************************************************************)
(* THE LOG.  An entry is [term, value], or [term, configuration]; the      *)
(* first one has index 1, and 0 is the index, and the term, of no entry.   *)
(*                                                                         *)
(* A server holds the beginning of its log as a snapshot, and what follows *)
(* it as entries (RP section 7; D 5.1).  In this module nothing is ever    *)
(* compacted: every snapshot is the first one, that of no entry, and the   *)
(* entries are the log.  RaftSnapshots compacts.                           *)
(***************************************************************************)
LastIndex(s) == s.snapshot.lastIndex + Len(s.log)

EntryAt(s, index) == s.log[index - s.snapshot.lastIndex]

Entries(s, first, last) ==
  SubSeq(s.log, first - s.snapshot.lastIndex, last - s.snapshot.lastIndex)

TermAt(s, index) ==
  CASE index = s.snapshot.lastIndex -> s.snapshot.lastTerm
    [] index \in (s.snapshot.lastIndex + 1)..LastIndex(s) -> EntryAt(s, index).term
    [] OTHER -> 0

LastTerm(s) == TermAt(s, LastIndex(s))

(* All of it, from index 1 on.  No rule reads that; the properties do. *)
WholeLog(s) == s.snapshot.state \o s.log

(***************************************************************************)
(* QUORUMS.  Who votes stands in the log itself (D 4.1): the newest        *)
(* configuration in it counts, committed or not, and before the first one  *)
(* that of the snapshot.  While there are outgoing voters a decision needs *)
(* a majority of these too (D 4.3).  Learners get the log and never count. *)
(* In this module no configuration is ever proposed: all servers vote.     *)
(* RaftMembership changes it.                                              *)
(***************************************************************************)
InitialConfiguration == [voters |-> Server, outgoing |-> {}, learners |-> {}]

IsConfiguration(entry) == "configuration" \in DOMAIN entry

(* Where the newest one stands up to an index; in the snapshot, if nowhere after it. *)
ConfigurationIndex(s, index) ==
  LET held == {k \in (s.snapshot.lastIndex + 1)..index : IsConfiguration(EntryAt(s, k))}
  IN IF held = {} THEN s.snapshot.lastIndex ELSE CHOOSE k \in held : \A l \in held : l <= k

ConfigurationAt(s, index) ==
  LET k == ConfigurationIndex(s, index)
  IN IF k = s.snapshot.lastIndex THEN s.snapshot.configuration ELSE EntryAt(s, k).configuration

(* A configuration is in force from the moment it is in the log (D 4.1). *)
ActiveIndex(s) == LastIndex(s)

Configuration(s) == ConfigurationAt(s, ActiveIndex(s))

Voters(s) == Configuration(s).voters \cup Configuration(s).outgoing

Peers(s) == (Voters(s) \cup Configuration(s).learners) \ {s.id}

IsMajority(Q, voters) == 2 * Cardinality(Q \cap voters) > Cardinality(voters)

IsQuorum(s, Q) ==
  LET c == Configuration(s)
  IN IsMajority(Q, c.voters) /\ (c.outgoing = {} \/ IsMajority(Q, c.outgoing))

(* The configuration in force is committed and gives the server no vote.  While it is not
   committed the server may still be needed, to lead and to be elected (D 4.2.2). *)
IsRetired(s) ==
  s.id \notin Voters(s) /\ ConfigurationIndex(s, ActiveIndex(s)) <= s.commitIndex

(***************************************************************************)
(* A SERVER (RP figure 2, "State").  What the four first fields after the  *)
(* name hold is on disk: it is written before any message that depends on  *)
(* it leaves, because a step is one atomic act.  All else is lost in a     *)
(* crash.                                                                  *)
(***************************************************************************)

(* What is there before any entry.  `state' is the state of the state machine after the
   entries up to lastIndex; here it is these entries, from which any state follows. *)
InitialSnapshot ==
  [lastIndex     |-> 0,
   lastTerm      |-> 0,
   configuration |-> InitialConfiguration,
   state         |-> <<>>]

InitServer(i) ==
  [id           |-> i,
   currentTerm  |-> 0,                          \* durable
   votedFor     |-> None,                       \* durable
   snapshot     |-> InitialSnapshot,            \* durable
   log          |-> <<>>,                       \* durable: what follows the snapshot
   role         |-> "follower",
   commitIndex  |-> 0,
   votesGranted |-> {},                         \* a candidate's
   nextIndex    |-> [j \in Server |-> 1],       \* a leader's
   matchIndex   |-> [j \in Server |-> 0]]       \* a leader's

Step(s, out) == [server |-> s, out |-> out]

(* A server that is not a leader has no use for nextIndex and matchIndex, and one
   that is not a candidate none for votesGranted: they go back to what they were
   at first.  The vote and the term do not: RP section 5.2, at most one vote a term. *)
BecomeFollower(s) ==
  [s EXCEPT !.role = "follower",
            !.votesGranted = {},
            !.nextIndex = InitServer(s.id).nextIndex,
            !.matchIndex = InitServer(s.id).matchIndex]

(* RP section 5.1: whoever sees a larger term adopts it, with no vote cast in it,
   and is a follower.  This comes before any message is looked at more closely. *)
ObserveTerm(s, term) ==
  IF term > s.currentTerm
  THEN [BecomeFollower(s) EXCEPT !.currentTerm = term, !.votedFor = None]
  ELSE s

(***************************************************************************)
(* ELECTIONS (RP section 5.2 and 5.4.1; D 3.4 and 3.6.1)                   *)
(***************************************************************************)

(* When to start an election is policy: a timer, in practice.  Safety may not
   depend on it, so any server but a leader may do it at any time, unless it is known
   to have no vote.  A learner never had one. *)
CanStartElection(s) ==
  s.role # "leader" /\ s.id \notin Configuration(s).learners /\ ~IsRetired(s)

StartElection(s) ==
  LET term == s.currentTerm + 1
  IN Step([BecomeFollower(s) EXCEPT !.role = "candidate",
                                    !.currentTerm = term,
                                    !.votedFor = s.id,
                                    !.votesGranted = {s.id}],
          {[type         |-> "RequestVoteRequest",
            term         |-> term,
            source       |-> s.id,
            dest         |-> j,
            lastLogTerm  |-> LastTerm(s),
            lastLogIndex |-> LastIndex(s)] : j \in Voters(s) \ {s.id}})

(* RP section 5.4.1: the log whose last entry has the larger term is more up to
   date; for equal terms, the longer one. *)
IsUpToDate(s, m) ==
  \/ m.lastLogTerm > LastTerm(s)
  \/ /\ m.lastLogTerm = LastTerm(s)
     /\ m.lastLogIndex >= LastIndex(s)

(* One vote a term, for a candidate that lacks nothing that we have.  Asked again
   by the same candidate, the answer is the same: the first one may be lost. *)
GrantsVote(s, m) ==
  /\ m.term = s.currentTerm
  /\ IsUpToDate(s, m)
  /\ s.votedFor \in {None, m.source}

HandleRequestVoteRequest(s, m) ==
  LET granted == GrantsVote(s, m)
  IN Step(IF granted THEN [s EXCEPT !.votedFor = m.source] ELSE s,
          {[type        |-> "RequestVoteResponse",
            term        |-> s.currentTerm,
            source      |-> s.id,
            dest        |-> m.source,
            voteGranted |-> granted]})

(* A vote counts in the term for which it was given and while the candidate still
   stands; late ones are dropped. *)
HandleRequestVoteResponse(s, m) ==
  LET counts == m.voteGranted /\ m.term = s.currentTerm /\ s.role = "candidate"
  IN Step(IF counts THEN [s EXCEPT !.votesGranted = @ \cup {m.source}] ELSE s, {})

CanBecomeLeader(s) == s.role = "candidate" /\ IsQuorum(s, s.votesGranted)

(* A new leader knows nothing of the others' logs: it guesses that they are as long
   as its own, and that nothing of them matches. *)
BecomeLeader(s) ==
  Step([s EXCEPT !.role = "leader",
                 !.votesGranted = {},
                 !.nextIndex = [j \in Server |-> LastIndex(s) + 1],
                 !.matchIndex = [j \in Server |-> 0]],
       {})

(***************************************************************************)
(* LOG REPLICATION (RP section 5.3; D 3.5)                                 *)
(***************************************************************************)
CanAppendEntry(s) == s.role = "leader" /\ ~IsRetired(s)

(* A leader never changes what its log holds; it only adds at the end. *)
AppendEntry(s, value) ==
  Step([s EXCEPT !.log = Append(@, [term |-> s.currentTerm, value |-> value])], {})

CanReplicate(s, j, count) ==
  /\ s.role = "leader"
  /\ j \in Peers(s)
  /\ s.nextIndex[j] > s.snapshot.lastIndex
  /\ s.nextIndex[j] - 1 + count <= LastIndex(s)

(* An AppendEntries request with `count' entries from nextIndex on.  With none it is
   a heartbeat, and nothing else sets a heartbeat apart. *)
Replicate(s, j, count) ==
  LET prev == s.nextIndex[j] - 1
  IN Step(s, {[type         |-> "AppendEntriesRequest",
               term         |-> s.currentTerm,
               source       |-> s.id,
               dest         |-> j,
               prevLogIndex |-> prev,
               prevLogTerm  |-> TermAt(s, prev),
               entries      |-> Entries(s, prev + 1, prev + count),
               leaderCommit |-> s.commitIndex]})

(* RP section 5.3: the log holds the entry that goes before the new ones.  What the
   snapshot covers is committed, so that no leader has anything else there. *)
IsLogMatching(s, m) ==
  \/ m.prevLogIndex <= s.snapshot.lastIndex
  \/ /\ m.prevLogIndex <= LastIndex(s)
     /\ m.prevLogTerm = TermAt(s, m.prevLogIndex)

(* RP figure 2, AppendEntries receiver, 3 and 4: only an entry that conflicts (same
   index, another term) removes anything, itself and all that follow it.  A request
   that is late or repeated finds its entries in place and changes nothing. *)
HasConflict(s, prev, entries) ==
  \E k \in 1..Len(entries) :
    /\ prev + k \in (s.snapshot.lastIndex + 1)..LastIndex(s)
    /\ TermAt(s, prev + k) # entries[k].term

MergeEntries(s, prev, entries) ==
  LET kept == Max(prev, s.snapshot.lastIndex)
  IN IF HasConflict(s, prev, entries) \/ prev + Len(entries) > LastIndex(s)
     THEN Entries(s, s.snapshot.lastIndex + 1, kept)
            \o SubSeq(entries, kept - prev + 1, Len(entries))
     ELSE s.log

(* RP figure 2, AppendEntries receiver, 5: a follower may believe the leader's commit
   index only as far as this very request has verified its log. *)
FollowerCommit(s, m) ==
  Max(s.commitIndex, Min(m.leaderCommit, m.prevLogIndex + Len(m.entries)))

HandleAppendEntriesRequest(s, m) ==
  LET current  == m.term = s.currentTerm
      f        == IF current THEN BecomeFollower(s) ELSE s
      accepted == current /\ IsLogMatching(s, m)
  IN Step(IF accepted
          THEN [f EXCEPT !.log = MergeEntries(s, m.prevLogIndex, m.entries),
                         !.commitIndex = FollowerCommit(s, m)]
          ELSE f,
          {[type       |-> "AppendEntriesResponse",
            term       |-> s.currentTerm,
            source     |-> s.id,
            dest       |-> m.source,
            success    |-> accepted,
            matchIndex |-> IF accepted THEN m.prevLogIndex + Len(m.entries) ELSE 0]})

(* What a follower acknowledged stays acknowledged, so matchIndex never goes back;
   and nextIndex never goes to or below it, whatever stale refusal comes in. *)
HandleAppendEntriesResponse(s, m) ==
  LET j       == m.source
      current == m.term = s.currentTerm /\ s.role = "leader"
      match   == IF m.success THEN Max(s.matchIndex[j], m.matchIndex) ELSE s.matchIndex[j]
      next    == IF m.success THEN Max(s.nextIndex[j], match + 1)
                              ELSE Max(s.nextIndex[j] - 1, match + 1)
  IN Step(IF current THEN [s EXCEPT !.matchIndex[j] = match, !.nextIndex[j] = next] ELSE s, {})

(***************************************************************************)
(* COMMITMENT (RP section 5.3 and 5.4.2; D 3.6.2)                          *)
(***************************************************************************)
Replicas(s, index) == {s.id} \cup {j \in Peers(s) : s.matchIndex[j] >= index}

(* Counting replicas commits an entry of the leader's own term only; the entries
   before it are committed with it (RP figure 8 shows why). *)
IsCommittable(s, index) ==
  /\ IsQuorum(s, Replicas(s, index))
  /\ TermAt(s, index) = s.currentTerm

Committable(s) == {k \in (s.commitIndex + 1)..LastIndex(s) : IsCommittable(s, k)}

CanAdvanceCommitIndex(s) == s.role = "leader" /\ Committable(s) # {}

AdvanceCommitIndex(s) ==
  Step([s EXCEPT !.commitIndex =
          CHOOSE k \in Committable(s) : \A l \in Committable(s) : l <= k],
       {})

(***************************************************************************)
(* CRASH AND RESTART.  A server that is down is one that happens not to    *)
(* act, which is always allowed.  So one step stands for the crash and the *)
(* restart: what is durable stays, all else starts anew (RP figure 2).     *)
(***************************************************************************)
Recover(s) ==
  [InitServer(s.id) EXCEPT !.currentTerm = s.currentTerm,
                           !.votedFor = s.votedFor,
                           !.snapshot = s.snapshot,
                           !.log = s.log,
                           !.commitIndex = s.snapshot.lastIndex]

Crash(s) == Step(Recover(s), {})

(***************************************************************************)
(* MESSAGES                                                                *)
(***************************************************************************)
Handle(s0, m) ==
  LET s == ObserveTerm(s0, m.term)
  IN CASE m.type = "RequestVoteRequest"    -> HandleRequestVoteRequest(s, m)
       [] m.type = "RequestVoteResponse"   -> HandleRequestVoteResponse(s, m)
       [] m.type = "AppendEntriesRequest"  -> HandleAppendEntriesRequest(s, m)
       [] m.type = "AppendEntriesResponse" -> HandleAppendEntriesResponse(s, m)

(***************************************************************************)
(* ACTIONS.  `committed' gains [index, entry, term] when a server in that  *)
(* term moves its commit index past that entry.                            *)
(***************************************************************************)
NewlyCommitted(old, new) ==
  {[index |-> k, entry |-> WholeLog(new)[k], term |-> new.currentTerm] :
     k \in (old.commitIndex + 1)..Min(new.commitIndex, LastIndex(new))}

Put(i, step) ==
  /\ servers' = [servers EXCEPT ![i] = step.server]
  /\ messages' = messages \cup step.out
  /\ committed' = committed \cup NewlyCommitted(servers[i], step.server)

Timeout(i)       == CanStartElection(servers[i]) /\ Put(i, StartElection(servers[i]))
WinElection(i)   == CanBecomeLeader(servers[i]) /\ Put(i, BecomeLeader(servers[i]))
ClientRequest(i, value) == CanAppendEntry(servers[i]) /\ Put(i, AppendEntry(servers[i], value))
SendEntries(i, j, count) ==
  CanReplicate(servers[i], j, count) /\ Put(i, Replicate(servers[i], j, count))
Commit(i)        == CanAdvanceCommitIndex(servers[i]) /\ Put(i, AdvanceCommitIndex(servers[i]))
Restart(i)       == Put(i, Crash(servers[i]))
Receive(m)       == Put(m.dest, Handle(servers[m.dest], m))

Init ==
  /\ servers = [i \in Server |-> InitServer(i)]
  /\ messages = {}
  /\ committed = {}

Next ==
  \/ \E i \in Server : Timeout(i)
  \/ \E i \in Server : WinElection(i)
  \/ \E i \in Server, value \in Value : ClientRequest(i, value)
  \/ \E i, j \in Server, count \in 0..MaxBatchSize : SendEntries(i, j, count)
  \/ \E i \in Server : Commit(i)
  \/ \E i \in Server : Restart(i)
  \/ \E m \in messages : Receive(m)

Spec == Init /\ [][Next]_vars
===============================================================================
