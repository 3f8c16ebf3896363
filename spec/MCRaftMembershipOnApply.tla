----------------------- MODULE MCRaftMembershipOnApply -------------------------
(***************************************************************************)
(* RaftMembershipOnApply within bounds, also from where a server is behind *)
(* by as much as it can be.                                                *)
(***************************************************************************)
EXTENDS MCRaftMembership, RaftMembershipOnApply

CONSTANTS
  Second,          \* was a voter until First removed it
  Third            \* was one until First and Second removed it

Removals ==
  <<NoOpOfTermOne,
    ConfigurationOfTermOne(Only({First, Second})),
    ConfigurationOfTermOne(Only({First}))>>

(* First led term 1, in which all three were voters, and is alone now.  Second knows as
   much as it needed to know, Third nothing of all that. *)
InitShrunk ==
  /\ servers = [i \in Server |->
       [InitMember(i) EXCEPT
          !.currentTerm = 1,
          !.votedFor = First,
          !.role = IF i = First THEN "leader" ELSE "follower",
          !.log = IF i = Third THEN <<NoOpOfTermOne>> ELSE Removals,
          !.commitIndex = CASE i = First  -> 3
                            [] i = Second -> 2
                            [] i = Third  -> 0]]
  /\ messages = {}
  /\ committed = {[index |-> k, entry |-> Removals[k], term |-> 1] : k \in 1..3}

SpecShrunk == InitShrunk /\ [][NextMembership]_vars
===============================================================================
