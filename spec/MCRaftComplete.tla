----------------------------- MODULE MCRaftComplete -----------------------------
(***************************************************************************)
(* RaftComplete within bounds.  A model (an MCRaftComplete_*.cfg, listed   *)
(* in models.toml) chooses the features that it puts together, and where   *)
(* it begins: with a leader that has begun its term, and what it does then *)
(* is one step away where features meet.                                   *)
(***************************************************************************)
EXTENDS RaftComplete, RaftMembershipProperties, RaftLeaseProperties, RaftSnapshotsSometimes,
        RaftLeaseSometimes

CONSTANTS
  First,           \* who leads where a model starts
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages,     \* no more messages than so many are ever sent
  MaxRound,        \* no leader begins more rounds
  MaxReads,        \* no more reads wait at a leader
  MaxTicks         \* no clock goes on for longer

ASSUME Features \subseteq CompleteFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
       /\ servers[i].round <= MaxRound
       /\ Cardinality(servers[i].reads) <= MaxReads
       /\ servers[i].clock <= ElectionTicks + MaxTicks
  /\ Cardinality(messages) <= MaxMessages

(* What every server starts with, where only some of them vote at first. *)
FirstConfiguration == [voters |-> InitialVoters, outgoing |-> {}, learners |-> {}]

(***************************************************************************)
(* WHERE TO BEGIN.  First leads term 1, and its no-op is committed; a      *)
(* model says what has come after that.  Messages of the past are lost,    *)
(* but for those that it names.                                            *)
(***************************************************************************)
FirstEntry == [term |-> 1, value |-> NoOp]

Change(c) == [term |-> 1, configuration |-> c]

(* A server that follows First and has this log. *)
Follower(i, log) ==
  [InitCompleteServer(i) EXCEPT !.currentTerm = 1, !.votedFor = First, !.log = log]

(* First, which has committed so much of its log and knows who holds all of it. *)
Leader(log, commit, holders) ==
  [Follower(First, log) EXCEPT
    !.role = "leader",
    !.commitIndex = commit,
    !.nextIndex = [j \in Server |-> IF j \in holders \cup {First} THEN Len(log) + 1 ELSE 1],
    !.matchIndex = [j \in Server |-> IF j \in holders \ {First} THEN Len(log) ELSE 0]]

CommittedUpTo(log, index) == {[index |-> k, entry |-> log[k], term |-> 1] : k \in 1..index}

InitCompleteLed ==
  /\ servers = [i \in Server |-> CASE i = First             -> Leader(<<FirstEntry>>, 1, InitialVoters)
                                   [] i \notin InitialVoters -> InitCompleteServer(i)
                                   [] OTHER                 -> Follower(i, <<FirstEntry>>)]
  /\ messages = {}
  /\ committed = CommittedUpTo(<<FirstEntry>>, 1)

SpecCompleteLed == InitCompleteLed /\ [][NextComplete]_vars

Second == CHOOSE i \in Server : i # First
Third == CHOOSE i \in Server : i \notin {First, Second}

(* First has a read that waits, and the answer of Second to its first round, which it sent
   at that time.  By the clocks with which a server starts ElectionTicks is now, so that it
   has a lease, and 0 is long ago. *)
Reading(s, time) ==
  [s EXCEPT !.reads = {[context |-> 1, index |-> 1, round |-> 2]},
            !.round = 1,
            !.confirmedRound[Second] = 1,
            !.sentRounds = {[round |-> 1, sentAt |-> time]}]

(* To an answer that was given now belongs a promise. *)
Promised(s) == [s EXCEPT !.heardFromLeader = TRUE, !.heardAt = ElectionTicks]

(***************************************************************************)
(* It is to hand over to Second, which has its log.                        *)
(***************************************************************************)
InitTransfer ==
  /\ servers = [i \in Server |->
       CASE i = First  -> [Reading(Leader(<<FirstEntry>>, 1, Server), ElectionTicks)
                            EXCEPT !.transferTarget = Second]
         [] i = Second -> Promised(Follower(i, <<FirstEntry>>))
         [] OTHER      -> Follower(i, <<FirstEntry>>)]
  /\ messages = {}
  /\ committed = CommittedUpTo(<<FirstEntry>>, 1)

SpecTransfer == InitTransfer /\ [][NextComplete]_vars

(***************************************************************************)
(* First was not heard for long.  Second, which has compacted its log, was *)
(* elected in term 2 by Third, and does not lead yet.                      *)
(***************************************************************************)
Compacted(s, index) ==
  Compact([s EXCEPT !.commitIndex = index], index, StateAt(s, index)).server

