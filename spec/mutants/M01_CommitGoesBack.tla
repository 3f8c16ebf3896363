----------------------- MODULE M01_CommitGoesBack -----------------------------
(***************************************************************************)
(* A follower takes over whatever commit index a leader sends, also one    *)
(* below its own: a new leader may not yet know what its predecessor       *)
(* committed.  RP figure 2: commitIndex increases monotonically.  Releases *)
(* of PySyncObj before 0.3.12 did this.                                    *)
(*                                                                         *)
(* The model starts with s1 leading term 1 with a committed entry, which   *)
(* s2 knows to be committed, and s3 just has.                              *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s3, v1

TakesOver(s, m) == Min(m.leaderCommit, m.prevLogIndex + Len(m.entries))

OneCommitted ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 1,
          !.votedFor = s1,
          !.role = IF i = s1 THEN "leader" ELSE "follower",
          !.log = <<[term |-> 1, value |-> v1]>>,
          !.commitIndex = IF i = s3 THEN 0 ELSE 1,
          !.nextIndex = IF i = s1 THEN [j \in Server |-> 2] ELSE @,
          !.matchIndex = IF i = s1 THEN [j \in Server |-> IF j = s1 THEN 0 ELSE 1] ELSE @]]
  /\ messages = {}
  /\ committed = {[index |-> 1, entry |-> [term |-> 1, value |-> v1], term |-> 1]}
===============================================================================
