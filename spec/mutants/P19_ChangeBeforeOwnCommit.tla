---------------------- MODULE P19_ChangeBeforeOwnCommit -----------------------
(***************************************************************************)
(* A leader changes the configuration before an entry of its own term is   *)
(* committed. D 4.1 has no such rule; Ongaro's erratum of 10 July 2015     *)
(* adds it, and this is its history with four servers that remove instead  *)
(* of adding.                                                              *)
(*                                                                         *)
(* The model starts with s1, who led term 1 and wanted to remove s4:       *)
(* nobody else has that entry, and it knows that its term is over. The     *)
(* leader of term 2 is s3, by the votes of s2 and s4. It removes s1, and   *)
(* with s4 it is a majority of three; so is s1 with s2.                    *)
(***************************************************************************)
EXTENDS MCRaftMembership

CONSTANTS s1, s3, s4

AnyTime(s) == TRUE

Without(i) == [voters |-> Server \ {i}, outgoing |-> {}, learners |-> {}]

Forgotten ==
  /\ servers = [i \in Server |->
       [InitMember(i) EXCEPT
          !.currentTerm = 2,
          !.votedFor = IF i = s1 THEN None ELSE s3,
          !.role = IF i = s3 THEN "leader" ELSE "follower",
          !.log = IF i = s1 THEN <<[term |-> 1, configuration |-> Without(s4)]>> ELSE <<>>]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
