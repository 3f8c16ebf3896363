------------------------ MODULE P01_OldTermByCounting -------------------------
(***************************************************************************)
(* A leader commits an entry of an older term as soon as a majority holds  *)
(* it. RP section 5.4.2 and figure 8: such an entry can still be           *)
(* overwritten by a leader whose last entry has a newer term.              *)
(*                                                                         *)
(* The model starts at step (c) of the figure, with three servers: s1 led  *)
(* term 1 and has an entry of it that nobody else has; s2 led term 2 and   *)
(* has an entry of that term; s1 leads again, in term 3, by the vote of    *)
(* s3.  All messages of that past are lost.                                *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s2, v1

CommitsByCounting(s, index) == IsQuorum(s, Replicas(s, index))

FigureEight ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 3,
          !.votedFor = IF i = s2 THEN None ELSE s1,
          !.role = IF i = s1 THEN "leader" ELSE "follower",
          !.log = CASE i = s1 -> <<[term |-> 1, value |-> v1]>>
                    [] i = s2 -> <<[term |-> 2, value |-> v1]>>
                    [] OTHER  -> <<>>]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
