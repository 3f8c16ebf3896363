------------------------ MODULE RaftSnapshotsSometimes ------------------------
(***************************************************************************)
(* What must be reached where logs are compacted, see RaftSometimes.       *)
(***************************************************************************)
EXTENDS RaftSnapshotsProperties, RaftElectionsSometimes

(* A step, RP figure 13: a snapshot is taken over by a server that knows less. *)
SnapshotIsInstalled ==
  \E i \in Server : servers'[i].snapshot.lastIndex > servers[i].commitIndex

(* The same, and what the server has after the end of it is kept. *)
SuffixOutlivesSnapshot ==
  \E i \in Server :
    servers'[i].snapshot.lastIndex > servers[i].commitIndex /\ servers'[i].log # <<>>

(* A step, RP section 7: who is elected has compacted its log, all of it. *)
CompactedIsElected ==
  \E i \in Server :
    /\ ~IsLeader(servers[i])
    /\ IsLeader(servers'[i])
    /\ servers[i].snapshot.lastIndex > 0
    /\ servers[i].log = <<>>
===============================================================================
