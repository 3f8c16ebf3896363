-------------------------- MODULE LI07_CommitGoesBack -------------------------
(***************************************************************************)
(* A follower takes over a lower commit index than it has, from a request  *)
(* that was sent before.                                                   *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

TakesOver(s, m) == Min(m.leaderCommit, m.prevLogIndex + Len(m.entries))
===============================================================================
