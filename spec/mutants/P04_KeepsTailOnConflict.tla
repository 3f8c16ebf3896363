----------------------- MODULE P04_KeepsTailOnConflict ------------------------
(***************************************************************************)
(* On a conflict a follower overwrites the entry in place and keeps the    *)
(* old ones behind it. RP figure 2, AppendEntries receiver, 3: the         *)
(* conflicting entry goes, and all that follow it.                         *)
(*                                                                         *)
(* The model starts with two entries of term 1 on s1 and s3, neither       *)
(* committed: s1 led term 1, and term 3, when it sent them to s3.  The     *)
(* leader of term 4 is s2, with an entry that it added in term 2.          *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s2, v1

OverwritesInPlace(s, prev, entries) ==
  [k \in 1..Max(LastIndex(s), prev + Len(entries)) |->
     IF k \in (prev + 1)..(prev + Len(entries)) THEN entries[k - prev] ELSE s.log[k]]

OldTail ==
  /\ servers = [i \in Server |->
       [InitServer(i) EXCEPT
          !.currentTerm = 4,
          !.votedFor = IF i = s1 THEN None ELSE s2,
          !.role = IF i = s2 THEN "leader" ELSE "follower",
          !.log = IF i = s2
                  THEN <<[term |-> 2, value |-> v1]>>
                  ELSE <<[term |-> 1, value |-> v1], [term |-> 1, value |-> v1]>>,
          !.nextIndex = IF i = s2 THEN [j \in Server |-> 2] ELSE @]]
  /\ messages = {}
  /\ committed = {}
===============================================================================
