-------------------------- MODULE RaftReadsProperties --------------------------
(***************************************************************************)
(* What ReadIndex promises, beside all that Raft and the rules for         *)
(* elections do.                                                           *)
(***************************************************************************)
EXTENDS RaftReads, RaftElectionsProperties

(* RP section 8; D 6.4: reads are linearizable.  Whoever could be answered now is
   answered from all that was committed, by whomever, when the read was issued. *)
ReadsAreLinearizable ==
  \A i \in Server : \A r \in servers[i].reads :
    CanServeRead(servers[i], r) => r.index >= r.context

(* D 6.4, step 1: what a read notes, the leader has committed in its own term.  Its entry
   may be compacted since. *)
ReadIsOfOwnTerm ==
  \A i \in Server : \A r \in servers[i].reads :
    /\ r.index \in 1..servers[i].commitIndex
    /\ WholeLog(servers[i])[r.index].term = servers[i].currentTerm

(* D 6.4, step 3: what a leader counts for a round was said in its term to that round. *)
ConfirmedRoundWasBegun ==
  \A i, j \in Server :
    /\ servers[i].confirmedRound[j] <= servers[i].round
    /\ servers[i].confirmedRound[j] > 0 => servers[j].currentTerm >= servers[i].currentTerm

(* Reads and rounds are those of a leader and of its term; both begin anew. *)
ReadsAreOfLeader ==
  \A i \in Server :
    IsLeader(servers[i]) \/ (servers[i].reads = {} /\ servers[i].round = 0)

(* Within a term rounds are numbered upwards, and no answer is taken back. *)
RoundsGoUpStep ==
  \A i \in Server :
    IsLeader(servers[i]) /\ IsLeader(servers'[i])
      => /\ servers'[i].round >= servers[i].round
         /\ \A j \in Server : servers'[i].confirmedRound[j] >= servers[i].confirmedRound[j]
RoundsGoUp == [][RoundsGoUpStep]_vars
===============================================================================
