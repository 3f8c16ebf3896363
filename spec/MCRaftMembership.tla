--------------------------- MODULE MCRaftMembership ---------------------------
(***************************************************************************)
(* RaftMembership within bounds.  A model (an MCRaftMembership_*.cfg,      *)
(* listed in models.toml) chooses the features, and where it begins: with  *)
(* nothing, with a leader that has begun its term, so that the changes are *)
(* within reach, or in the middle of one of them.                          *)
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

Only(voters) == [voters |-> voters, outgoing |-> {}, learners |-> {}]

ConfigurationOfTermOne(c) == [term |-> 1, configuration |-> c]

(***************************************************************************)
(* A CHANGE THAT IS TAKEN BACK.  First led term 1 and appended a change of *)
(* which nobody heard.  Successor leads term 2 since, and has its no-op in *)
(* that place.                                                             *)
(***************************************************************************)
Successor == CHOOSE i \in InitialVoters \ {First} : TRUE

(* What becomes of a server's record from before that. *)
Overtaken(s, change) ==
  LET t == [s EXCEPT !.currentTerm = 2, !.votedFor = Successor]
  IN CASE s.id = First     -> [t EXCEPT !.log = Append(@, ConfigurationOfTermOne(change))]
       [] s.id = Successor -> [t EXCEPT !.log = Append(@, [term |-> 2, value |-> NoOp]),
                                        !.role = "leader",
                                        !.nextIndex = [j \in Server |-> LastIndex(s) + 1]]
       [] OTHER            -> s

(* The change is to make all servers voters. *)
InitOvertaken ==
  /\ servers = [i \in Server |->
       Overtaken([InitMember(i) EXCEPT !.log = IF i \in InitialVoters THEN <<NoOpOfTermOne>> ELSE @],
                 Only(Server))]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> NoOpOfTermOne, term |-> 1]}

SpecOvertaken == InitOvertaken /\ [][NextMembership]_vars

(* They are that already, and the entry that made them so is compacted everywhere.  The
   change would have gone back to where the cluster began. *)
Compacted == <<NoOpOfTermOne, ConfigurationOfTermOne(Only(Server))>>
InitOvertakenCompacted ==
  /\ servers = [i \in Server |->
       Overtaken([InitMember(i) EXCEPT
                    !.currentTerm = 1,
                    !.votedFor = First,
                    !.commitIndex = 2,
                    !.snapshot = [lastIndex     |-> 2,
                                  lastTerm      |-> 1,
                                  configuration |-> Only(Server),
                                  state         |-> Compacted]],
                 Only(InitialVoters))]
  /\ messages = {}
  /\ committed = {[index |-> k, entry |-> Compacted[k], term |-> 1] : k \in 1..2}

SpecOvertakenCompacted == InitOvertakenCompacted /\ [][NextMembership]_vars

(***************************************************************************)
(* A LEARNER THAT HAS CAUGHT UP.  First leads term 1, and Learner has the  *)
(* whole log, in which it became one.                                      *)
(***************************************************************************)
Learner == CHOOSE i \in Server \ InitialVoters : TRUE

Learning ==
  <<NoOpOfTermOne,
    ConfigurationOfTermOne([voters |-> InitialVoters, outgoing |-> {}, learners |-> {Learner}])>>

InitCaughtUp ==
  /\ servers = [i \in Server |->
       [InitMember(i) EXCEPT
          !.currentTerm = 1,
          !.votedFor = IF i \in InitialVoters THEN First ELSE None,
          !.role = IF i = First THEN "leader" ELSE "follower",
          !.log = Learning,
          !.commitIndex = IF i = First THEN 2 ELSE 0,
          !.nextIndex = IF i = First THEN [j \in Server |-> 3] ELSE @,
          !.matchIndex = IF i = First THEN [j \in Server |-> IF j = i THEN 0 ELSE 2] ELSE @]]
  /\ messages = {}
  /\ committed = {[index |-> k, entry |-> Learning[k], term |-> 1] : k \in 1..2}

SpecCaughtUp == InitCaughtUp /\ [][NextMembership]_vars

(***************************************************************************)
(* A SERVER THAT RETURNS WITHOUT ITS DISK.  First leads term 1, in which   *)
(* Returning was a voter with the no-op in its log, and was removed.  It   *)
(* starts anew now, and may be added again.  Nothing that it sent or that  *)
(* was sent to it before is still on its way: see P25d.                    *)
(***************************************************************************)
Returning == CHOOSE i \in InitialVoters \ {First} : TRUE

Removal == <<NoOpOfTermOne, ConfigurationOfTermOne(Only(InitialVoters \ {Returning}))>>

InitReturned ==
  /\ servers = [i \in Server |->
       IF i = Returning
       THEN InitMember(i)
       ELSE [InitMember(i) EXCEPT
               !.currentTerm = 1,
               !.votedFor = First,
               !.role = IF i = First THEN "leader" ELSE "follower",
               !.log = Removal,
               !.commitIndex = IF i = First THEN 2 ELSE 0,
               !.nextIndex = IF i = First
                             THEN [j \in Server |-> IF j = Returning THEN 2 ELSE 3]
                             ELSE @,
               !.matchIndex = IF i = First
                              THEN [j \in Server |-> CASE j = i         -> 0
                                                       [] j = Returning -> 1
                                                       [] OTHER         -> 2]
                              ELSE @]]
  /\ messages = {}
  /\ committed = {[index |-> k, entry |-> Removal[k], term |-> 1] : k \in 1..2}

SpecReturned == InitReturned /\ [][NextMembership]_vars

(* Of steps: an entry is committed that without it would not be. *)
ReturningDecides ==
  \E i \in Server :
    LET k       == servers'[i].commitIndex
        holders == Holders(k, WholeLog(servers[i])[k])
    IN /\ CommitsByCounting(i)
       /\ Returning \in holders
       /\ ~HasMajority(holders \ {Returning}, Configuration(servers[i]).voters)
===============================================================================
