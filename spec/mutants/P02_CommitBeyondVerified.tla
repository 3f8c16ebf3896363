----------------------- MODULE P02_CommitBeyondVerified -----------------------
(***************************************************************************)
(* A follower takes the leader's commit index as far as its own log        *)
(* reaches. RP figure 2: only as far as the last entry that this very      *)
(* request has verified; what lies beyond in its log may be another        *)
(* leader's and never committed.                                           *)
(*                                                                         *)
(* The model starts with s3 holding an entry of term 1 that nobody else    *)
(* has, while s1 holds another one, of term 2.                             *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s3, v1

CommitsOwnTail(s, m) ==
  Max(s.commitIndex,
      Min(m.leaderCommit, Max(LastIndex(s), m.prevLogIndex + Len(m.entries))))

LoneTail ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 2,
          !.votedFor = IF i = s3 THEN None ELSE s1,
          !.role = IF i = s1 THEN "leader" ELSE "follower",
          !.log = CASE i = s1 -> <<[term |-> 2, value |-> v1]>>
                    [] i = s3 -> <<[term |-> 1, value |-> v1]>>
                    [] OTHER  -> <<>>]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
