------------------------ MODULE RaftDurabilitySometimes -----------------------
(***************************************************************************)
(* What the models of asynchronous durability must reach, see              *)
(* RaftSometimes.                                                          *)
(***************************************************************************)
EXTENDS RaftDurabilityProperties, RaftElectionsSometimes

(* D 10.2.1: a leader has committed with the disks of the others what its own has not. *)
IsAheadOfDisk(s) == IsLeader(s) /\ s.commitIndex > DurableIndex(s)
CommitsBeforeOwnDisk == \E i \in Server : IsAheadOfDisk(servers[i])

(* A step: that leader crashes, and its log has no longer what it committed. *)
LeaderLosesCommitted ==
  \E i \in Server :
    IsAheadOfDisk(servers[i]) /\ LastIndex(servers'[i]) < servers[i].commitIndex

(* Several writes are on their way at once. *)
WritesQueue == \E i \in Server : Len(servers[i].writes) > 1

(* A step: a crash loses a vote, or entries, that were on their way. *)
VoteIsLost ==
  \E i \in Server :
    servers[i].currentTerm > servers'[i].currentTerm /\ servers[i].votedFor \notin {None, i}
EntriesAreLost ==
  \E i \in Server :
    /\ servers[i].writes # <<>>
    /\ servers'[i] = RecoverFromDisk(servers[i])
    /\ LastIndex(servers'[i]) < LastIndex(servers[i])

(* A step: what waited leaves. *)
SomethingLeaves ==
  messages # messages' /\ \E i \in Server : servers[i].disk # servers'[i].disk
===============================================================================
