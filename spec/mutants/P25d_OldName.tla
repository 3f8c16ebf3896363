----------------------------- MODULE P25d_OldName -----------------------------
(***************************************************************************)
(* A server that was removed starts anew without its disk, and under its   *)
(* old name. D 3.8: it needs another one. Removing it first is not enough, *)
(* as long as a message may reach it that was sent before.                 *)
(*                                                                         *)
(* The model starts with s1, who leads term 1 by the votes of s1, s2 and   *)
(* s3, and has removed s3; s5 has stood in that term, has the vote of s4,  *)
(* and has asked s3.                                                       *)
(***************************************************************************)
EXTENDS MCRaftMembership

CONSTANTS s1, s2, s3, s4, s5

Kept == <<NoOpOfTermOne, ConfigurationOfTermOne(Only(Server \ {s3}))>>

InitWithoutDisk ==
  /\ servers = [i \in Server |->
       CASE i = s3 -> InitMember(i)
         [] i = s5 -> [InitMember(i) EXCEPT !.currentTerm = 1,
                                            !.votedFor = s5,
                                            !.role = "candidate",
                                            !.votesGranted = {s4, s5}]
         [] OTHER  -> [InitMember(i) EXCEPT
                         !.currentTerm = 1,
                         !.votedFor = IF i = s4 THEN s5 ELSE s1,
                         !.role = IF i = s1 THEN "leader" ELSE "follower",
                         !.log = Kept,
                         !.commitIndex = IF i = s1 THEN 2 ELSE 0,
                         !.nextIndex = IF i = s1
                                       THEN [j \in Server |-> IF j \in {s2, s4} THEN 3 ELSE 1]
                                       ELSE @,
                         !.matchIndex = IF i = s1
                                        THEN [j \in Server |-> IF j \in {s2, s4} THEN 2 ELSE 0]
                                        ELSE @]]
  /\ messages = {[type               |-> "RequestVoteRequest",
                  term               |-> 1,
                  source             |-> s5,
                  dest               |-> s3,
                  lastLogTerm        |-> 0,
                  lastLogIndex       |-> 0,
                  leadershipTransfer |-> FALSE]}
  /\ committed = {[index |-> k, entry |-> Kept[k], term |-> 1] : k \in 1..2}
===============================================================================
