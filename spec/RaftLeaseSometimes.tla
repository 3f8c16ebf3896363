--------------------------- MODULE RaftLeaseSometimes ---------------------------
(***************************************************************************)
(* What must be reached where reads are served under a lease.              *)
(***************************************************************************)
EXTENDS RaftLease, RaftReadsSometimes

LeaseIsHeld == \E i \in Server : IsLeader(servers[i]) /\ HasLease(servers[i])

(* D 6.4.1: a read is served for which no round was confirmed. *)
ReadIsServedByLease ==
  \E i \in Server : \E r \in servers[i].reads :
    /\ ~IsConfirmed(servers[i], r.round)
    /\ IsLeader(servers'[i])
    /\ r \notin servers'[i].reads

(* A quorum answered, and that is too long ago. *)
LeaseRunsOut ==
  \E i \in Server :
    HasLease(servers[i]) /\ IsLeader(servers'[i]) /\ ~HasLease(servers'[i]) /\ ~servers'[i].revoked

(* D 3.10: a leader tells another server to stand, and has no lease from then on. *)
LeaseIsRevoked ==
  \E i \in Server : HasLease(servers[i]) /\ servers'[i].revoked

(* One leads after another whose lease was over. *)
LeaderAfterLease ==
  \E i, j \in Server :
    /\ IsLeader(servers[i])
    /\ servers[i].sentRounds # {}
    /\ ~HasLease(servers[i])
    /\ IsLeader(servers[j])
    /\ servers[j].currentTerm > servers[i].currentTerm
===============================================================================
