------------------------- MODULE MultiPaxosProperties -------------------------
(***************************************************************************)
(* What Multi-Paxos promises, each beside what is its like in Raft.        *)
(***************************************************************************)
EXTENDS MultiPaxos

IsLeader(s) == s.role = "leader"

(* PMS section 3: in a slot at most one command is ever chosen.  Raft's state machine
   safety. *)
Agreement ==
  \A slot \in Slot, v, w \in Command :
    IsLearnable(slot, v) /\ IsLearnable(slot, w) => v = w

(* PMS section 2.5: a ballot has one leader.  Raft's election safety: there it is a
   matter of votes, here of how ballots are numbered. *)
OneLeaderABallot ==
  \A i, j \in Server :
    IsLeader(servers[i]) /\ IsLeader(servers[j]) /\ servers[i].promised = servers[j].promised
      => i = j

(* PMS section 2.2, P2b: a leader proposes what was chosen in an older ballot.  Raft's
   leader completeness, with one difference: there it has the entries when it is
   elected, or it is not elected; here it gets them by being elected. *)
LeaderProposesChosen ==
  \A i \in Server, slot \in Slot, value \in Command, ballot \in Ballot :
    IsLeader(servers[i]) /\ ballot < servers[i].promised /\ IsChosenIn(ballot, slot, value)
      => servers[i].proposals[slot] = value

(* PMS section 3: a leader leaves no slot open before one that it drives, or what comes
   after it could never be executed.  In Raft no log has a hole. *)
LeaderLeavesNoHole ==
  \A i \in Server, slot \in Slot :
    IsLeader(servers[i]) /\ slot < LastProposed(servers[i]) => servers[i].proposals[slot] # None

(* What a server takes for chosen is chosen. *)
KnownIsChosen ==
  \A i \in Server, slot \in Slot :
    servers[i].known[slot] # None => IsLearnable(slot, servers[i].known[slot])

(* PMS section 2.2: the promise survives a crash.  Raft's currentTerm and votedFor. *)
PromiseNeverGoesBackStep == \A i \in Server : servers'[i].promised >= servers[i].promised
PromiseNeverGoesBack == [][PromiseNeverGoesBackStep]_vars

Decisions ==
  {d \in [index : Slot, value : Command] : IsLearnable(d.index, d.value)}

SlotBySlot == INSTANCE Consensus WITH Index <- Slot, Value <- Command, decided <- Decisions

(* PMS section 3: each slot is an instance of consensus.  Slots are decided in any
   order, so this is no ReplicatedLog until a reader waits for the holes to be filled. *)
RefinesConsensus == SlotBySlot!Spec

-------------------------------------------------------------------------------
(* What must be reached: a leader inherits a command, it fills a hole, a command is
   learned while the slot before it is not, a leader is overtaken. *)
CommandIsInherited ==
  \E i \in Server : ~IsLeader(servers[i]) /\ IsLeader(servers'[i]) /\ LastProposed(servers'[i]) > 0

HoleIsFilled ==
  \E i \in Server :
    /\ ~IsLeader(servers[i])
    /\ IsLeader(servers'[i])
    /\ \E slot \in Slot : servers'[i].proposals[slot] = Noop

IsLearnedWithGap ==
  \E i \in Server, slot \in Slot : slot > FirstUnknown(servers[i]) /\ servers[i].known[slot] # None

LeaderIsOvertaken ==
  \E i \in Server : IsLeader(servers[i]) /\ servers'[i].promised > servers[i].promised
===============================================================================
