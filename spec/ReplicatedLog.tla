----------------------------- MODULE ReplicatedLog -----------------------------
(***************************************************************************)
(* What a replicated log promises to those who read it.  There is one log  *)
(* of committed entries, which only grows at its end; each server knows a  *)
(* prefix of it, so any two servers agree on what both know.               *)
(*                                                                         *)
(* Nothing here says how entries come to be committed: terms, votes and    *)
(* messages are Raft's.  Raft refines this module, and this one refines    *)
(* Consensus: an index is decided when the log reaches it.  Multi-Paxos    *)
(* decides its slots in any order, so that it refines Consensus and not    *)
(* this module.                                                            *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
  Server,          \* who reads the log
  Entry            \* what it may hold

VARIABLES
  log,             \* all that was ever committed, in order
  known            \* known[i] is what server i knows to be committed

vars == <<log, known>>

IsPrefixOf(short, long) ==
  /\ Len(short) <= Len(long)
  /\ short = SubSeq(long, 1, Len(short))

(* What the log may become: longer, and what it holds stays. *)
Grows(old, new) == Len(new) > Len(old) /\ IsPrefixOf(old, new)

Init ==
  /\ log = <<>>
  /\ known = [i \in Server |-> <<>>]

(* Entries are committed, and one server is the first to know. *)
Commit(i) ==
  /\ log' \in Seq(Entry)
  /\ Grows(log, log')
  /\ known' = [known EXCEPT ![i] = log']

(* A server gets to know more of what is committed. *)
Learn(i) ==
  /\ \E n \in (Len(known[i]) + 1)..Len(log) :
       known' = [known EXCEPT ![i] = SubSeq(log, 1, n)]
  /\ UNCHANGED log

(* What a server knows may be lost in a crash, but for what it has on disk as a snapshot;
   that it is committed is not. *)
Forget(i) ==
  /\ \E n \in 0..Len(known[i]) : known' = [known EXCEPT ![i] = SubSeq(@, 1, n)]
  /\ UNCHANGED log

Next == \E i \in Server : Commit(i) \/ Learn(i) \/ Forget(i)

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
(* RP section 5.3, state machine safety as a server's reader sees it: what two
   servers know to be committed, one knows a prefix of the other's. *)
KnownLogsAgree ==
  \A i, j \in Server : IsPrefixOf(known[i], known[j]) \/ IsPrefixOf(known[j], known[i])

(* The mapping: an index is decided when the log reaches it, and its value is the
   entry there. *)
LogDecisions == {[index |-> k, value |-> log[k]] : k \in 1..Len(log)}

OneByOne == INSTANCE Consensus WITH Index <- Nat \ {0}, Value <- Entry, decided <- LogDecisions

(* What Consensus says of an index: its value is decided once and for ever.  So no
   step takes anything out of the log, whoever knew of it. *)
RefinesConsensus == OneByOne!Spec

-------------------------------------------------------------------------------
(* What must be reached: what was committed is known to nobody any more; somebody knows
   less than another who does not know all. *)
NobodyKnowsAll == \A i \in Server : Len(known[i]) < Len(log)
KnowledgeIsStaggered ==
  \E i, j \in Server : 0 < Len(known[i]) /\ Len(known[i]) < Len(known[j]) /\ Len(known[j]) < Len(log)
===============================================================================
