------------------------------ MODULE ClassicRaft ------------------------------
(***************************************************************************)
(* Raft written the classical way, as most public specifications of it     *)
(* are: one variable for each thing that a server remembers, each of them  *)
(* a function over the servers; a bag of messages; and every action says   *)
(* what becomes of every variable.  It is here to be explored, not read:   *)
(* nothing in it was chosen to suit a checker.                             *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
  Server, Value,                   \* who takes part, what is proposed
  Follower, Candidate, Leader,     \* what a server may be
  VoteAsked, VoteGiven,            \* kinds of message: a request for a vote
  EntriesSent, EntriesTaken,       \* and its answer, a request to append and its
  Nobody,                          \* in place of a server
  MaxTerm, MaxLog, MaxInFlight     \* the bounds of the model

VARIABLES
  messages,                        \* a bag: how often each message is under way
  currentTerm, state, votedFor,    \* of every server
  log, commitIndex,                \* of every server
  votesResponded, votesGranted,    \* of a candidate
  nextIndex, matchIndex            \* of a leader

serverVars == <<currentTerm, state, votedFor>>
logVars == <<log, commitIndex>>
candidateVars == <<votesResponded, votesGranted>>
leaderVars == <<nextIndex, matchIndex>>
vars == <<messages, serverVars, logVars, candidateVars, leaderVars>>

--------------------------------------------------------------------------------
(* Bags and logs *)

With(m, bag) ==
  IF m \in DOMAIN bag THEN [bag EXCEPT ![m] = @ + 1] ELSE bag @@ (m :> 1)

Without(m, bag) ==
  IF bag[m] > 1 THEN [bag EXCEPT ![m] = @ - 1]
  ELSE [other \in DOMAIN bag \ {m} |-> bag[other]]

Send(m) == messages' = With(m, messages)
Discard(m) == messages' = Without(m, messages)
Reply(answer, m) == messages' = With(answer, Without(m, messages))

Majorities == {group \in SUBSET Server : Cardinality(group) * 2 > Cardinality(Server)}
TermOf(entries, index) == IF index = 0 THEN 0 ELSE entries[index].term
LastTerm(entries) == TermOf(entries, Len(entries))
Least(a, b) == IF a < b THEN a ELSE b
Greatest(numbers) == CHOOSE n \in numbers : \A other \in numbers : other <= n

--------------------------------------------------------------------------------
(* What a server does of its own accord *)

Init ==
  /\ messages = [m \in {} |-> 0]
  /\ currentTerm = [i \in Server |-> 1]
  /\ state = [i \in Server |-> Follower]
  /\ votedFor = [i \in Server |-> Nobody]
  /\ log = [i \in Server |-> <<>>]
  /\ commitIndex = [i \in Server |-> 0]
  /\ votesResponded = [i \in Server |-> {}]
  /\ votesGranted = [i \in Server |-> {}]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]

Restart(i) ==
  /\ state' = [state EXCEPT ![i] = Follower]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = 0]
  /\ votesResponded' = [votesResponded EXCEPT ![i] = {}]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> 1]]
  /\ matchIndex' = [matchIndex EXCEPT ![i] = [j \in Server |-> 0]]
  /\ UNCHANGED <<messages, currentTerm, votedFor, log>>

Timeout(i) ==
  /\ state[i] \in {Follower, Candidate}
  /\ state' = [state EXCEPT ![i] = Candidate]
  /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ votesResponded' = [votesResponded EXCEPT ![i] = {}]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ UNCHANGED <<messages, logVars, leaderVars>>

RequestVote(i, j) ==
  /\ state[i] = Candidate
  /\ j \notin votesResponded[i]
  /\ Send([kind |-> VoteAsked, term |-> currentTerm[i], from |-> i, to |-> j,
           lastTerm |-> LastTerm(log[i]), lastIndex |-> Len(log[i])])
  /\ UNCHANGED <<serverVars, logVars, candidateVars, leaderVars>>

BecomeLeader(i) ==
  /\ state[i] = Candidate
  /\ votesGranted[i] \in Majorities
  /\ state' = [state EXCEPT ![i] = Leader]
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> Len(log[i]) + 1]]
  /\ matchIndex' = [matchIndex EXCEPT ![i] = [j \in Server |-> 0]]
  /\ UNCHANGED <<messages, currentTerm, votedFor, logVars, candidateVars>>

