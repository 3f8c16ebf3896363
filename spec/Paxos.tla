--------------------------------- MODULE Paxos ---------------------------------
(***************************************************************************)
(* Paxos decides one value, once.  Anyone may begin a ballot; a ballot     *)
(* first asks a quorum of acceptors what they have accepted so far, and    *)
(* has them promise not to accept anything of an older ballot; then it     *)
(* asks them to accept a value, which must be the one that an older ballot *)
(* may have chosen, if there is any.                                       *)
(*                                                                         *)
(* The state is one record per acceptor plus the set of all messages that  *)
(* were ever sent, as in Raft.tla.  A proposer has no state: what it knows *)
(* of its ballot is in the messages.  All that an acceptor has is on disk, *)
(* so a crash changes nothing and no step stands for it.                   *)
(*                                                                         *)
(* Sources: "PMS" is Lamport, "Paxos Made Simple"; "PTP" is Lamport, "The  *)
(* Part-Time Parliament".                                                  *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Acceptor,        \* the set of acceptors
  Value,           \* what may be proposed
  MaxBallot,       \* ballots are 1..MaxBallot; 0 stands for none
  None             \* stands where there is no value

VARIABLES
  acceptors,       \* acceptors[a] is the record of acceptor a
  messages         \* every message that was ever sent

vars == <<acceptors, messages>>

Ballot == 1..MaxBallot

Quorum == {Q \in SUBSET Acceptor : 2 * Cardinality(Q) > Cardinality(Acceptor)}

InitAcceptor(a) ==
  [id             |-> a,
   promised       |-> 0,          \* the newest ballot that it has heard of
   acceptedBallot |-> 0,          \* the newest in which it accepted a value
   acceptedValue  |-> None]       \* and that value

Step(s, out) == [acceptor |-> s, out |-> out]

(***************************************************************************)
(* AN ACCEPTOR (PMS section 2.2).  Phase 1b answers a Prepare, phase 2b an *)
(* Accept; a message of an older ballot than was promised has no answer.   *)
(***************************************************************************)

(* PMS section 2.2, P1a: the promise is not to accept anything of an older ballot, and
   it comes with the newest of what was accepted. *)
HandlePrepare(s, m) ==
  IF m.ballot > s.promised
  THEN Step([s EXCEPT !.promised = m.ballot],
            {[type           |-> "Promise",
              ballot         |-> m.ballot,
              source         |-> s.id,
              acceptedBallot |-> s.acceptedBallot,
              acceptedValue  |-> s.acceptedValue]})
  ELSE Step(s, {})

(* PMS section 2.2: it accepts unless it has promised a newer ballot not to. *)
CanAccept(s, m) == m.ballot >= s.promised

HandleAccept(s, m) ==
  IF CanAccept(s, m)
  THEN Step([s EXCEPT !.promised = m.ballot,
                      !.acceptedBallot = m.ballot,
                      !.acceptedValue = m.value],
            {[type |-> "Accepted", ballot |-> m.ballot, source |-> s.id, value |-> m.value]})
  ELSE Step(s, {})

(***************************************************************************)
(* A PROPOSER (PMS section 2.2).  Ballots are numbers, and no two          *)
(* proposers have one in common: whoever wants one takes one that is free. *)
(***************************************************************************)
HasBegun(ballot) == [type |-> "Prepare", ballot |-> ballot] \in messages

IsProposed(ballot, value) ==
  [type |-> "Accept", ballot |-> ballot, value |-> value] \in messages

HasAccepted(a, ballot, value) ==
  [type |-> "Accepted", ballot |-> ballot, source |-> a, value |-> value] \in messages

(* What acceptors of a quorum may have promised, and what they have. *)
PromisesTo(ballot, Q) ==
  [type           : {"Promise"},
   ballot         : {ballot},
   source         : Q,
   acceptedBallot : 0..(ballot - 1),
   acceptedValue  : Value \cup {None}]

PromisesFrom(Q, ballot) == {m \in PromisesTo(ballot, Q) : m \in messages}

IsPromised(Q, ballot) == {m.source : m \in PromisesFrom(Q, ballot)} = Q

(* PMS section 2.2, P2c: the value of the newest ballot that any of them accepted
   something in; whatever one likes if none of them did. *)
Newest(promises) ==
  {m \in promises : /\ m.acceptedBallot > 0
                    /\ \A n \in promises : n.acceptedBallot <= m.acceptedBallot}

IsFree(promises) == \A m \in promises : m.acceptedBallot = 0

IsSafe(promises, value) ==
  IsFree(promises) \/ \E m \in Newest(promises) : m.acceptedValue = value

(* A ballot proposes once. *)
IsUnused(ballot) == \A value \in Value : ~IsProposed(ballot, value)

(***************************************************************************)
(* THE ACTIONS.  Phases 1a and 2a are a proposer's, 1b and 2b are what an  *)
(* acceptor makes of the message.                                          *)
(***************************************************************************)
Send(m) == messages' = messages \cup {m} /\ UNCHANGED acceptors

Put(a, step) ==
  /\ acceptors' = [acceptors EXCEPT ![a] = step.acceptor]
  /\ messages' = messages \cup step.out

StartBallot(ballot) ==
  /\ ~HasBegun(ballot)
  /\ Send([type |-> "Prepare", ballot |-> ballot])

Propose(ballot, Q, value) ==
  /\ IsUnused(ballot)
  /\ IsPromised(Q, ballot)
  /\ IsSafe(PromisesFrom(Q, ballot), value)
  /\ Send([type |-> "Accept", ballot |-> ballot, value |-> value])

Handle(s, m) ==
  CASE m.type = "Prepare" -> HandlePrepare(s, m)
    [] m.type = "Accept"  -> HandleAccept(s, m)
    [] OTHER              -> Step(s, {})

Receive(a, m) == m.type \in {"Prepare", "Accept"} /\ Put(a, Handle(acceptors[a], m))

Init ==
  /\ acceptors = [a \in Acceptor |-> InitAcceptor(a)]
  /\ messages = {}

Next ==
  \/ \E ballot \in Ballot : StartBallot(ballot)
  \/ \E ballot \in Ballot, Q \in Quorum, value \in Value : Propose(ballot, Q, value)
  \/ \E a \in Acceptor, m \in messages : Receive(a, m)

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* WHAT MUST HOLD.  A value is chosen when a quorum has accepted it in one *)
(* ballot, whether or not anybody has noticed.                             *)
(***************************************************************************)
IsChosenIn(ballot, value) == {a \in Acceptor : HasAccepted(a, ballot, value)} \in Quorum

Chosen == {value \in Value : \E ballot \in Ballot : IsChosenIn(ballot, value)}

(* PMS section 2.1: only a single value is chosen. *)
Agreement == \A v, w \in Chosen : v = w

(* PTP section 2.1, B1: a ballot has one proposer, who proposes one value. *)
OneValueABallot ==
  \A ballot \in Ballot, v, w \in Value :
    IsProposed(ballot, v) /\ IsProposed(ballot, w) => v = w

(* PMS section 2.2, P1a: who has promised a ballot has told of the newest that it
   accepted before, and accepts nothing of an older ballot any more. *)
PromisesAreKept ==
  \A a \in Acceptor, ballot \in Ballot :
    \A m \in PromisesFrom({a}, ballot), value \in Value :
      \A older \in (m.acceptedBallot + 1)..(ballot - 1) : ~HasAccepted(a, older, value)

(* PMS section 2.2, P2b: when a value is chosen, every newer ballot proposes it. *)
ChosenIsProposed ==
  \A ballot, newer \in Ballot, v, w \in Value :
    ballot < newer /\ IsChosenIn(ballot, v) /\ IsProposed(newer, w) => v = w

Decisions == {[index |-> 1, value |-> value] : value \in Chosen}

OneDecision == INSTANCE Consensus WITH Index <- {1}, decided <- Decisions

(* PMS section 2.1: what is chosen is chosen once and for ever. *)
RefinesConsensus == OneDecision!Spec

(***************************************************************************)
(* WHAT MUST BE REACHED.  A ballot takes over a value that is chosen, and  *)
(* one that is not; a value that was accepted gives way to another; a late *)
(* Accept comes to an acceptor that has promised more.                     *)
(***************************************************************************)
ChosenIsProposedAgain ==
  \E ballot, newer \in Ballot, value \in Value :
    ballot < newer /\ IsChosenIn(ballot, value) /\ IsProposed(newer, value)

AcceptedGivesWay ==
  \E a \in Acceptor :
    /\ acceptors[a].acceptedValue # None
    /\ acceptors'[a].acceptedValue # acceptors[a].acceptedValue

LateAcceptIsRefused ==
  \E a \in Acceptor, ballot \in Ballot, value \in Value :
    /\ IsProposed(ballot, value)
    /\ ~HasAccepted(a, ballot, value)
    /\ acceptors[a].promised > ballot
===============================================================================
