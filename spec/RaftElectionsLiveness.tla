------------------------- MODULE RaftElectionsLiveness -------------------------
(***************************************************************************)
(* That a leader is elected, also where a partition is partial: some       *)
(* servers reach each other, and one of them goes on hearing a leader whom *)
(* the others do not reach.  It takes pre-vote or stickiness for that to   *)
(* be in the way, and check-quorum to get it out of the way (D 6.2, 9.6).  *)
(*                                                                         *)
(* It begins as the links break: First leads term 1, all have heard it so  *)
(* far, and its no-op is committed everywhere.  From then on messages get  *)
(* through where there is a link, and nowhere else, and nobody proposes    *)
(* anything.                                                               *)
(*                                                                         *)
(* As in RaftLiveness something must be assumed of time (RP section 5.6).  *)
(* A heartbeat is received and answered within an election timeout, so     *)
(* that none passes at a server which a leader reaches, nor at a leader    *)
(* before whom it reaches has answered; and none arrives when its leader   *)
(* leads no more.  Only one server's timer fires, that of Lucky, and it    *)
(* fires no second time while its requests are on their way.               *)
(***************************************************************************)
EXTENDS RaftElections, RaftProperties

CONSTANTS
  Links,           \* the pairs of servers that reach each other
  First,           \* who leads at the start
  Lucky            \* whose timer fires

Reaches(i, j) == {i, j} \in Links

FirstEntry == [term |-> 1, value |-> NoOp]

InitPartitioned ==
  /\ servers = [i \in Server |->
       [InitElectionServer(i) EXCEPT
          !.currentTerm = 1,
          !.votedFor = First,
          !.log = <<FirstEntry>>,
          !.commitIndex = 1,
          !.nextIndex = [j \in Server |-> IF i = First THEN 2 ELSE 1],
          !.matchIndex = [j \in Server |-> IF i = First /\ j # i THEN 1 ELSE 0],
          !.role = IF i = First THEN "leader" ELSE "follower",
          !.heardFromLeader = NotesLeader /\ i # First,
          !.heardFrom = IF i = First /\ "check-quorum" \in Features THEN Server \ {i} ELSE {}]]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> FirstEntry, term |-> 1]}

(***************************************************************************)
(* WHAT MAY HAPPEN                                                         *)
(***************************************************************************)
IsReachedByLeader(i) ==
  \E j \in Server :
    Reaches(i, j) /\ IsLeader(servers[j]) /\ servers[j].currentTerm >= servers[i].currentTerm

HasAnswers(i) == \A j \in Server : Reaches(i, j) => j \in servers[i].heardFrom

TimeoutPasses(i) ==
  /\ IF IsLeader(servers[i]) THEN HasAnswers(i) ELSE ~IsReachedByLeader(i)
  /\ ElectionTimeout(i)

TimerFires == servers[Lucky].role = "follower" /\ StandForElection(Lucky)

IsTimely(m) ==
  m.type = "AppendEntriesRequest"
    => IsLeader(servers[m.source]) /\ servers[m.source].currentTerm = m.term

Delivery(i, j) ==
  /\ Reaches(i, j)
  /\ \E m \in messages : m.source = i /\ m.dest = j /\ IsTimely(m) /\ ReceiveMessage(m)

SendHeartbeat(i, j) == Reaches(i, j) /\ SendEntries(i, j, 0)

NextPartitioned ==
  \/ \E i \in Server : TimeoutPasses(i)
  \/ TimerFires
  \/ \E i \in Server : WinPreVote(i)
  \/ \E i \in Server : WinElection(i)
  \/ \E i, j \in Server : SendHeartbeat(i, j)
  \/ \E i, j \in Server : Delivery(i, j)

(***************************************************************************)
(* WHAT MUST HAPPEN.  All of it, if it stays possible.                     *)
(***************************************************************************)
FairServers ==
  \A i \in Server : WF_vars(TimeoutPasses(i)) /\ WF_vars(WinPreVote(i)) /\ WF_vars(WinElection(i))

FairLinks ==
  \A i, j \in Server : WF_vars(SendHeartbeat(i, j)) /\ WF_vars(Delivery(i, j))

LivePartitioned ==
  /\ InitPartitioned
  /\ [][NextPartitioned]_vars
  /\ FairServers
  /\ FairLinks
  /\ WF_vars(TimerFires)

-------------------------------------------------------------------------------
(* D 6.2 and 9.6: at some time there is a leader for good that reaches a quorum, and they
   are in its term. *)
IsFollowed(i) ==
  /\ IsLeader(servers[i])
  /\ IsQuorum(servers[i],
       {i} \cup {j \in Server : Reaches(i, j) /\ servers[j].currentTerm = servers[i].currentTerm})

QuorumIsLed == <>[](\E i \in Server : IsFollowed(i))

-------------------------------------------------------------------------------
(* What must be reached: the leader that reaches too few is gone, and another leads. *)
FirstStepsDown == ~IsLeader(servers[First])
PreVoteIsRefusedAtFirst ==
  \E m \in messages : m.type = "PreVoteResponse" /\ ~m.voteGranted
LuckyLeads == IsFollowed(Lucky)
===============================================================================
