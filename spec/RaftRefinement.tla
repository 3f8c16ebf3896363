---------------------------- MODULE RaftRefinement ----------------------------
(***************************************************************************)
(* Raft is a replicated log: under the mapping below every step of Raft is *)
(* a step of ReplicatedLog, or one that its variables do not see.  So what *)
(* ReplicatedLog promises, Raft keeps, and through it what Consensus does. *)
(*                                                                         *)
(* The log is made of all that was ever committed by anyone, which is what *)
(* the observer `committed' remembers; what a server knows is its own log  *)
(* as far as its commit index.  If two entries were committed at an index, *)
(* the log can hold only one of them, and one of the servers then knows    *)
(* something that is no prefix: no step of ReplicatedLog leads there.      *)
(*                                                                         *)
(* The mapping is also that of the modules that extend Raft.  A compacted  *)
(* log is known as a whole, since a snapshot stands for its entries.       *)
(***************************************************************************)
EXTENDS RaftProperties

(* In a module that extends Raft a log may hold more: RaftElectionsProperties has AnyEntry. *)
Entry == [term : Nat, value : Value]

CommittedIndexes == {c.index : c \in committed}

EntryCommittedAt(index) == (CHOOSE c \in committed : c.index = index).entry

CommittedLog ==
  [k \in 1..Cardinality(CommittedIndexes) |-> EntryCommittedAt(k)]

KnownLog(s) == SubSeq(WholeLog(s), 1, Min(s.commitIndex, LastIndex(s)))

Replicated ==
  INSTANCE ReplicatedLog WITH log <- CommittedLog, known <- [i \in Server |-> KnownLog(servers[i])]

(* D 3.7 and 8: what is proved there of Raft by invariants, as a refinement: committed
   entries are kept for ever, in one order, and each server knows a prefix of them. *)
RefinesReplicatedLog == Replicated!Spec
===============================================================================
