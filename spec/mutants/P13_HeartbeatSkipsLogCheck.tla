---------------------- MODULE P13_HeartbeatSkipsLogCheck ----------------------
(***************************************************************************)
(* A heartbeat is answered by a lighter path that does not compare terms   *)
(* in the log. RP figure 2: a heartbeat is an AppendEntries request that happens  *)
(* to be empty, under the same rules; its commit index means nothing to a  *)
(* log that was not checked.                                               *)
(*                                                                         *)
(* The model starts with s3 holding an entry of term 1 that nobody else    *)
(* has, and s1 leading term 3 with an entry that it added in term 2.       *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s3, v1

TrustsHeartbeat(s, m) ==
  \/ m.prevLogIndex <= s.snapshot.lastIndex
  \/ /\ m.prevLogIndex <= LastIndex(s)
     /\ m.entries = <<>> \/ m.prevLogTerm = TermAt(s, m.prevLogIndex)

LoneTail ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 3,
          !.votedFor = IF i = s3 THEN None ELSE s1,
          !.role = IF i = s1 THEN "leader" ELSE "follower",
          !.nextIndex = IF i = s1 THEN [j \in Server |-> 2] ELSE @,
          !.log = CASE i = s1 -> <<[term |-> 2, value |-> v1]>>
                    [] i = s3 -> <<[term |-> 1, value |-> v1]>>
                    [] OTHER  -> <<>>]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
