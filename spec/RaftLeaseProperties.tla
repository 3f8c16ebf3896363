-------------------------- MODULE RaftLeaseProperties --------------------------
(***************************************************************************)
(* What a lease promises, as long as the clocks keep to their bound.       *)
(***************************************************************************)
EXTENDS RaftLease, RaftReadsProperties

(* D 6.4.1: while a leader has a lease nobody leads in a larger term. *)
LeaseExcludesOthers ==
  \A i, j \in Server :
    HasLease(servers[i]) /\ IsLeader(servers[j])
      => servers[j].currentTerm <= servers[i].currentTerm

(* D 6.4.1 and RP section 8: what is answered under a lease is no less than what was
   committed, by whomever, when the read was issued. *)
LeasedReadsAreLinearizable ==
  \A i \in Server : \A r \in servers[i].reads :
    CanServeByLease(servers[i], r) => r.index >= r.context

(* D 4.2.3: whoever is bound to a leader hears it, whatever its term, so that it neither
   stands nor votes. *)
BoundServerHearsLeader ==
  \A i \in Server : IsBound(servers[i]) => servers[i].heardFromLeader

(* A lease is a leader's. *)
LeaseIsOfLeader ==
  \A i \in Server :
    IsLeader(servers[i]) \/ (servers[i].sentRounds = {} /\ ~servers[i].revoked)

(* RP section 5.2 and the Students' guide: a server that hears nothing but a leader of
   an older term comes to stand, because its timeout begins anew only with a leader whom
   it follows, and with a restart as if there had been one. *)
TimeoutBeginsWithLeaderStep ==
  \A i \in Server :
    servers'[i].heardAt > servers[i].heardAt
      => servers'[i].role = "follower" /\ servers'[i].heardFromLeader
TimeoutBeginsWithLeader == [][TimeoutBeginsWithLeaderStep]_vars
===============================================================================
