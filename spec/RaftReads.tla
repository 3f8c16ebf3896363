------------------------------- MODULE RaftReads -------------------------------
(***************************************************************************)
(* How a client reads without a stale answer (RP section 8; D 6.4).        *)
(*                                                                         *)
(* The plain way needs nothing new: a read is a command in the log, and    *)
(* its answer is what the state machine says when it is applied.  This     *)
(* module has the way that writes nothing, called ReadIndex: the leader    *)
(* notes how far it has committed, makes sure that it still leads, and     *)
(* answers from what it has applied up to there.                           *)
(*                                                                         *)
(* Still leading is what a quorum says of a round of requests that was     *)
(* sent after the read arrived.  Rounds are numbered in each term, and an  *)
(* answer carries the term and the number of the round that it answers.    *)
(*                                                                         *)
(* A server that does not lead takes no reads: it tells the client who     *)
(* does, or passes the read on, which is the same.                         *)
(***************************************************************************)
EXTENDS RaftElections

ReadFeatures == {"read-index"}

(***************************************************************************)
(* A SERVER.  What it has beyond the record of RaftElections.  All of it   *)
(* is a leader's and belongs to its term.                                  *)
(***************************************************************************)
ReadFields ==
  [reads          |-> {},                      \* those that wait
   round          |-> 0,                       \* the last round that was begun
   confirmedRound |-> [j \in Server |-> 0]]    \* the last one that each server answered

InitReadServer(i) == ReadFields @@ InitElectionServer(i)

(* Whoever no longer leads answers no read; the client has to ask again. *)
ReleaseReads(s) == IF s.role = "leader" THEN s ELSE ReadFields @@ s

(***************************************************************************)
(* TAKING A READ.  A new leader has all that is committed, but does not    *)
(* know how much of it is, until it has committed an entry of its own term *)
(* (D 6.4, step 1).  What it knows then is noted with the read (step 2).   *)
(***************************************************************************)
CanNoteRead(s) ==
  /\ "read-index" \in Features
  /\ s.role = "leader"
  /\ HasCommittedInTerm(s)

(* The context is the client's, and no rule looks inside.  A round that is under way
   says nothing for a read that comes now: it may have been answered before. *)
NoteRead(s, context) ==
  Step([s EXCEPT !.reads = @ \cup {[context |-> context,
                                    index   |-> s.commitIndex,
                                    round   |-> s.round + 1]}],
       {})

(***************************************************************************)
(* A ROUND (D 6.4, step 3).  It is a heartbeat with a number: whoever gets *)
(* it hears its leader.  When to begin one is policy; one round can serve  *)
(* many reads.                                                             *)
(***************************************************************************)
CanBeginRound(s) == "read-index" \in Features /\ s.role = "leader"

BeginRound(s) ==
  Step([s EXCEPT !.round = @ + 1],
       {[type   |-> "ConfirmRequest",
         term   |-> s.currentTerm,
         source |-> s.id,
         dest   |-> j,
         round  |-> s.round + 1] : j \in Voters(s) \ {s.id}})

(* Who is in a later term confirms nothing, and says so by a round that there is not:
   the round of the request is one of another term. *)
HandleConfirmRequest(s, m) ==
  LET current == m.term = s.currentTerm
  IN Step(IF current
          THEN [Forget(BecomeFollower(s)) EXCEPT !.heardFromLeader = NotesLeader]
          ELSE s,
          {[type   |-> "ConfirmResponse",
            term   |-> s.currentTerm,
            source |-> s.id,
            dest   |-> m.source,
            round  |-> IF current THEN m.round ELSE 0]})

(* For a leader that checks its quorum this is an answer like any other (D 6.2). *)
HandleConfirmResponse(s, m) ==
  LET current == m.term = s.currentTerm /\ s.role = "leader"
      heard   == IF "check-quorum" \in Features THEN {m.source} ELSE {}
  IN Step(IF current
          THEN [s EXCEPT !.confirmedRound[m.source] = Max(@, m.round),
                         !.heardFrom = @ \cup heard]
          ELSE s,
          {})

(***************************************************************************)
(* SERVING A READ (D 6.4, steps 4 and 5).  Whoever answered a round after  *)
(* the read came was in the leader's term then, so that no later leader    *)
(* had been elected, let alone committed, when it came.  What is noted is  *)
(* committed already, so that all there is to wait for is that it be       *)
(* applied.                                                                *)
(***************************************************************************)
IsConfirmed(s, round) ==
  IsQuorum(s, {s.id} \cup {j \in Voters(s) : s.confirmedRound[j] >= round})

CanServeRead(s, r) == r \in s.reads /\ IsConfirmed(s, r.round)

ServeRead(s, r) == Step([s EXCEPT !.reads = @ \ {r}], {})

(***************************************************************************)
(* WHAT ENDS A TERM OF LEADERSHIP ends the reads that wait in it: any      *)
(* message, an election timeout, a crash.                                  *)
(***************************************************************************)
IsReadMessage(m) == m.type \in {"ConfirmRequest", "ConfirmResponse"}

HandleReadMessage(s0, m) ==
  LET s == AdoptTerm(s0, m.term)
  IN CASE m.type = "ConfirmRequest"  -> HandleConfirmRequest(s, m)
       [] m.type = "ConfirmResponse" -> HandleConfirmResponse(s, m)

HandleAnyMessage(s, m) ==
  LET step == IF IsReadMessage(m) THEN HandleReadMessage(s, m) ELSE HandleMessage(s, m)
  IN Step(ReleaseReads(step.server), step.out)

PassTimeout(s) ==
  LET step == PassElectionTimeout(s)
  IN Step(ReleaseReads(step.server), step.out)

RecoverReader(s) == ReadFields @@ RecoverServer(s)

CrashReader(s) == Step(RecoverReader(s), {})

(***************************************************************************)
(* ACTIONS.  The environment is the client and sees everything: it writes  *)
(* on a read how much was committed, by anyone, when it issued it.  So the *)
(* read itself says what its answer must not fall short of, and no server  *)
(* ever looks.                                                             *)
(***************************************************************************)
CommittedIndexes == {0} \cup {c.index : c \in committed}

LastCommitted == CHOOSE k \in CommittedIndexes : \A l \in CommittedIndexes : l <= k

TakeRead(i, context) == CanNoteRead(servers[i]) /\ Put(i, NoteRead(servers[i], context))
SendRound(i)         == CanBeginRound(servers[i]) /\ Put(i, BeginRound(servers[i]))
AnswerRead(i, r)     == CanServeRead(servers[i], r) /\ Put(i, ServeRead(servers[i], r))
ReaderTimeout(i)     == Put(i, PassTimeout(servers[i]))
RestartReader(i)     == Put(i, CrashReader(servers[i]))
ReceiveAny(m)        == Put(m.dest, HandleAnyMessage(servers[m.dest], m))

InitReads ==
  /\ servers = [i \in Server |-> InitReadServer(i)]
  /\ messages = {}
  /\ committed = {}

ActReads ==
  \/ \E i \in Server : TakeRead(i, LastCommitted)
  \/ \E i \in Server : SendRound(i)
  \/ \E i \in Server : \E r \in servers[i].reads : AnswerRead(i, r)

NextReads ==
  \/ ActElectionsAsEver
  \/ ActReads
  \/ \E i \in Server : FinishTransfer(i)
  \/ \E i \in Server : ReaderTimeout(i)
  \/ \E i \in Server : RestartReader(i)
  \/ \E m \in messages : ReceiveAny(m)

SpecReads == InitReads /\ [][NextReads]_vars
===============================================================================
