---------------------------- MODULE RaftDurability ----------------------------
(***************************************************************************)
(* Raft with a disk that takes its time.  In Raft a step is one atomic     *)
(* act: what it writes is on disk before what it sends can be seen.  Here  *)
(* a step only puts its write in a queue and goes on, and some time later  *)
(* the disk has done a number of the writes, in their order.  A crash      *)
(* loses those that it has not.                                            *)
(*                                                                         *)
(* So a message that promises something must wait for the disk: a vote, an *)
(* acknowledgement, one's own candidacy.  Only the entries that a leader   *)
(* sends go out at once, so that the followers write at the same time as   *)
(* the leader does (D 10.2.1); the leader then counts itself only for what *)
(* its own disk has.                                                       *)
(*                                                                         *)
(* The rules of Raft and of RaftElections stay as they are: `Written'      *)
(* takes the step that one of them gives and does this to it.  Without the *)
(* feature a write is done at once and nothing ever waits.                 *)
(*                                                                         *)
(* Sources: as in Raft.  D 3.8 says what must be on disk, D 10.2.1 how a   *)
(* leader writes and sends at the same time.                               *)
(***************************************************************************)
EXTENDS RaftElections

CONSTANT
  MaxWrites        \* the disk does at most so many writes at once

DurabilityFeatures == {"asynchronous-writes"}

IsAsynchronous == "asynchronous-writes" \in Features

(***************************************************************************)
(* A SERVER.  The four durable fields of Raft's record are what it holds   *)
(* in memory; `disk' is what is really there, and `writes' are those that  *)
(* are on their way, oldest first.  A write is [disk, waiting]: what the   *)
(* disk holds after it, and the messages that may leave only then.         *)
(***************************************************************************)
ToDisk(s) ==
  [currentTerm |-> s.currentTerm,
   votedFor    |-> s.votedFor,
   snapshot    |-> s.snapshot,
   log         |-> s.log]

DurabilityFields(s) ==
  [disk   |-> ToDisk(s),
   writes |-> <<>>]

InitDurabilityServer(i) == InitElectionServer(i) @@ DurabilityFields(InitServer(i))

(***************************************************************************)
(* WRITING.                                                                *)
(***************************************************************************)

(* Entries promise nothing, and a leader's term and vote are on disk since it stood. *)
MustWait(m) == m.type # "AppendEntriesRequest"

(* What a step changed is one write, whole or not at all; it is queued behind those
   before it.  What promises something waits for the last write in the queue, also
   if the step itself wrote nothing: the promise may rest on a write before it. *)
Enqueue(s, step) ==
  LET new     == step.server
      isNew   == ToDisk(new) # ToDisk(s)
      waiting == {m \in step.out : MustWait(m)}
      queue   == IF isNew THEN Append(s.writes, [disk |-> ToDisk(new), waiting |-> {}]) ELSE s.writes
  IN IF queue = <<>>
     THEN step
     ELSE Step([new EXCEPT !.writes = [queue EXCEPT ![Len(queue)].waiting = @ \cup waiting]],
               step.out \ waiting)

(* `s' is the server before the step. *)
Written(s, step) ==
  IF IsAsynchronous
  THEN Enqueue(s, step)
  ELSE Step([step.server EXCEPT !.disk = ToDisk(step.server)], step.out)

(* The disk has done the first `count' writes; what waited for them leaves. *)
CanSync(s, count) == count \in 1..Len(s.writes)

Sync(s, count) ==
  Step([s EXCEPT !.disk = s.writes[count].disk,
                 !.writes = SubSeq(@, count + 1, Len(@))],
       UNION {s.writes[k].waiting : k \in 1..count})

(***************************************************************************)
(* WHAT THE SERVER ITSELF COUNTS FOR.  Others learn of a vote or an entry  *)
(* by a message, which has waited.  A server learns nothing from itself by *)
(* message, so it has to look at its disk.                                 *)
(***************************************************************************)
HasDurableVote(s) == s.disk.currentTerm = s.currentTerm /\ s.disk.votedFor = s.id

CanWinDurably(s) == CanBecomeLeader(s) /\ HasDurableVote(s)

(* A leader only adds to its log, and nothing older was on its way when it won, so that
   what its disk has is the beginning of it. *)
DurableIndex(s) == s.disk.snapshot.lastIndex + Len(s.disk.log)

DurableReplicas(s, index) ==
  IF index <= DurableIndex(s) THEN Replicas(s, index) ELSE Replicas(s, index) \ {s.id}

DurablyCommittable(s) ==
  {k \in Committable(s) : IsQuorum(s, DurableReplicas(s, k))}

CanCommitDurably(s) == s.role = "leader" /\ DurablyCommittable(s) # {}

CommitDurably(s) ==
  Step([s EXCEPT !.commitIndex =
          CHOOSE k \in DurablyCommittable(s) : \A l \in DurablyCommittable(s) : l <= k],
       {})

(***************************************************************************)
(* CRASH AND RESTART.  What comes back is what the disk has.               *)
(***************************************************************************)
FromDisk(s) ==
  [s EXCEPT !.currentTerm = s.disk.currentTerm,
            !.votedFor = s.disk.votedFor,
            !.snapshot = s.disk.snapshot,
            !.log = s.disk.log]

RecoverFromDisk(s) ==
  LET found == FromDisk(s)
  IN RecoverServer(found) @@ DurabilityFields(found)

CrashUnsynced(s) == Step(RecoverFromDisk(s), {})

(***************************************************************************)
(* ACTIONS: those of RaftElections, written; with two guards that look at  *)
(* the disk.                                                               *)
(***************************************************************************)
PutWritten(i, step) == Put(i, Written(servers[i], step))

StandWritten(i)      == CanStand(servers[i]) /\ PutWritten(i, Stand(servers[i]))
WinPreVoteWritten(i) == CanCampaign(servers[i]) /\ PutWritten(i, Campaign(servers[i], FALSE))
WinDurably(i)        == CanWinDurably(servers[i]) /\ PutWritten(i, BecomeLeader(servers[i]))
BeginTermWritten(i)  == CanAppendNoOp(servers[i]) /\ PutWritten(i, AppendNoOp(servers[i]))
ProposeWritten(i, value) ==
  CanPropose(servers[i]) /\ PutWritten(i, AppendEntry(servers[i], value))
SendWritten(i, j, count) ==
  CanReplicate(servers[i], j, count) /\ PutWritten(i, Replicate(servers[i], j, count))
CommitWritten(i)     == CanCommitDurably(servers[i]) /\ PutWritten(i, CommitDurably(servers[i]))
TimeoutWritten(i)    == PutWritten(i, PassElectionTimeout(servers[i]))
TransferWritten(i, j) ==
  CanStartTransfer(servers[i], j) /\ PutWritten(i, StartTransfer(servers[i], j))
FinishWritten(i)     == CanSendTimeoutNow(servers[i]) /\ PutWritten(i, SendTimeoutNow(servers[i]))
ReceiveWritten(m)    == PutWritten(m.dest, HandleMessage(servers[m.dest], m))

SyncWrites(i, count) == CanSync(servers[i], count) /\ Put(i, Sync(servers[i], count))
LoseUnsynced(i)      == Put(i, CrashUnsynced(servers[i]))

InitDurability ==
  /\ servers = [i \in Server |-> InitDurabilityServer(i)]
  /\ messages = {}
  /\ committed = {}

NextDurability ==
  \/ \E i \in Server : StandWritten(i)
  \/ \E i \in Server : WinPreVoteWritten(i)
  \/ \E i \in Server : WinDurably(i)
  \/ \E i \in Server : BeginTermWritten(i)
  \/ \E i \in Server, value \in Value : ProposeWritten(i, value)
  \/ \E i, j \in Server, count \in 0..MaxBatchSize : SendWritten(i, j, count)
  \/ \E i \in Server : CommitWritten(i)
  \/ \E i \in Server : TimeoutWritten(i)
  \/ \E i, j \in Server : TransferWritten(i, j)
  \/ \E i \in Server : FinishWritten(i)
  \/ \E i \in Server, count \in 1..MaxWrites : SyncWrites(i, count)
  \/ \E i \in Server : LoseUnsynced(i)
  \/ \E m \in messages : ReceiveWritten(m)

SpecDurability == InitDurability /\ [][NextDurability]_vars
===============================================================================