ClientRequest(i, value) ==
  /\ state[i] = Leader
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> value])]
  /\ UNCHANGED <<messages, serverVars, commitIndex, candidateVars, leaderVars>>

AppendEntries(i, j) ==
  /\ i # j
  /\ state[i] = Leader
  /\ LET before == nextIndex[i][j] - 1
         last == Least(Len(log[i]), nextIndex[i][j])
     IN Send([kind |-> EntriesSent, term |-> currentTerm[i], from |-> i, to |-> j,
              before |-> before, beforeTerm |-> TermOf(log[i], before),
              entries |-> SubSeq(log[i], nextIndex[i][j], last),
              committed |-> Least(commitIndex[i], last)])
  /\ UNCHANGED <<serverVars, logVars, candidateVars, leaderVars>>

AdvanceCommitIndex(i) ==
  /\ state[i] = Leader
  /\ LET Holders(index) == {i} \cup {j \in Server : matchIndex[i][j] >= index}
         held == {index \in 1..Len(log[i]) : Holders(index) \in Majorities}
     IN commitIndex' = [commitIndex EXCEPT ![i] =
          IF held # {} /\ log[i][Greatest(held)].term = currentTerm[i]
          THEN Greatest(held) ELSE @]
  /\ UNCHANGED <<messages, serverVars, log, candidateVars, leaderVars>>

--------------------------------------------------------------------------------
(* What a message does to server i, to which it was sent by server j *)

UpdateTerm(i, m) ==
  /\ m.term > currentTerm[i]
  /\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]
  /\ state' = [state EXCEPT ![i] = Follower]
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ UNCHANGED <<messages, logVars, candidateVars, leaderVars>>

HandleVoteAsked(i, j, m) ==
  LET fresh == \/ m.lastTerm > LastTerm(log[i])
               \/ m.lastTerm = LastTerm(log[i]) /\ m.lastIndex >= Len(log[i])
      given == m.term = currentTerm[i] /\ fresh /\ votedFor[i] \in {Nobody, j}
  IN /\ m.term <= currentTerm[i]
     /\ votedFor' = IF given THEN [votedFor EXCEPT ![i] = j] ELSE votedFor
     /\ Reply([kind |-> VoteGiven, term |-> currentTerm[i], from |-> i, to |-> j,
               given |-> given], m)
     /\ UNCHANGED <<currentTerm, state, logVars, candidateVars, leaderVars>>

HandleVoteGiven(i, j, m) ==
  /\ m.term = currentTerm[i]
  /\ votesResponded' = [votesResponded EXCEPT ![i] = @ \cup {j}]
  /\ \/ /\ m.given
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {j}]
     \/ ~m.given /\ UNCHANGED votesGranted
  /\ Discard(m)
  /\ UNCHANGED <<serverVars, logVars, leaderVars>>

Refuse(i, j, m) ==
  Reply([kind |-> EntriesTaken, term |-> currentTerm[i], from |-> i, to |-> j,
         taken |-> FALSE, match |-> 0], m)

HandleEntriesSent(i, j, m) ==
  LET index == m.before + 1
      fits == \/ m.before = 0
              \/ /\ m.before \in 1..Len(log[i])
                 /\ m.beforeTerm = log[i][m.before].term
  IN /\ m.term <= currentTerm[i]
     /\ \/ /\ m.term < currentTerm[i] \/ (state[i] = Follower /\ ~fits)
           /\ Refuse(i, j, m)
           /\ UNCHANGED <<serverVars, logVars>>
        \/ /\ m.term = currentTerm[i]
           /\ state[i] = Candidate
           /\ state' = [state EXCEPT ![i] = Follower]
           /\ UNCHANGED <<messages, currentTerm, votedFor, logVars>>
        \/ /\ m.term = currentTerm[i]
           /\ state[i] = Follower
           /\ fits
           /\ \/ /\ \/ m.entries = <<>>
                    \/ Len(log[i]) >= index /\ log[i][index].term = m.entries[1].term
                 /\ commitIndex' = [commitIndex EXCEPT ![i] = m.committed]
                 /\ Reply([kind |-> EntriesTaken, term |-> currentTerm[i], from |-> i,
                           to |-> j, taken |-> TRUE,
                           match |-> m.before + Len(m.entries)], m)
                 /\ UNCHANGED <<serverVars, log>>
              \/ /\ m.entries # <<>>
                 /\ Len(log[i]) >= index
                 /\ log[i][index].term # m.entries[1].term
                 /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, Len(@) - 1)]
                 /\ UNCHANGED <<messages, serverVars, commitIndex>>
              \/ /\ m.entries # <<>>
                 /\ Len(log[i]) = m.before
                 /\ log' = [log EXCEPT ![i] = Append(@, m.entries[1])]
                 /\ UNCHANGED <<messages, serverVars, commitIndex>>
     /\ UNCHANGED <<candidateVars, leaderVars>>

