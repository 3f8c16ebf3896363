------------------------------- MODULE Consensus -------------------------------
(***************************************************************************)
(* What consensus is, with no servers and no messages: for each index at   *)
(* most one value is ever decided, and a decision is never taken back.     *)
(* Single-decree Paxos decides one index; a replicated log decides many.   *)
(*                                                                         *)
(* `decided' is a set of [index, value] and not a function of the index,   *)
(* so that a protocol that decides twice can be mapped to it, and is then  *)
(* seen to do what no step here allows.                                    *)
(***************************************************************************)
CONSTANTS
  Index,           \* what is decided one by one
  Value            \* what may be decided

VARIABLE
  decided          \* the decisions made so far

Decision == [index : Index, value : Value]

IsDecidedOnce(decisions) ==
  \A c, d \in decisions : c.index = d.index => c.value = d.value

Init == decided = {}

(* Any number of decisions may be made at once: a leader that counts replicas
   commits all that goes before with what it has counted. *)
Decide ==
  /\ decided' \in SUBSET Decision
  /\ decided \subseteq decided'
  /\ IsDecidedOnce(decided')

Next == Decide

vars == <<decided>>

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
(* At most one value is decided for an index. *)
Agreement == IsDecidedOnce(decided)

-------------------------------------------------------------------------------
(* What must be reached: several decisions at once, and a decision for every index. *)
SeveralAreDecided == \E c, d \in decided' \ decided : c # d
EverythingIsDecided == {d.index : d \in decided} = Index
===============================================================================
