------------------------------- MODULE RaftLease -------------------------------
(***************************************************************************)
(* Reads without a round each (D 6.4.1).  Whoever hears a leader refuses   *)
(* to elect another until an election timeout has passed.  So a leader     *)
(* that a quorum answered knows for a while that nobody takes its place,   *)
(* and during that lease it answers reads at once.                         *)
(*                                                                         *)
(* This is the one rule of Raft whose safety rests on clocks, so here they *)
(* are: each server has its own, which says nothing about the others' but  *)
(* this: no two of them are ever more than MaxDrift apart.  An election    *)
(* timeout passes at a server when its clock says so.                      *)
(*                                                                         *)
(* The lease needs less: in any stretch of time in which one server's      *)
(* clock counts ElectionTicks ticks, every other's counts at least         *)
(* ElectionTicks - 2 * MaxDrift.  A follower's promise begins no earlier   *)
(* than the round was sent.  When its clock has counted ElectionTicks      *)
(* since then, the leader's has counted LeaseTicks, and the lease is over. *)
(* Clocks that are never more than MaxDrift apart keep to that: in no time *)
(* does one gain more than twice as much on another.                       *)
(*                                                                         *)
(* The lease is that of a round of RaftReads.  It needs the feature        *)
(* "stickiness", by which a request for a vote is refused, and its term    *)
(* with it, while a leader is heard.                                       *)
(***************************************************************************)
EXTENDS RaftReads

CONSTANTS
  ElectionTicks,   \* how long, on its own clock, a server keeps to a leader
  MaxDrift         \* no two clocks are ever further apart; 1 if they tick in turn

LeaseFeatures == {"lease"}

(* A follower's clock may gain on the leader's twice the drift, from as far behind it
   to as far before it. *)
LeaseTicks == ElectionTicks - 2 * MaxDrift

ASSUME "lease" \in Features => {"stickiness", "read-index"} \subseteq Features /\ LeaseTicks > 0

(***************************************************************************)
(* A SERVER.  What it has beyond the record of RaftReads: first its clock  *)
(* and what it last read off it, then what is a leader's and of its term.  *)
(* A clock goes on in a crash, or starts anew: nothing that was read off   *)
(* it before is used after.  Its first value makes 0 long ago.             *)
(***************************************************************************)
ClockFields ==
  [clock   |-> ElectionTicks,
   heardAt |-> 0]              \* when it last heard a leader

LeaseFields ==
  [sentRounds |-> {},          \* its rounds, and when it sent them
   revoked    |-> FALSE]       \* it told another server to stand

InitLeaseServer(i) == ClockFields @@ LeaseFields @@ InitReadServer(i)

ReleaseLease(s) == IF s.role = "leader" THEN s ELSE LeaseFields @@ s

PassTick(s) == Step([s EXCEPT !.clock = @ + 1], {})

(***************************************************************************)
(* THE PROMISE.  Whoever hears a leader keeps to it for an election        *)
(* timeout.  It does so whatever term it comes to meanwhile: a late reply  *)
(* to a request of its own can bring it to a larger term, in which it has  *)
(* heard no leader.  A server that has crashed may have made the promise   *)
(* just before, so it acts as if it had (D 6.4.1 with 4.2.3).  Only the    *)
(* leader itself frees it, by telling it to stand.                         *)
(***************************************************************************)
IsBound(s) == "lease" \in Features /\ s.clock < s.heardAt + ElectionTicks

IsOfLeader(s, m) ==
  /\ m.type \in {"AppendEntriesRequest", "ConfirmRequest", "InstallSnapshotRequest"}
  /\ m.term >= s.currentTerm

(* `t' is what a message made of `s': a candidate only if it was told to stand, or
   stood already and is not bound. *)
KeepPromise(s, t) ==
  CASE t.role = "candidate" -> [t EXCEPT !.heardAt = 0]
    [] IsBound(s)           -> [t EXCEPT !.heardFromLeader = TRUE]
    [] OTHER                -> t

NoteLeader(s, m, t) ==
  IF "lease" \in Features /\ IsOfLeader(s, m) THEN [t EXCEPT !.heardAt = s.clock] ELSE t

HandleTimedMessage(s, m) ==
  LET step == HandleAnyMessage(s, m)
  IN Step(ReleaseLease(NoteLeader(s, m, KeepPromise(s, step.server))), step.out)

(* A leader is never bound: its timeout is that of its quorum and of a transfer. *)
CanPassTimeout(s) == ~IsBound(s)

PassTimedTimeout(s) ==
  LET step == PassTimeout(s)
  IN Step(ReleaseLease(step.server), step.out)

RecoverTimedServer(s) ==
  LET r == LeaseFields @@ [clock |-> s.clock, heardAt |-> 0] @@ RecoverReader(s)
  IN IF "lease" \in Features THEN [r EXCEPT !.heardAt = s.clock, !.heardFromLeader = TRUE] ELSE r

CrashTimedServer(s) == Step(RecoverTimedServer(s), {})

(***************************************************************************)
(* THE LEASE begins when a round is sent, not when it is answered: between *)
(* the two a follower's timeout runs already.  It is shorter than that by  *)
(* what the clocks may drift.  A leader that tells another server to stand *)
(* has no lease from then on and for the rest of its term, because that    *)
(* message goes past all promises, whenever it arrives.                    *)
(***************************************************************************)
IsUnexpired(s, sent) == s.clock < sent.sentAt + LeaseTicks

BeginTimedRound(s) ==
  LET step == BeginRound(s)
      kept == {sent \in s.sentRounds : IsUnexpired(s, sent)}
      new  == [round |-> s.round + 1, sentAt |-> s.clock]
  IN IF "lease" \in Features
     THEN Step([step.server EXCEPT !.sentRounds = kept \cup {new}], step.out)
     ELSE step

HasLease(s) ==
  /\ ~s.revoked
  /\ \E sent \in s.sentRounds : IsUnexpired(s, sent) /\ IsConfirmed(s, sent.round)

CanServeByLease(s, r) == r \in s.reads /\ HasLease(s)

SendLastTimeoutNow(s) ==
  LET step == SendTimeoutNow(s)
  IN Step([step.server EXCEPT !.revoked = "lease" \in Features], step.out)

(***************************************************************************)
(* ACTIONS.                                                                *)
(***************************************************************************)
TickClock(i)            == "lease" \in Features /\ Put(i, PassTick(servers[i]))
SendTimedRound(i)       == CanBeginRound(servers[i]) /\ Put(i, BeginTimedRound(servers[i]))
AnswerByLease(i, r)     == CanServeByLease(servers[i], r) /\ Put(i, ServeRead(servers[i], r))
TimedTimeout(i)         == CanPassTimeout(servers[i]) /\ Put(i, PassTimedTimeout(servers[i]))
FinishTimedTransfer(i)  == CanSendTimeoutNow(servers[i]) /\ Put(i, SendLastTimeoutNow(servers[i]))
RestartTimedServer(i)   == Put(i, CrashTimedServer(servers[i]))
ReceiveTimed(m)         == Put(m.dest, HandleTimedMessage(servers[m.dest], m))

(* What the environment promises of the clocks. *)
MayTick(i) == \A j \in Server : servers[i].clock < servers[j].clock + MaxDrift

InitLease ==
  /\ servers = [i \in Server |-> InitLeaseServer(i)]
  /\ messages = {}
  /\ committed = {}

ActLease ==
  \/ \E i \in Server : MayTick(i) /\ TickClock(i)
  \/ \E i \in Server : TakeRead(i, LastCommitted)
  \/ \E i \in Server : SendTimedRound(i)
  \/ \E i \in Server : \E r \in servers[i].reads : AnswerRead(i, r)
  \/ \E i \in Server : \E r \in servers[i].reads : AnswerByLease(i, r)

NextLease ==
  \/ ActElectionsAsEver
  \/ ActLease
  \/ \E i \in Server : TimedTimeout(i)
  \/ \E i \in Server : FinishTimedTransfer(i)
  \/ \E i \in Server : RestartTimedServer(i)
  \/ \E m \in messages : ReceiveTimed(m)

SpecLease == InitLease /\ [][NextLease]_vars
===============================================================================
