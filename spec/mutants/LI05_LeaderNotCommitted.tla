------------------------ MODULE LI05_LeaderNotCommitted -----------------------
(***************************************************************************)
(* A new leader does not note that a quorum gave its vote. After a restart *)
(* it has to be elected anew, and a late request would be granted once     *)
(* more.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

WinsUnnoted(s) == BecomeLeader(s)
===============================================================================
