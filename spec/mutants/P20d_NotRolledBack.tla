-------------------------- MODULE P20d_NotRolledBack --------------------------
(***************************************************************************)
(* A server keeps the configuration in force apart from its log, and does  *)
(* not go back to the one before when the entry is removed from the log. D *)
(* 4.1: a server uses the latest in its log.                               *)
(*                                                                         *)
(* The model starts with s1, who led term 1 and added s3, and knows        *)
(* nothing of s2, who leads term 2.                                        *)
(***************************************************************************)
EXTENDS MCRaftMembership

CONSTANTS s1, s2, s3

Added == [voters |-> Server, outgoing |-> {}, learners |-> {}]

StoredApart(s) == s.snapshot.configuration

AppendsAndStores(s, c) ==
  Step([s EXCEPT !.log = Append(@, [term |-> s.currentTerm, configuration |-> c]),
                 !.snapshot.configuration = c],
       {})

NewestIn(log) ==
  LET held == ConfigurationIndexes(log) IN log[Newest(held)].configuration

(* As MergeEntries, and RaftElections' HearLeader, but for what is stored. *)
HearsAndStores(s, m) ==
  LET step == HandleAppendEntriesRequest(s, m)
      f    == Forget(step.server)
  IN Step(IF m.term = s.currentTerm /\ ConfigurationIndexes(m.entries) # {}
          THEN [f EXCEPT !.snapshot.configuration = NewestIn(m.entries)]
          ELSE f,
          step.out)

Overtaken ==
  /\ servers = [i \in Server |->
       [InitMember(i) EXCEPT
          !.currentTerm = IF i = s3 THEN 0 ELSE 2,
          !.votedFor = IF i = s3 THEN None ELSE s2,
          !.role = IF i = s2 THEN "leader" ELSE "follower",
          !.log = CASE i = s1 -> <<NoOpOfTermOne, [term |-> 1, configuration |-> Added]>>
                    [] i = s2 -> <<NoOpOfTermOne, [term |-> 2, value |-> NoOp]>>
                    [] OTHER  -> <<>>,
          !.snapshot.configuration = IF i = s1 THEN Added ELSE @,
          !.nextIndex = IF i = s2 THEN [j \in Server |-> 2] ELSE @]]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> NoOpOfTermOne, term |-> 1]}
===============================================================================
