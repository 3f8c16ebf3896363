--------------------------- MODULE RaftReadsSometimes ---------------------------
(***************************************************************************)
(* What must be reached where reads are served without the log, beside     *)
(* what RaftElectionsSometimes has.                                        *)
(***************************************************************************)
EXTENDS RaftReads, RaftElectionsSometimes

(* D 6.4: a read is served that a quorum confirmed. *)
ReadIsServed ==
  \E i \in Server : \E r \in servers[i].reads :
    IsLeader(servers'[i]) /\ r \notin servers'[i].reads

(* The round under way was begun before the read came, and says nothing for it. *)
RoundIsTooOld ==
  \E i \in Server : \E r \in servers[i].reads :
    r.round > servers[i].round /\ IsConfirmed(servers[i], servers[i].round) /\ servers[i].round > 0

(* A leader that does not know of a newer one has a read waiting. *)
ReadWaitsAtStaleLeader ==
  \E i, j \in Server :
    /\ IsLeader(servers[i])
    /\ servers[i].reads # {}
    /\ IsLeader(servers[j])
    /\ servers[j].currentTerm > servers[i].currentTerm

(* A read waits at a leader that knows of less than was committed when it came. *)
AnswerWouldBeStale ==
  \E i \in Server : \E r \in servers[i].reads : IsLeader(servers[i]) /\ r.index < r.context

(* Whoever does not lead any more answers none. *)
ReadIsDropped ==
  \E i \in Server : servers[i].reads # {} /\ IsLeader(servers[i]) /\ ~IsLeader(servers'[i])

(* D 6.4, step 1: a new leader does not know yet how much is committed. *)
NewLeaderMayNotRead ==
  \E i \in Server : IsLeader(servers[i]) /\ ~HasCommittedInTerm(servers[i]) /\ committed # {}
===============================================================================
