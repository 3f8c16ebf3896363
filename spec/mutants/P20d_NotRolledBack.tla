-------------------------- MODULE P20d_NotRolledBack --------------------------
(***************************************************************************)
(* A server keeps the configuration in force apart from its log, and does  *)
(* not go back to the one before when the entry is removed from the log. D *)
(* 4.1: a server uses the latest in its log.                               *)
(*                                                                         *)
(* It begins as the model rolled_back does.                                *)
(***************************************************************************)
EXTENDS MCRaftMembership

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

InitStored ==
  /\ servers = [i \in Server |->
       LET s == Overtaken([InitMember(i) EXCEPT
                             !.log = IF i \in InitialVoters THEN <<NoOpOfTermOne>> ELSE @],
                          Only(Server))
       IN [s EXCEPT !.snapshot.configuration = ConfigurationOf(s.log)]]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> NoOpOfTermOne, term |-> 1]}
===============================================================================
