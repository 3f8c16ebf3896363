------------------------------ MODULE MCRaftLease ------------------------------
(***************************************************************************)
(* RaftLease within bounds.  Most models start with a leader, because what *)
(* breaks a lease takes a second one.                                      *)
(***************************************************************************)
EXTENDS RaftLeaseProperties, RaftLeaseSometimes

CONSTANTS
  FirstLeader,     \* who leads where a model starts
  LateCandidate,   \* who stood in vain in the first term, or None
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages,     \* no more messages than so many are ever sent
  MaxRound,        \* no leader begins more rounds
  MaxReads,        \* no more reads wait at a leader
  MaxTicks         \* no clock goes on for longer

ASSUME Features \subseteq ElectionFeatures \cup ReadFeatures \cup LeaseFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
       /\ servers[i].round <= MaxRound
       /\ Cardinality(servers[i].reads) <= MaxReads
       /\ servers[i].clock <= ElectionTicks + MaxTicks
  /\ Cardinality(messages) <= MaxMessages

(* Where only a first leader that hears nothing of a later term is of interest: all that
   has to do with its lease. *)
FirstLeaderIsDeaf == servers[FirstLeader].currentTerm <= 1

(* Where the first leader sends nothing else. *)
FirstLeaderSendsRounds ==
  \A m \in messages : m.source = FirstLeader => m.type # "AppendEntriesRequest"

(* Where rounds are the only heartbeats. *)
OnlyRounds == \A m \in messages : m.type # "AppendEntriesRequest"

(* Raft comes here by itself: the leader of term 1 was elected, put an entry on every
   server and took it for committed.  Every message was received or lost, but for the
   requests of the late candidate. *)
FirstEntry == [term |-> 1, value |-> NoOp]

FirstRecord(i) ==
  IF i = FirstLeader
  THEN [InitLeaseServer(i) EXCEPT !.currentTerm = 1,
                                  !.votedFor = i,
                                  !.log = <<FirstEntry>>,
                                  !.role = "leader",
                                  !.commitIndex = 1,
                                  !.nextIndex = [j \in Server |-> 2],
                                  !.matchIndex = [j \in Server |-> IF j = i THEN 0 ELSE 1]]
  ELSE [InitLeaseServer(i) EXCEPT !.currentTerm = 1,
                                  !.votedFor = IF i = LateCandidate THEN i ELSE FirstLeader,
                                  !.log = <<FirstEntry>>]

LateRequests ==
  {[type               |-> "RequestVoteRequest",
    term               |-> 1,
    source             |-> LateCandidate,
    dest               |-> j,
    lastLogTerm        |-> 0,
    lastLogIndex       |-> 0,
    leadershipTransfer |-> FALSE] : j \in Server \ {FirstLeader, LateCandidate}}

InitLed ==
  /\ servers = [i \in Server |-> FirstRecord(i)]
  /\ messages = IF LateCandidate = None THEN {} ELSE LateRequests
  /\ committed = {[index |-> 1, entry |-> FirstEntry, term |-> 1]}

SpecLeaseLed == InitLed /\ [][NextLease]_vars

(* One round later: all have answered it, so that the leader has a lease and the others are
   bound. *)
LeasedRecord(i) ==
  LET s == FirstRecord(i)
  IN IF i = FirstLeader
     THEN [s EXCEPT !.round = 1,
                    !.sentRounds = {[round |-> 1, sentAt |-> s.clock]},
                    !.confirmedRound = [j \in Server |-> IF j = i THEN 0 ELSE 1]]
     ELSE [s EXCEPT !.heardFromLeader = TRUE, !.heardAt = s.clock]

InitLeased ==
  /\ servers = [i \in Server |-> LeasedRecord(i)]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> FirstEntry, term |-> 1]}

SpecLeased == InitLeased /\ [][NextLease]_vars

(* What must be reached: a lease answers from more than was there at first. *)
NewEntryIsReadByLease ==
  \E i \in Server : \E r \in servers[i].reads : CanServeByLease(servers[i], r) /\ r.index > 1
===============================================================================
