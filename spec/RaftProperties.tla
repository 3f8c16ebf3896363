---------------------------- MODULE RaftProperties ----------------------------
(***************************************************************************)
(* What Raft promises.  Each property is one named operator and cites its  *)
(* source; a model names those that it checks.  The five of RP figure 3    *)
(* come first, then what the proofs and every implementation rely on.      *)
(***************************************************************************)
EXTENDS Raft

IsLeader(s) == s.role = "leader"

IsPrefix(log, other) ==
  /\ Len(log) <= Len(other)
  /\ \A k \in 1..Len(log) : log[k] = other[k]

-------------------------------------------------------------------------------
(* RP figure 3: at most one leader can be elected in a given term. *)
ElectionSafety ==
  \A i, j \in Server :
    IsLeader(servers[i]) /\ IsLeader(servers[j]) /\ servers[i].currentTerm = servers[j].currentTerm
      => i = j

(* RP figure 3: a leader never overwrites or deletes entries in its log; it only
   appends.  A property of steps: what held before the step against what holds after. *)
LeaderAppendOnlyStep ==
  \A i \in Server :
    IsLeader(servers[i]) /\ IsLeader(servers'[i]) /\ servers'[i].currentTerm = servers[i].currentTerm
      => IsPrefix(WholeLog(servers[i]), WholeLog(servers'[i]))
LeaderAppendOnly == [][LeaderAppendOnlyStep]_vars

(* RP figure 3: if two logs contain an entry with the same index and term, then the
   logs are identical in all entries up through the given index. *)
LogMatching ==
  \A i, j \in Server :
    LET log   == WholeLog(servers[i])
        other == WholeLog(servers[j])
    IN \A k \in 1..Min(Len(log), Len(other)) :
         log[k].term = other[k].term => SubSeq(log, 1, k) = SubSeq(other, 1, k)

(* RP figure 3: if a log entry is committed in a given term, then that entry will be
   present in the logs of the leaders for all higher-numbered terms. *)
LeaderCompleteness ==
  \A i \in Server : \A c \in committed :
    IsLeader(servers[i]) /\ servers[i].currentTerm > c.term
      => /\ c.index <= LastIndex(servers[i])
         /\ WholeLog(servers[i])[c.index] = c.entry

(* RP figure 3: if a server has applied a log entry at a given index to its state
   machine, no other server will ever apply a different log entry for the same index.
   A server may apply what it knows to be committed, also before a crash. *)
StateMachineSafety ==
  \A c, d \in committed : c.index = d.index => c.entry = d.entry

-------------------------------------------------------------------------------
(* RP figure 2: currentTerm increases monotonically. *)
TermNeverGoesBackStep ==
  \A i \in Server : servers'[i].currentTerm >= servers[i].currentTerm
TermNeverGoesBack == [][TermNeverGoesBackStep]_vars

(* RP figure 2: commitIndex increases monotonically.  It is volatile: a restart
   begins it anew, and only a restart. *)
CommitNeverGoesBackStep ==
  \A i \in Server :
    \/ servers'[i].commitIndex >= servers[i].commitIndex
    \/ servers'[i] = Recover(servers[i])
CommitNeverGoesBack == [][CommitNeverGoesBackStep]_vars

(* RP section 5.2 and figure 2: a server votes for at most one candidate in a term,
   and remembers it on disk, so that a vote survives a crash. *)
VoteIsKeptStep ==
  \A i \in Server :
    servers[i].votedFor # None /\ servers'[i].currentTerm = servers[i].currentTerm
      => servers'[i].votedFor = servers[i].votedFor
VoteIsKept == [][VoteIsKeptStep]_vars

(* The same promise as the others see it: no server ever granted its vote to two
   candidates of one term.  Messages are never forgotten, so this looks at them. *)
VotesGranted == {m \in messages : m.type = "RequestVoteResponse" /\ m.voteGranted}
OneVoteATerm ==
  \A m, n \in VotesGranted : m.source = n.source /\ m.term = n.term => m.dest = n.dest

(* RP section 5.3: what a server committed it has. *)
CommitIsInLog ==
  \A i \in Server : servers[i].commitIndex <= LastIndex(servers[i])

(* D 3.5 and the Students' guide: a leader sends from beyond what it knows to match. *)
NextAboveMatch ==
  \A i \in Server : IsLeader(servers[i]) =>
    \A j \in Server \ {i} : servers[i].nextIndex[j] > servers[i].matchIndex[j]

(* D 3.5: what a leader counts as matching is on the follower, as long as no newer
   leader has been heard there.  Who is no member is not counted. *)
MatchIsTrue ==
  \A i, j \in Server :
    /\ IsLeader(servers[i])
    /\ servers[j].currentTerm = servers[i].currentTerm
    /\ j \in Peers(servers[i])
    => IsPrefix(SubSeq(WholeLog(servers[i]), 1, servers[i].matchIndex[j]), WholeLog(servers[j]))
===============================================================================
