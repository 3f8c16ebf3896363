---------------------------- MODULE RaftMembership ----------------------------
(***************************************************************************)
(* Who the members of the cluster are changes while it runs: one voter at  *)
(* a time, or any number of them through a joint configuration; and with   *)
(* learners, who get the log before they have a vote.                      *)
(*                                                                         *)
(* A configuration is an entry of the log.  Which one is in force, whom it *)
(* lets vote, and what becomes of it when entries are removed is already   *)
(* in Raft: the newest in a server's log is in force, committed or not.    *)
(* This module says when a leader may add one.  A server's record and the  *)
(* messages are those of RaftElections.                                    *)
(*                                                                         *)
(* Sources: as in Raft.  D 4.1 are changes of one server, D 4.2.1 the      *)
(* learners, D 4.2.2 the removal of the leader, D 4.3 joint consensus.     *)
(* "Erratum" is Ongaro, "bug in single-server membership changes", in the  *)
(* mailing list raft-dev, 10 July 2015.                                    *)
(***************************************************************************)
EXTENDS RaftElections

CONSTANT
  InitialVoters    \* who the voters are before any entry

MembershipFeatures == {"single-server", "joint", "learners"}

(* All servers start with the same configuration, also those that are not in it: a
   server that is to join knows whom it joins, or nobody. *)
InitMember(i) ==
  [InitElectionServer(i) EXCEPT !.snapshot.configuration.voters = InitialVoters]

(***************************************************************************)
(* WHEN.  A change may begin once the one before it is over, which it is   *)
(* when its entry is committed (D 4.1); and once an entry of the leader's  *)
(* own term is committed (Erratum).  Before that an older leader's change, *)
(* which nobody here knows of, may still come to be: it and the new one    *)
(* differ by two voters, and decide without each other.                    *)
(***************************************************************************)
IsConfigurationCommitted(s) == ConfigurationIndex(s, LastIndex(s)) <= s.commitIndex

CanAppendConfiguration(s) ==
  /\ CanAppendEntry(s)
  /\ s.transferTarget = None
  /\ HasCommittedInTerm(s)
  /\ IsConfigurationCommitted(s)

(* Of the log of a server that enters nothing is known, also if it was a member before: it
   may have lost its disk since, where that is allowed at all.  nextIndex is a guess at all
   times, and stays. *)
Members(c) == c.voters \cup c.outgoing \cup c.learners

AppendConfiguration(s, c) ==
  LET entering == Members(c) \ Members(Configuration(s))
  IN Step([s EXCEPT !.log = Append(@, [term |-> s.currentTerm, configuration |-> c]),
                    !.matchIndex = [j \in Server |-> IF j \in entering THEN 0 ELSE @[j]]],
          {})

(***************************************************************************)
(* WHAT.  A target is a configuration in which the cluster is to end up:   *)
(* it has voters and none who are on their way out.  A voter is not made a *)
(* learner; it is removed, and then added as one.                          *)
(***************************************************************************)
IsTarget(s, c) ==
  /\ c.voters # {}
  /\ c.outgoing = {}
  /\ c.learners \cap (c.voters \cup Voters(s)) = {}
  /\ c.learners = {} \/ "learners" \in Features
  /\ c # Configuration(s)

Changed(voters, others) == (voters \ others) \cup (others \ voters)

(* D 4.1: majorities of two sets of voters that differ by one have a voter in common.
   Learners have no part in that: they change by the way. *)
IsSingleChange(s, c) ==
  LET changed == Changed(Configuration(s).voters, c.voters)
  IN changed = {} \/ ("single-server" \in Features /\ Cardinality(changed) = 1)

CanChangeConfiguration(s, c) ==
  /\ CanAppendConfiguration(s)
  /\ Configuration(s).outgoing = {}
  /\ IsTarget(s, c)
  /\ IsSingleChange(s, c)

ChangeConfiguration(s, c) == AppendConfiguration(s, c)

(***************************************************************************)
(* JOINT CONSENSUS (D 4.3).  In between the old voters and the new ones    *)
(* decide together, each with a majority of their own.  When that is       *)
(* committed the leader ends it: the old ones have no part any more.       *)
(***************************************************************************)
CanEnterJoint(s, c) ==
  /\ "joint" \in Features
  /\ CanAppendConfiguration(s)
  /\ Configuration(s).outgoing = {}
  /\ IsTarget(s, c)
  /\ c.voters # Configuration(s).voters

EnterJoint(s, c) ==
  AppendConfiguration(s, [c EXCEPT !.outgoing = Configuration(s).voters])

CanLeaveJoint(s) == CanAppendConfiguration(s) /\ Configuration(s).outgoing # {}

LeaveJoint(s) == AppendConfiguration(s, [Configuration(s) EXCEPT !.outgoing = {}])

(***************************************************************************)
(* A LEADER THAT IS REMOVED (D 4.2.2).  It leads until its removal is      *)
(* committed, and does not count itself: no quorum has it.  Then it adds   *)
(* nothing more and steps down.                                            *)
(***************************************************************************)
CanStepDown(s) == s.role = "leader" /\ IsRetired(s)

StepDown(s) == Step(Forget(BecomeFollower(s)), {})

(***************************************************************************)
(* ACTIONS.  No message is added: configurations go the way of all entries.*)
(***************************************************************************)
ChangeMembers(i, c) ==
  CanChangeConfiguration(servers[i], c) /\ Put(i, ChangeConfiguration(servers[i], c))
BeginJoint(i, c)    == CanEnterJoint(servers[i], c) /\ Put(i, EnterJoint(servers[i], c))
EndJoint(i)         == CanLeaveJoint(servers[i]) /\ Put(i, LeaveJoint(servers[i]))
Retire(i)           == CanStepDown(servers[i]) /\ Put(i, StepDown(servers[i]))

InitMembership ==
  /\ servers = [i \in Server |-> InitMember(i)]
  /\ messages = {}
  /\ committed = {}

ActChanges ==
  LET targets ==
        [voters   : SUBSET Server \ {{}},
         outgoing : {{}},
         learners : IF "learners" \in Features THEN SUBSET Server ELSE {{}}]
  IN \/ \E i \in Server, c \in targets : ChangeMembers(i, c)
     \/ \E i \in Server, c \in targets : BeginJoint(i, c)
     \/ \E i \in Server : EndJoint(i)

ActMembership == ActChanges \/ \E i \in Server : Retire(i)

NextMembership == ActElections \/ ActMembership \/ \E m \in messages : ReceiveMessage(m)

SpecMembership == InitMembership /\ [][NextMembership]_vars
===============================================================================