HandleEntriesTaken(i, j, m) ==
  /\ m.term = currentTerm[i]
  /\ \/ /\ m.taken
        /\ nextIndex' = [nextIndex EXCEPT ![i][j] = m.match + 1]
        /\ matchIndex' = [matchIndex EXCEPT ![i][j] = m.match]
     \/ /\ ~m.taken
        /\ nextIndex' = [nextIndex EXCEPT ![i][j] = Greatest({@ - 1, 1})]
        /\ UNCHANGED matchIndex
  /\ Discard(m)
  /\ UNCHANGED <<serverVars, logVars, candidateVars>>

DropStale(i, m) ==
  /\ m.term < currentTerm[i]
  /\ Discard(m)
  /\ UNCHANGED <<serverVars, logVars, candidateVars, leaderVars>>

Receive(m) ==
  LET i == m.to
      j == m.from
  IN \/ UpdateTerm(i, m)
     \/ m.kind = VoteAsked /\ HandleVoteAsked(i, j, m)
     \/ m.kind = VoteGiven /\ (DropStale(i, m) \/ HandleVoteGiven(i, j, m))
     \/ m.kind = EntriesSent /\ HandleEntriesSent(i, j, m)
     \/ m.kind = EntriesTaken /\ (DropStale(i, m) \/ HandleEntriesTaken(i, j, m))

Duplicate(m) == Send(m) /\ UNCHANGED <<serverVars, logVars, candidateVars, leaderVars>>
Drop(m) == Discard(m) /\ UNCHANGED <<serverVars, logVars, candidateVars, leaderVars>>

Next ==
  \/ \E i \in Server : Restart(i)
  \/ \E i \in Server : Timeout(i)
  \/ \E i, j \in Server : RequestVote(i, j)
  \/ \E i \in Server : BecomeLeader(i)
  \/ \E i \in Server, value \in Value : ClientRequest(i, value)
  \/ \E i \in Server : AdvanceCommitIndex(i)
  \/ \E i, j \in Server : AppendEntries(i, j)
  \/ \E m \in DOMAIN messages : Receive(m)
  \/ \E m \in DOMAIN messages : Duplicate(m)
  \/ \E m \in DOMAIN messages : Drop(m)

Spec == Init /\ [][Next]_vars

--------------------------------------------------------------------------------
(* What is checked, and within which bounds *)

OneLeaderATerm ==
  \A i, j \in Server :
    state[i] = Leader /\ state[j] = Leader /\ currentTerm[i] = currentTerm[j] => i = j

LogsMatch ==
  \A i, j \in Server : \A k \in 1..Least(Len(log[i]), Len(log[j])) :
    log[i][k].term = log[j][k].term => SubSeq(log[i], 1, k) = SubSeq(log[j], 1, k)

CommittedAreInLog == \A i \in Server : commitIndex[i] <= Len(log[i])

RECURSIVE Sum(_, _)
Sum(bag, kinds) ==
  IF kinds = {} THEN 0
  ELSE LET m == CHOOSE one \in kinds : TRUE IN bag[m] + Sum(bag, kinds \ {m})

WithinBounds ==
  /\ \A i \in Server : currentTerm[i] <= MaxTerm /\ Len(log[i]) <= MaxLog
  /\ Sum(messages, DOMAIN messages) <= MaxInFlight
================================================================================
