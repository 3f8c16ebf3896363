------------------------- MODULE P07_UpToDateByLength -------------------------
(***************************************************************************)
(* A voter compares logs by their length alone. RP section 5.4.1: the last *)
(* entry's term decides first; a long log may be an old one.               *)
(*                                                                         *)
(* The model starts with s1 holding two entries of term 1 that nobody else *)
(* has, and s2, which leads term 2.                                        *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s2, v1

ComparesLength(s, m) == m.lastLogIndex >= LastIndex(s)

LongOldLog ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 2,
          !.votedFor = IF i = s1 THEN None ELSE s2,
          !.role = IF i = s2 THEN "leader" ELSE "follower",
          !.log = CASE i = s1 -> <<[term |-> 1, value |-> v1], [term |-> 1, value |-> v1]>>
                    [] i = s2 -> <<[term |-> 2, value |-> v1]>>
                    [] OTHER  -> <<>>]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
