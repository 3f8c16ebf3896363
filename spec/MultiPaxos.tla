------------------------------ MODULE MultiPaxos ------------------------------
(***************************************************************************)
(* Multi-Paxos decides a log, slot by slot.  Each slot is an instance of   *)
(* Paxos, but one ballot is for all of them: phase 1 is done once, by      *)
(* whoever wants to lead, and asks for all that the others have accepted   *)
(* from some slot on; after that the leader needs phase 2 only, a round    *)
(* trip for each command.                                                  *)
(*                                                                         *)
(* It is written as Raft.tla is: one record per server, one set of         *)
(* messages, and pure operators that give `Step(s, out)'.  Operators have  *)
(* Raft's names where they do the same work, so that the two can be read   *)
(* side by side; docs/explanation/raft-and-paxos.md compares them.         *)
(*                                                                         *)
(* Source: "PMS" is Lamport, "Paxos Made Simple", whose section 3 makes a  *)
(* log of it.                                                              *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Server,          \* the set of servers: each proposes, accepts and learns
  Value,           \* the commands that clients may propose
  MaxSlot,         \* slots are 1..MaxSlot
  MaxBallot,       \* ballots are 1..MaxBallot; 0 stands for none
  Noop,            \* a command that does nothing, for slots that were left open
  None             \* stands where there is no value

VARIABLES
  servers,         \* servers[i] is the record of server i
  messages         \* every message that was ever sent

vars == <<servers, messages>>

Slot == 1..MaxSlot
Ballot == 1..MaxBallot
Command == Value \cup {Noop}

Quorum == {Q \in SUBSET Server : 2 * Cardinality(Q) > Cardinality(Server)}

Nothing == [ballot |-> 0, value |-> None]

(***************************************************************************)
(* A SERVER.  Durable is what an acceptor must not forget: the promise and *)
(* what it accepted.  `proposals' is the log as a leader drives it: None   *)
(* above its end.  `known' is what the learner knows to be chosen; it may  *)
(* have holes, and is learned anew after a crash.                          *)
(***************************************************************************)
InitServer(i) ==
  [id        |-> i,
   promised  |-> 0,                              \* durable
   accepted  |-> [k \in Slot |-> Nothing],       \* durable
   role      |-> "follower",
   proposals |-> [k \in Slot |-> None],          \* a leader's
   known     |-> [k \in Slot |-> None]]

Step(s, out) == [server |-> s, out |-> out]

BecomeFollower(s) ==
  [s EXCEPT !.role = "follower", !.proposals = InitServer(s.id).proposals]

(* As Raft's ObserveTerm: a newer ballot ends whatever was done in an older one. *)
ObserveBallot(s, ballot) ==
  IF ballot > s.promised THEN [BecomeFollower(s) EXCEPT !.promised = ballot] ELSE s

(* The first slot of which it does not know what is chosen: it asks from there on. *)
FirstUnknown(s) ==
  CHOOSE k \in 1..(MaxSlot + 1) :
    /\ \A l \in 1..(k - 1) : s.known[l] # None
    /\ k <= MaxSlot => s.known[k] = None

(***************************************************************************)
(* PHASE 1 (PMS section 3; Raft's elections).  A server asks with a ballot *)
(* of its own, and promises it to itself.  Any server may: it need not     *)
(* have a complete log, since it gets what it lacks with the promises.     *)
(***************************************************************************)
PromiseOf(s, from) ==
  [type     |-> "Promise",
   ballot   |-> s.promised,
   source   |-> s.id,
   accepted |-> [k \in Slot |-> IF k < from THEN Nothing ELSE s.accepted[k]]]

StartElection(s, ballot) ==
  LET c == [ObserveBallot(s, ballot) EXCEPT !.role = "candidate"]
  IN Step(c, {[type   |-> "Prepare",
               ballot |-> ballot,
               source |-> s.id,
               from   |-> FirstUnknown(s)],
              PromiseOf(c, FirstUnknown(s))})

(* The promise carries what was accepted from the slot on that was asked for. *)
HandlePrepare(s, m) ==
  IF m.ballot > s.promised
  THEN LET f == ObserveBallot(s, m.ballot) IN Step(f, {PromiseOf(f, m.from)})
  ELSE Step(s, {})

(* PMS section 2.2, P2c, for each slot: the value of the newest ballot in which any of
   them accepted one. *)
NewestOf(promises, slot) ==
  LET best == CHOOSE m \in promises :
                \A n \in promises : n.accepted[slot].ballot <= m.accepted[slot].ballot
  IN best.accepted[slot].value

(* What a new leader has to propose in a slot, None if nothing: what it knows to be
   chosen, or else what may be. *)
Reported(s, promises, slot) ==
  IF s.known[slot] # None THEN s.known[slot] ELSE NewestOf(promises, slot)

LastReported(s, promises) ==
  CHOOSE k \in 0..MaxSlot :
    /\ k > 0 => Reported(s, promises, k) # None
    /\ \A l \in (k + 1)..MaxSlot : Reported(s, promises, l) = None

(* PMS section 3: a slot before the last of these of which nobody has anything gets a
   command that does nothing. *)
FillsHoleWith(slot, last) == IF slot < last THEN Noop ELSE None

Inherited(s, promises) ==
  [k \in Slot |->
     IF Reported(s, promises, k) # None
     THEN Reported(s, promises, k)
     ELSE FillsHoleWith(k, LastReported(s, promises))]

BecomeLeader(s, promises) ==
  Step([s EXCEPT !.role = "leader", !.proposals = Inherited(s, promises)], {})

(***************************************************************************)
(* PHASE 2 (PMS section 3; Raft's log replication).  Slots are sent,       *)
(* accepted and chosen independently of each other, in any order.          *)
(***************************************************************************)
LastProposed(s) ==
  CHOOSE k \in 0..MaxSlot :
    /\ k > 0 => s.proposals[k] # None
    /\ \A l \in (k + 1)..MaxSlot : s.proposals[l] = None

CanAppendEntry(s) == s.role = "leader" /\ LastProposed(s) < MaxSlot

AppendEntry(s, value) == Step([s EXCEPT !.proposals[LastProposed(s) + 1] = value], {})

CanReplicate(s, slot) == s.role = "leader" /\ s.proposals[slot] # None

Replicate(s, slot) ==
  Step(s, {[type |-> "Accept", ballot |-> s.promised, source |-> s.id, slot |-> slot,
            value |-> s.proposals[slot]]})

CanAccept(s, m) == m.ballot >= s.promised

HandleAccept(s, m) ==
  IF CanAccept(s, m)
  THEN Step([ObserveBallot(s, m.ballot) EXCEPT
               !.accepted[m.slot] = [ballot |-> m.ballot, value |-> m.value]],
            {[type |-> "Accepted", ballot |-> m.ballot, source |-> s.id, slot |-> m.slot,
              value |-> m.value]})
  ELSE Step(s, {})

Learn(s, slot, value) == Step([s EXCEPT !.known[slot] = value], {})

(* What is durable stays, all else starts anew. *)
Recover(s) ==
  [InitServer(s.id) EXCEPT !.promised = s.promised, !.accepted = s.accepted]

(***************************************************************************)
(* THE ACTIONS                                                             *)
(***************************************************************************)
HasAccepted(i, ballot, slot, value) ==
  [type |-> "Accepted", ballot |-> ballot, source |-> i, slot |-> slot, value |-> value]
    \in messages

(* One ballot is enough: what a quorum has accepted in it is chosen. *)
IsChosenIn(ballot, slot, value) ==
  {i \in Server : HasAccepted(i, ballot, slot, value)} \in Quorum

IsLearnable(slot, value) == \E ballot \in Ballot : IsChosenIn(ballot, slot, value)

(* No two servers have a ballot in common. *)
IsUnused(ballot) ==
  \A m \in [type : {"Prepare"}, ballot : {ballot}, source : Server, from : 1..(MaxSlot + 1)] :
    m \notin messages

PromisesFrom(Q, ballot) ==
  {m \in messages : m.type = "Promise" /\ m.ballot = ballot /\ m.source \in Q}

Put(i, step) ==
  /\ servers' = [servers EXCEPT ![i] = step.server]
  /\ messages' = messages \cup step.out

Timeout(i, ballot) ==
  /\ ballot > servers[i].promised
  /\ IsUnused(ballot)
  /\ Put(i, StartElection(servers[i], ballot))

WinElection(i, Q) ==
  LET promises == PromisesFrom(Q, servers[i].promised)
  IN /\ servers[i].role = "candidate"
     /\ {m.source : m \in promises} = Q
     /\ Put(i, BecomeLeader(servers[i], promises))

ClientRequest(i, value) == CanAppendEntry(servers[i]) /\ Put(i, AppendEntry(servers[i], value))
SendEntry(i, slot) == CanReplicate(servers[i], slot) /\ Put(i, Replicate(servers[i], slot))
LearnChosen(i, slot, value) ==
  IsLearnable(slot, value) /\ Put(i, Learn(servers[i], slot, value))
Restart(i) == Put(i, Step(Recover(servers[i]), {}))

Handle(s, m) ==
  CASE m.type = "Prepare" -> HandlePrepare(s, m)
    [] m.type = "Accept"  -> HandleAccept(s, m)
    [] OTHER              -> Step(s, {})

Receive(i, m) == m.type \in {"Prepare", "Accept"} /\ Put(i, Handle(servers[i], m))

Init ==
  /\ servers = [i \in Server |-> InitServer(i)]
  /\ messages = {}

Next ==
  \/ \E i \in Server, ballot \in Ballot : Timeout(i, ballot)
  \/ \E i \in Server, Q \in Quorum : WinElection(i, Q)
  \/ \E i \in Server, value \in Value : ClientRequest(i, value)
  \/ \E i \in Server, slot \in Slot : SendEntry(i, slot)
  \/ \E i \in Server, slot \in Slot, value \in Command : LearnChosen(i, slot, value)
  \/ \E i \in Server : Restart(i)
  \/ \E i \in Server, m \in messages : Receive(i, m)

Spec == Init /\ [][Next]_vars
===============================================================================