Request(s, i) ==
  [type               |-> "RequestVoteRequest",
   term               |-> 2,
   source             |-> s.id,
   dest               |-> i,
   lastLogTerm        |-> LastTerm(s),
   lastLogIndex       |-> LastIndex(s),
   leadershipTransfer |-> FALSE]

Vote(i) ==
  [type |-> "RequestVoteResponse", term |-> 2, source |-> i, dest |-> Second, voteGranted |-> TRUE]

Elected(s, supporters) ==
  [s EXCEPT !.currentTerm = 2,
            !.votedFor = Second,
            !.role = "candidate",
            !.votesGranted = {Second} \cup supporters]

Supporter(s) == [s EXCEPT !.currentTerm = 2, !.votedFor = Second]

InitRivalled ==
  LET log == <<FirstEntry>>
  IN /\ servers = [i \in Server |-> CASE i = First  -> Reading(Leader(log, 1, Server), 0)
                                      [] i = Second -> Elected(Compacted(Follower(i, log), 1), {Third})
                                      [] OTHER      -> Supporter(Follower(i, log))]
     /\ messages = {Request(Follower(Second, log), i) : i \in {First, Third}} \cup {Vote(Third)}
     /\ committed = CommittedUpTo(log, 1)

SpecRivalled == InitRivalled /\ [][NextComplete]_vars

(***************************************************************************)
(* First leads its cluster from {First, Second} to {Second, Third}, and    *)
(* all have the joint configuration.  First is about to commit it; or      *)
(* Second was elected by all.                                              *)
(***************************************************************************)
JointLog ==
  <<FirstEntry,
    Change([voters |-> {Second, Third}, outgoing |-> {First, Second}, learners |-> {}])>>

InitJointLed ==
  /\ servers = [i \in Server |-> IF i = First THEN Reading(Leader(JointLog, 1, Server), ElectionTicks)
                                             ELSE Promised(Follower(i, JointLog))]
  /\ messages = {}
  /\ committed = CommittedUpTo(JointLog, 1)

InitJointElected ==
  /\ servers = [i \in Server |-> IF i = Second THEN Elected(Follower(i, JointLog), Server)
                                              ELSE Supporter(Follower(i, JointLog))]
  /\ messages = {Vote(i) : i \in {First, Third}}
  /\ committed = CommittedUpTo(JointLog, 1)

SpecJoint == (InitJointLed \/ InitJointElected) /\ [][NextComplete]_vars

(***************************************************************************)
(* First has compacted all that it has committed, and Third has nothing.   *)
(***************************************************************************)
InitCompacted ==
  LET log    == <<FirstEntry>>
      leader == Reading(Leader(log, 1, {Second}), ElectionTicks)
  IN /\ servers = [i \in Server |-> CASE i = First  -> Compacted(leader, 1)
                                      [] i = Second -> Promised(Follower(i, log))
                                      [] OTHER      -> InitCompleteServer(i)]
     /\ messages = {}
     /\ committed = CommittedUpTo(log, 1)

SpecCompacted == InitCompacted /\ [][NextComplete]_vars

-------------------------------------------------------------------------------
(* What must be reached where features meet. *)

(* D 4.2.2 and 6.4: a leader steps down once its removal is committed, and a read waits. *)
RetiresWithRead ==
  \E i \in Server :
    /\ CanStepDown(servers[i])
    /\ servers[i].reads # {}
    /\ servers'[i] = StepDownCompletely(servers[i]).server

(* D 3.10, 5 and 6.4: somebody leads a new term, and its no-op is committed there. *)
SecondTermIsBegun == \E c \in committed : c.entry = [term |-> 2, value |-> NoOp]

(* D 4.3: a term begins in a joint configuration. *)
JointLeaderIsElected ==
  \E i \in Server :
    Configuration(servers[i]).outgoing # {} /\ ~IsLeader(servers[i]) /\ IsLeader(servers'[i])

(* D 4 and 5: the entry that added a server is compacted, and that server is sent the
   snapshot in which it finds out that it is a member. *)
ConfigurationIsInstalled ==
  \E i \in Server :
    /\ servers'[i].snapshot # servers[i].snapshot
    /\ servers'[i].snapshot.lastIndex > LastIndex(servers[i])
    /\ servers'[i].snapshot.configuration # FirstConfiguration

(* D 5.1: a change of members that is not committed yet stands after a snapshot. *)
ChangeFollowsSnapshot ==
  \E i \in Server :
    /\ servers[i].snapshot.lastIndex > 0
    /\ ConfigurationIndex(servers[i], LastIndex(servers[i])) > servers[i].commitIndex
===============================================================================
