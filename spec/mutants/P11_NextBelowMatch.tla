-------------------------- MODULE P11_NextBelowMatch --------------------------
(***************************************************************************)
(* A leader lets nextIndex go down with every refusal, however old. What a *)
(* follower acknowledged it has: nextIndex stays above matchIndex, or a    *)
(* late refusal sets the replication back for ever (Students' guide; D     *)
(* 3.5).                                                                   *)
(*                                                                         *)
(* The model starts with s1 leading term 2; its log holds an entry that it *)
(* added when it led term 1, so nextIndex starts beyond the others' logs.  *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, v1

GoesBackForever(s, m) ==
  LET j       == m.source
      current == m.term = s.currentTerm /\ s.role = "leader"
      match   == IF m.success THEN Max(s.matchIndex[j], m.matchIndex) ELSE s.matchIndex[j]
      next    == IF m.success THEN Max(s.nextIndex[j], match + 1) ELSE Max(s.nextIndex[j] - 1, 1)
  IN Step(IF current THEN [s EXCEPT !.matchIndex[j] = match, !.nextIndex[j] = next] ELSE s, {})

ElectedWithLog ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 2,
          !.votedFor = s1,
          !.role = IF i = s1 THEN "leader" ELSE "follower",
          !.nextIndex = IF i = s1 THEN [j \in Server |-> 2] ELSE @,
          !.log = IF i = s1 THEN <<[term |-> 1, value |-> v1]>> ELSE <<>>]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
