------------------------ MODULE RaftElectionsSometimes ------------------------
(***************************************************************************)
(* What must be reached where the rules of RaftElections are in force,     *)
(* beside what RaftSometimes has.                                          *)
(***************************************************************************)
EXTENDS RaftElectionsProperties, RaftSometimes

(* D 6.4: the entry with which a leader begins its term is committed. *)
NoOpIsCommitted == \E c \in committed : ~IsConfiguration(c.entry) /\ c.entry.value = NoOp

(* D 9.6: refused by a server that is not behind in its term: for its log, or its leader. *)
PreVoteIsRefused ==
  \E m \in messages :
    /\ m.type = "PreVoteRequest"
    /\ m.term > servers[m.dest].currentTerm
    /\ [type |-> "PreVoteResponse", term |-> m.term - 1, source |-> m.dest, dest |-> m.source,
        voteGranted |-> FALSE] \in messages

(* D 9.6: who was given a majority of pre-votes begins the term. *)
PreVoteIsWon ==
  \E i \in Server : servers[i].role = "precandidate" /\ servers'[i].role = "candidate"

(* D 4.2.3: a request for a vote in a new term comes to one that hears its leader. *)
VoteIsWithheld ==
  \E m \in Candidacies :
    m.term > servers[m.dest].currentTerm /\ IsWithheld(servers[m.dest], m)

(* D 6.2: when an election timeout passes, a leader that was answered stays ... *)
AnsweredLeaderStays ==
  \E i \in Server :
    /\ IsLeader(servers[i])
    /\ servers[i].heardFrom # {}
    /\ servers'[i] = [servers[i] EXCEPT !.heardFrom = {}]

(* ... and one steps down that was, the last time, and is not any more. *)
LeaderLosesQuorum ==
  \E i \in Server :
    /\ IsLeader(servers[i])
    /\ LacksQuorum(servers[i])
    /\ servers[i].commitIndex > 0
    /\ servers'[i] = PassElectionTimeout(servers[i]).server

(* D 3.10: the target of a transfer wins the election that it was told to start. *)
TransferIsFinished ==
  \E i \in Server :
    /\ ~IsLeader(servers[i])
    /\ IsLeader(servers'[i])
    /\ \E m \in Candidacies :
         m.leadershipTransfer /\ m.source = i /\ m.term = servers[i].currentTerm

(* D 3.10: a leader gives up a transfer and leads on. *)
TransferIsGivenUp ==
  \E i \in Server :
    /\ servers[i].transferTarget # None
    /\ IsLeader(servers'[i])
    /\ servers'[i].transferTarget = None
===============================================================================
