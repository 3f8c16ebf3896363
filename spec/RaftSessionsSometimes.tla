------------------------- MODULE RaftSessionsSometimes ------------------------
(***************************************************************************)
(* What the models of client sessions must reach, see RaftSometimes.       *)
(***************************************************************************)
EXTENDS RaftSessionsProperties, RaftElectionsSometimes

(* An operation is applied twice, and has its reply both times. *)
RepetitionIsAnswered ==
  \E i \in Server :
    LET s     == servers[i]
        asked == {k \in 1..s.commitIndex : IsOperationAt(s, k) /\ ReplyAt(s, k) # None}
    IN \E k, l \in asked : k < l /\ WholeLog(s)[k].value = WholeLog(s)[l].value

(* RP section 8: a client that waits asked a second leader for what a first one had put in
   its log already, and this one has it twice and the reply. *)
NextLeaderAnswers ==
  \E c \in Client, i \in Server :
    LET s     == servers[i]
        asked == {k \in 1..s.commitIndex :
                    IsOperationAt(s, k) /\ WholeLog(s)[k].value = Asked(clients[c])}
    IN /\ IsLeader(s)
       /\ IsWaiting(clients[c])
       /\ ReplyTo(Machine(s), Asked(clients[c])) # None
       /\ \E k, l \in asked : WholeLog(s)[k].term < WholeLog(s)[l].term

(* An operation is applied when its session has expired. *)
ExpiredIsRefused ==
  \E i \in Server : \E k \in 1..servers[i].commitIndex :
    IsOperationAt(servers[i], k) /\ ReplyAt(servers[i], k) = None

(* Two sessions are open at once. *)
TwoSessionsAreOpen == \E i \in Server : Cardinality(Machine(servers[i]).sessions) > 1

SessionIsOpen == \E i \in Server : Machine(servers[i]).sessions # {}

(* A client has the reply to its last operation, and may go on. *)
ClientIsAnswered == \E c \in Client : clients[c].serial > 0 /\ ~IsWaiting(clients[c])
===============================================================================
