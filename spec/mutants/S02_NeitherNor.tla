---------------------------- MODULE S02_NeitherNor ----------------------------
(***************************************************************************)
(* A leader sends a snapshot only where the next entry is compacted. If it *)
(* is the one before that, whose term goes along with a request, it can    *)
(* send neither entries nor the snapshot, and the follower gets nothing    *)
(* any more.                                                               *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

OnlyBelowEnd(s, j) ==
  /\ "snapshots" \in Features
  /\ s.role = "leader"
  /\ j \in Peers(s)
  /\ s.nextIndex[j] < s.snapshot.lastIndex
===============================================================================
