----------------------------- MODULE MCRaftComplete -----------------------------
(***************************************************************************)
(* RaftComplete within bounds.  A model (an MCRaftComplete_*.cfg, listed   *)
(* in models.toml) chooses the features that it puts together, and begins  *)
(* with a leader that has begun its term.                                  *)
(***************************************************************************)
EXTENDS RaftComplete, RaftMembershipProperties, RaftSnapshotsProperties, RaftLeaseProperties,
        RaftLeaseSometimes

CONSTANTS
  First,           \* who leads where a model starts
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages,     \* no more messages than so many are ever sent
  MaxRound,        \* no leader begins more rounds
  MaxReads,        \* no more reads wait at a leader
  MaxTicks         \* no clock goes on for longer

ASSUME Features \subseteq CompleteFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
       /\ servers[i].round <= MaxRound
       /\ Cardinality(servers[i].reads) <= MaxReads
       /\ servers[i].clock <= ElectionTicks + MaxTicks
  /\ Cardinality(messages) <= MaxMessages

(* What every server starts with, where only some of them vote at first. *)
FirstConfiguration == [voters |-> InitialVoters, outgoing |-> {}, learners |-> {}]

(* First leads term 1 by the votes of all, and has its no-op committed, which the voters
   hold.  All messages of that past are lost. *)
FirstEntry == [term |-> 1, value |-> NoOp]

Voter(i) ==
  [InitCompleteServer(i) EXCEPT !.currentTerm = 1, !.votedFor = First, !.log = <<FirstEntry>>]

LeaderOfTermOne(i) ==
  [Voter(i) EXCEPT
    !.role = "leader",
    !.commitIndex = 1,
    !.nextIndex = [j \in Server |-> IF j \in InitialVoters THEN 2 ELSE 1],
    !.matchIndex = [j \in Server |-> IF j \in InitialVoters \ {i} THEN 1 ELSE 0]]

InitCompleteLed ==
  /\ servers = [i \in Server |-> CASE i = First           -> LeaderOfTermOne(i)
                                   [] i \notin InitialVoters -> InitCompleteServer(i)
                                   [] OTHER               -> Voter(i)]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> FirstEntry, term |-> 1]}

SpecCompleteLed == InitCompleteLed /\ [][NextComplete]_vars

-------------------------------------------------------------------------------
(* What must be reached where features meet. *)

(* D 4 and 5: the entry that added a server is compacted, and that server is sent the
   snapshot in which it finds out that it is a member. *)
ConfigurationIsInstalled ==
  \E i \in Server :
    /\ servers'[i].snapshot # servers[i].snapshot
    /\ servers'[i].snapshot.lastIndex > LastIndex(servers[i])
    /\ servers'[i].snapshot.configuration # FirstConfiguration

(* D 5.1: a change of members that is not committed yet stands after a snapshot. *)
ChangeFollowsSnapshot ==
  \E i \in Server :
    /\ servers[i].snapshot.lastIndex > 0
    /\ ConfigurationIndex(servers[i], LastIndex(servers[i])) > servers[i].commitIndex
===============================================================================
