----------------------------- MODULE RaftComplete -----------------------------
(***************************************************************************)
(* What most production Rafts have, together: the rules for elections, a   *)
(* membership that changes, logs that are compacted, reads by ReadIndex    *)
(* and under a lease.  No rule is new here.  Each module above says what   *)
(* it does to a server's record; this one says in which order they do it.  *)
(* Client sessions, asynchronous writes, leader ids and configurations     *)
(* that are in force once applied are not in it.                           *)
(***************************************************************************)
EXTENDS RaftMembership, RaftSnapshots, RaftLease

CompleteFeatures ==
  ElectionFeatures \cup MembershipFeatures \cup SnapshotFeatures \cup ReadFeatures \cup LeaseFeatures

InitCompleteServer(i) == ClockFields @@ LeaseFields @@ ReadFields @@ InitMember(i)

(* What a leader keeps for its reads goes with its leadership, however that ends. *)
ReleaseAll(s) == ReleaseLease(ReleaseReads(s))

HandleAnything(s, m) ==
  IF IsSnapshotMessage(m) THEN HandleSnapshotMessage(s, m) ELSE HandleAnyMessage(s, m)

(* A snapshot comes from a leader, and whoever hears a leader makes it a promise. *)
HandleEveryMessage(s, m) ==
  LET step == HandleAnything(s, m)
  IN Step(ReleaseAll(NoteLeader(s, m, KeepPromise(s, step.server))), step.out)

StepDownCompletely(s) ==
  LET step == StepDown(s)
  IN Step(ReleaseAll(step.server), step.out)

(***************************************************************************)
(* ACTIONS: those of the modules, but for two that must release what a     *)
(* leader kept.                                                            *)
(***************************************************************************)
RetireCompletely(i) == CanStepDown(servers[i]) /\ Put(i, StepDownCompletely(servers[i]))
ReceiveEvery(m)     == Put(m.dest, HandleEveryMessage(servers[m.dest], m))

InitComplete ==
  /\ servers = [i \in Server |-> InitCompleteServer(i)]
  /\ messages = {}
  /\ committed = {}

ActComplete ==
  \/ ActElectionsAsEver
  \/ ActChanges
  \/ \E i \in Server : RetireCompletely(i)
  \/ ActSnapshots
  \/ ActLease
  \/ \E i \in Server : TimedTimeout(i)
  \/ \E i \in Server : FinishTimedTransfer(i)
  \/ \E i \in Server : RestartTimedServer(i)

NextComplete == ActComplete \/ \E m \in messages : ReceiveEvery(m)

SpecComplete == InitComplete /\ [][NextComplete]_vars
===============================================================================
