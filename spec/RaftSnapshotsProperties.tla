------------------------ MODULE RaftSnapshotsProperties ------------------------
(***************************************************************************)
(* What snapshots promise, beside all that Raft does.  Raft's own          *)
(* properties look at the whole log, the compacted beginning included, so  *)
(* that they say of a log with a snapshot what they said of one without.   *)
(***************************************************************************)
EXTENDS RaftSnapshots, RaftElectionsProperties

(* The snapshots that there are: each server's, and those on their way. *)
InstallRequests == {m \in messages : m.type = "InstallSnapshotRequest"}
InstallResponses == {m \in messages : m.type = "InstallSnapshotResponse"}
Snapshots == {servers[i].snapshot : i \in Server} \cup {m.snapshot : m \in InstallRequests}

-------------------------------------------------------------------------------
(* RP section 7: only what is committed is compacted, and the state is that which
   follows from it. *)
SnapshotIsCommitted ==
  \A snapshot \in Snapshots :
    /\ Len(snapshot.state) = snapshot.lastIndex
    /\ \A k \in 1..snapshot.lastIndex :
         \E c \in committed : c.index = k /\ c.entry = snapshot.state[k]

(* RP section 7: of the entries that go, the term of the last is kept.  It says with
   what the next entry follows on, and how up to date the log is. *)
SnapshotTermIsTrue ==
  \A snapshot \in Snapshots :
    snapshot.lastTerm = IF snapshot.lastIndex = 0
                        THEN 0
                        ELSE snapshot.state[snapshot.lastIndex].term

(* D 5.1: the configuration in a snapshot is the newest one among the entries that it
   covers, which are committed; not the one in force, which may be younger. *)
NewestConfiguration(log) ==
  LET held == {k \in 1..Len(log) : IsConfiguration(log[k])}
  IN IF held = {}
     THEN InitialConfiguration
     ELSE log[CHOOSE k \in held : \A l \in held : l <= k].configuration
SnapshotConfigurationIsTrue ==
  \A snapshot \in Snapshots :
    snapshot.configuration = NewestConfiguration(snapshot.state)

(* RP section 7: a server knows to be committed what its snapshot covers.  It applies
   entries from beyond its commit index as that grows, so if this were smaller it would
   apply some of them a second time. *)
SnapshotIsApplied ==
  \A i \in Server : servers[i].commitIndex >= servers[i].snapshot.lastIndex

(* RP section 7: the state of a server never goes back in time, nor does what it has
   compacted come back.  The state of one that restarts is that of its snapshot. *)
SnapshotNeverGoesBackStep ==
  \A i \in Server :
    servers'[i].snapshot # servers[i].snapshot
      => servers'[i].snapshot.lastIndex > servers[i].snapshot.lastIndex
SnapshotNeverGoesBack == [][SnapshotNeverGoesBackStep]_vars

(* RP section 7 and figure 13, 6: what a server acknowledged it keeps.  The leader may
   have counted it already. *)
Appended == {m \in messages : m.type = "AppendEntriesResponse" /\ m.success}
AcknowledgedIsKept ==
  \A m \in Appended \cup InstallResponses :
    servers[m.source].currentTerm = m.term => LastIndex(servers[m.source]) >= m.matchIndex

(* RP section 5.4.1 and figure 13, 7: the terms of a log never decrease.  Entries of an
   older term that were left behind a snapshot would be a log that no leader ever had. *)
TermsNeverDecrease ==
  \A i \in Server :
    LET log == WholeLog(servers[i])
    IN \A k \in 2..Len(log) : log[k].term >= log[k - 1].term

-------------------------------------------------------------------------------
(* RP section 7: a leader has for each of the others what that one needs next, the
   entries or the snapshot. *)
EveryoneIsServed ==
  "snapshots" \in Features =>
    \A i \in Server : IsLeader(servers[i]) =>
      \A j \in Peers(servers[i]) :
        CanReplicate(servers[i], j, 0) \/ CanSendSnapshot(servers[i], j)

(* A snapshot is not sent for ever: once the answer is there, the leader goes on behind
   it.  Said of every request in the term of both, of what the two would do with it now. *)
Answers(m) == HandleSnapshotMessage(servers[m.dest], m).out
SnapshotMovesLeader ==
  \A m \in InstallRequests :
    IsLeader(servers[m.source]) /\ m.term = servers[m.source].currentTerm
        /\ m.term = servers[m.dest].currentTerm
      => \E a \in Answers(m) :
           LET leader == HandleSnapshotMessage(servers[m.source], a).server
           IN leader.nextIndex[m.dest] > m.snapshot.lastIndex

(* RP section 5.2 and D 4.2.3: it comes from the leader of the term, and counts as
   having heard that leader. *)
SnapshotIsHeard ==
  \A m \in InstallRequests :
    m.term = servers[m.dest].currentTerm =>
      LET s == HandleSnapshotMessage(servers[m.dest], m).server
      IN s.role = "follower" /\ s.heardFromLeader = NotesLeader

(* RP section 5.1: whoever sees a larger term adopts it.  It is LargerTermIsAdopted for
   the messages of this module. *)
SnapshotTermIsAdopted ==
  \A m \in InstallRequests \cup InstallResponses :
    HandleSnapshotMessage(servers[m.dest], m).server.currentTerm >= m.term
===============================================================================
