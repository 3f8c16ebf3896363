----------------------------- MODULE RaftSnapshots -----------------------------
(***************************************************************************)
(* Snapshots and the compaction of logs.  A log cannot grow for ever: what *)
(* is committed will not change, so that a server may put the state that   *)
(* follows from it in the place of the entries.  A follower that needs an  *)
(* entry which its leader has no more is sent that state.                  *)
(*                                                                         *)
(* Module Raft has the log as a snapshot and what follows it, and counts   *)
(* indexes from there; this module is what moves the snapshot.  A server's *)
(* record gains no field.  With the feature off nothing is ever compacted, *)
(* and so nobody ever needs a snapshot.                                    *)
(*                                                                         *)
(* Sources: RP section 7 and figure 13; D chapter 5.  A snapshot is sent   *)
(* in one message here.  In how many pieces it travels is the transport's  *)
(* affair: a server acts on it when it is whole.                           *)
(***************************************************************************)
EXTENDS RaftElections

SnapshotFeatures == {"snapshots"}

(***************************************************************************)
(* COMPACTION (RP section 7; D 5.1).  Each server compacts its own log, up *)
(* to an index that it knows to be committed, and when is policy.  The     *)
(* state goes into the snapshot, and what consensus needs of the entries   *)
(* that go: the index and the term of the last one, and the newest         *)
(* configuration up to it.                                                 *)
(***************************************************************************)

(* The state after the entries up to an index.  A server whose state machine is
   anything else than the list of its entries takes the state from there. *)
StateAt(s, index) == SubSeq(WholeLog(s), 1, index)

CanCompact(s, index) ==
  /\ "snapshots" \in Features
  /\ index > s.snapshot.lastIndex
  /\ index <= s.commitIndex

Compact(s, index, state) ==
  Step([s EXCEPT !.snapshot = [lastIndex     |-> index,
                               lastTerm      |-> TermAt(s, index),
                               configuration |-> ConfigurationAt(s, index),
                               state         |-> state],
                 !.log = Entries(s, index + 1, LastIndex(s))],
       {})

(***************************************************************************)
(* SENDING A SNAPSHOT (RP figure 13).  A leader does so where it cannot    *)
(* replicate: the entry that it would send next, or the one before that,   *)
(* whose term goes along, is compacted.                                    *)
(***************************************************************************)
CanSendSnapshot(s, j) ==
  /\ "snapshots" \in Features
  /\ s.role = "leader"
  /\ j \in Peers(s)
  /\ s.nextIndex[j] <= s.snapshot.lastIndex

SendSnapshot(s, j) ==
  Step(s, {[type     |-> "InstallSnapshotRequest",
            term     |-> s.currentTerm,
            source   |-> s.id,
            dest     |-> j,
            snapshot |-> s.snapshot]})

(***************************************************************************)
(* INSTALLING IT (RP figure 13, receiver).  Messages come late: what it    *)
(* covers may be known here to be committed, and then there is nothing to  *)
(* learn from it.  To install it would take the state back in time.        *)
(***************************************************************************)
IsNews(s, snapshot) == snapshot.lastIndex > s.commitIndex

(* The log has the entry with which the snapshot ends, so that it has all that the
   snapshot covers, and what follows there may have been acknowledged already. *)
HoldsEnd(s, snapshot) ==
  /\ snapshot.lastIndex <= LastIndex(s)
  /\ TermAt(s, snapshot.lastIndex) = snapshot.lastTerm

(* RP figure 13, 6 and 7: a suffix that follows the same entry stays; else all goes,
   for it conflicts with what is committed, or ends before it. *)
Suffix(s, snapshot) ==
  IF HoldsEnd(s, snapshot) THEN Entries(s, snapshot.lastIndex + 1, LastIndex(s)) ELSE <<>>

Install(s, snapshot) ==
  [s EXCEPT !.snapshot = snapshot,
            !.log = Suffix(s, snapshot),
            !.commitIndex = snapshot.lastIndex]

(* It comes from the leader of the term, as a request to append entries does.  The
   answer says up to where the log is the leader's, and says so also where there was
   nothing to learn: else the leader would send the same for ever.  In a larger term
   than the request's nothing is known of its leader's log. *)
HandleInstallSnapshotRequest(s, m) ==
  LET current == m.term = s.currentTerm
      f       == IF current
                 THEN [Forget(BecomeFollower(s)) EXCEPT !.heardFromLeader = NotesLeader]
                 ELSE s
  IN Step(IF current /\ IsNews(s, m.snapshot) THEN Install(f, m.snapshot) ELSE f,
          {[type       |-> "InstallSnapshotResponse",
            term       |-> s.currentTerm,
            source     |-> s.id,
            dest       |-> m.source,
            matchIndex |-> IF current THEN m.snapshot.lastIndex ELSE 0]})

(* To the leader it is what the answer to an AppendEntries request is that succeeded. *)
HandleInstallSnapshotResponse(s, m) ==
  HearFollower(s, [type       |-> "AppendEntriesResponse",
                   term       |-> m.term,
                   source     |-> m.source,
                   dest       |-> m.dest,
                   success    |-> TRUE,
                   matchIndex |-> m.matchIndex])

(***************************************************************************)
(* MESSAGES                                                                *)
(***************************************************************************)
IsSnapshotMessage(m) == m.type \in {"InstallSnapshotRequest", "InstallSnapshotResponse"}

HandleSnapshotMessage(s0, m) ==
  LET s == AdoptTerm(s0, m.term)
  IN CASE m.type = "InstallSnapshotRequest"  -> HandleInstallSnapshotRequest(s, m)
       [] m.type = "InstallSnapshotResponse" -> HandleInstallSnapshotResponse(s, m)

(***************************************************************************)
(* ACTIONS                                                                 *)
(***************************************************************************)
CompactLog(i, index, state) ==
  CanCompact(servers[i], index) /\ Put(i, Compact(servers[i], index, state))
InstallSnapshot(i, j) == CanSendSnapshot(servers[i], j) /\ Put(i, SendSnapshot(servers[i], j))
ReceiveSnapshot(m)    == Put(m.dest, HandleSnapshotMessage(servers[m.dest], m))

CompactSomewhere(i) ==
  \E index \in 1..LastIndex(servers[i]) : CompactLog(i, index, StateAt(servers[i], index))

InitSnapshots == InitElections

ActSnapshots ==
  \/ \E i \in Server : CompactSomewhere(i)
  \/ \E i, j \in Server : InstallSnapshot(i, j)

NextSnapshots ==
  \/ ActElections
  \/ ActSnapshots
  \/ \E m \in {n \in messages : IsSnapshotMessage(n)} : ReceiveSnapshot(m)
  \/ \E m \in {n \in messages : ~IsSnapshotMessage(n)} : ReceiveMessage(m)

SpecSnapshots == InitSnapshots /\ [][NextSnapshots]_vars
===============================================================================
