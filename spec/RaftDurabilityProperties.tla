----------------------- MODULE RaftDurabilityProperties -----------------------
(***************************************************************************)
(* What a server may promise before its disk has done its part: nothing.   *)
(* Raft's own properties hold as they are, but for those of one server     *)
(* through time.  What it holds in memory may go back in a crash; what its *)
(* disk has, and what the others were told, may not.                       *)
(***************************************************************************)
EXTENDS RaftDurability, RaftElectionsProperties

(* RP figure 2 and D 3.8: the term on disk never goes back, and a vote on disk stays. *)
DiskTermNeverGoesBackStep ==
  \A i \in Server : servers'[i].disk.currentTerm >= servers[i].disk.currentTerm
DiskTermNeverGoesBack == [][DiskTermNeverGoesBackStep]_vars

DiskVoteIsKeptStep ==
  \A i \in Server :
    /\ servers[i].disk.votedFor # None
    /\ servers'[i].disk.currentTerm = servers[i].disk.currentTerm
    => servers'[i].disk.votedFor = servers[i].disk.votedFor
DiskVoteIsKept == [][DiskVoteIsKeptStep]_vars

(* In memory, term and commit index go back in a crash and only there. *)
GoesBackInCrashOnlyStep ==
  \A i \in Server :
    \/ /\ servers'[i].currentTerm >= servers[i].currentTerm
       /\ servers'[i].commitIndex >= servers[i].commitIndex
    \/ servers'[i] = RecoverFromDisk(servers[i])
GoesBackInCrashOnly == [][GoesBackInCrashOnlyStep]_vars

(* D 3.8: whoever was told of a term may rely on it that the sender never acts in a
   smaller one again.  Said of all that was ever sent. *)
SentTermIsDurable ==
  \A m \in messages :
    m.type \in {"RequestVoteRequest", "RequestVoteResponse",
                "AppendEntriesRequest", "AppendEntriesResponse"}
      => servers[m.source].disk.currentTerm >= m.term

(* RP section 5.2: a candidate is the one of its name in that term for ever, with the
   log that it said it has; or votes for it now would count for it after a crash. *)
CandidacyIsDurable ==
  \A m \in Candidacies :
    LET disk == servers[m.source].disk
    IN /\ disk.currentTerm >= m.term
       /\ disk.currentTerm = m.term => disk.votedFor = m.source

LeaderIsDurable ==
  \A i \in Server : IsLeader(servers[i]) => HasDurableVote(servers[i])

(* D 10.2.1: what a follower acknowledged is on its disk, as long as it has seen no
   newer term. *)
Acknowledgements == {m \in messages : m.type = "AppendEntriesResponse" /\ m.success}
AcknowledgedIsDurable ==
  \A m \in Acknowledgements :
    LET disk == servers[m.source].disk
    IN /\ disk.currentTerm >= m.term
       /\ disk.currentTerm = m.term => DurableIndex(servers[m.source]) >= m.matchIndex

(* RP section 5.3 and D 3.8: what is committed is on the disks of a quorum, so that it
   survives if all crash at once. *)
HasOnDisk(j, c) ==
  LET log == WholeLog(FromDisk(servers[j]))
  IN c.index <= Len(log) /\ log[c.index] = c.entry
CommittedIsDurable ==
  \A c \in committed : \E i \in Server :
    IsQuorum(servers[i], {j \in Server : HasOnDisk(j, c)})

(* Once all that is on its way has been written, the disk has what the memory has. *)
LastWriteIsMemory ==
  \A i \in Server :
    LET s == servers[i]
    IN ToDisk(s) = (IF s.writes = <<>> THEN s.disk ELSE s.writes[Len(s.writes)].disk)

(* Nothing is on its way where writes are done at once. *)
SynchronousWaitsForNothing ==
  ~IsAsynchronous => \A i \in Server : servers[i].writes = <<>>
===============================================================================
