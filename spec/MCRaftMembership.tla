--------------------------- MODULE MCRaftMembership ---------------------------
(***************************************************************************)
(* RaftMembership within bounds.  A model (an MCRaftMembership_*.cfg,      *)
(* listed in models.toml) chooses the features, and where it begins: with  *)
(* nothing, or with a leader that has begun its term, so that the changes  *)
(* are within reach.                                                       *)
(***************************************************************************)
EXTENDS RaftMembershipProperties, RaftElectionsSometimes, RaftRefinement

CONSTANTS
  First,           \* who leads at the start of such a model
  MaxTerm,         \* no server's term goes beyond
  MaxLogLength,    \* no server's log grows beyond
  MaxMessages      \* no more messages than so many are ever sent

ASSUME Features \subseteq ElectionFeatures \cup MembershipFeatures

WithinBounds ==
  /\ \A i \in Server :
       /\ servers[i].currentTerm <= MaxTerm
       /\ LastIndex(servers[i]) <= MaxLogLength
  /\ Cardinality(messages) <= MaxMessages

(* First leads term 1 by the votes of all, and has its no-op committed, which the voters
   hold.  All messages of that past are lost. *)
NoOpOfTermOne == [term |-> 1, value |-> NoOp]
InitElected ==
  /\ servers = [i \in Server |->
       [InitMember(i) EXCEPT
          !.currentTerm = IF i \in InitialVoters THEN 1 ELSE 0,
          !.votedFor = IF i \in InitialVoters THEN First ELSE None,
          !.role = IF i = First THEN "leader" ELSE "follower",
          !.log = IF i \in InitialVoters THEN <<NoOpOfTermOne>> ELSE <<>>,
          !.commitIndex = IF i = First THEN 1 ELSE 0,
          !.nextIndex = IF i = First
                        THEN [j \in Server |-> IF j \in InitialVoters THEN 2 ELSE 1]
                        ELSE @,
          !.matchIndex = IF i = First
                         THEN [j \in Server |-> IF j \in InitialVoters \ {i} THEN 1 ELSE 0]
                         ELSE @]]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> NoOpOfTermOne, term |-> 1]}

SpecElected == InitElected /\ [][NextMembership]_vars
===============================================================================
