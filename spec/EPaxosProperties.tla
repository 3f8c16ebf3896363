--------------------------- MODULE EPaxosProperties ---------------------------
(***************************************************************************)
(* What EPaxos promises, in the words of EP section 4.2, and what its      *)
(* execution relies on.                                                    *)
(***************************************************************************)
EXTENDS EPaxos

IsCommittedAt(i, inst) == replicas[i].entries[inst].status = "committed"

AttributesAt(i, inst) == replicas[i].entries[inst].attributes

(* EP section 4.2: any command committed by a replica has been proposed by a client. *)
Nontriviality ==
  \A i \in Replica, inst \in Instance :
    IsCommittedAt(i, inst) /\ AttributesAt(i, inst).command # Noop
      => replicas[inst].entries[inst] # NoEntry

(* EP section 4.2: what a replica has committed it has committed for ever. *)
StabilityStep ==
  \A i \in Replica, inst \in Instance :
    IsCommittedAt(i, inst)
      => /\ IsCommittedAt(i, inst)'
         /\ AttributesAt(i, inst)' = AttributesAt(i, inst)
Stability == [][StabilityStep]_vars

(* EP section 4.2: two replicas never commit different commands for
   an instance, and not different attributes either. *)
Consistency ==
  \A i, j \in Replica, inst \in Instance :
    IsCommittedAt(i, inst) /\ IsCommittedAt(j, inst)
      => AttributesAt(i, inst) = AttributesAt(j, inst)

(* EP section 4.2, execution consistency: of two interfering commands that are committed, at any
   replicas, at least one depends on the other, so that all execute them alike. *)
ExecutionConsistency ==
  \A i, j \in Replica, one, other \in Instance :
    /\ one # other
    /\ IsCommittedAt(i, one)
    /\ IsCommittedAt(j, other)
    /\ AttributesAt(i, one).command # Noop
    /\ AttributesAt(j, other).command # Noop
    => one \in AttributesAt(j, other).deps \/ other \in AttributesAt(i, one).deps

Decisions ==
  {[index |-> inst, value |-> AttributesAt(i, inst)] :
     <<i, inst>> \in {pair \in Replica \X Instance : IsCommittedAt(pair[1], pair[2])}}

AnyAttributes == [command : Command, deps : SUBSET Instance, seq : Nat]

PerInstance == INSTANCE Consensus
  WITH Index <- Instance, Value <- AnyAttributes, decided <- Decisions

(* EP section 4: an instance is decided like a value of Paxos; what is decided is the
   command with its attributes. *)
RefinesConsensus == PerInstance!Spec

-------------------------------------------------------------------------------
(* What must be reached: a command is committed on the fast path and on the slow one,
   commands depend on each other, an instance is recovered, and becomes a no-op. *)
IsCommittedFast ==
  \E i \in Replica, inst \in Instance :
    replicas[i].entries[inst].status = "preaccepted" /\ i = inst /\ IsCommittedAt(i, inst)'

IsCommittedSlowly ==
  \E i \in Replica, inst \in Instance :
    replicas[i].entries[inst].status = "accepted" /\ IsCommittedAt(i, inst)'

DependsOnEachOther ==
  \E i, j \in Replica, one, other \in Instance :
    /\ IsCommittedAt(i, one)
    /\ IsCommittedAt(j, other)
    /\ other \in AttributesAt(i, one).deps
    /\ one \in AttributesAt(j, other).deps

IsRecovered ==
  \E i \in Replica, inst \in Instance :
    /\ i # inst
    /\ replicas[i].entries[inst].acceptedBallot > 0
    /\ IsCommittedAt(i, inst)
    /\ AttributesAt(i, inst).command = inst

BecomesNoop ==
  \E i \in Replica, inst \in Instance :
    IsCommittedAt(i, inst) /\ AttributesAt(i, inst).command = Noop
===============================================================================
