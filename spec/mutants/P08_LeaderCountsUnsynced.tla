----------------------- MODULE P08_LeaderCountsUnsynced -----------------------
(***************************************************************************)
(* A leader counts itself for an entry that its own disk does not have. D  *)
(* 10.2.1: it may send the entry before it has written it, but not count   *)
(* itself. With it the entry is on one disk fewer than a majority, and     *)
(* committed.                                                              *)
(***************************************************************************)
EXTENDS MCRaftDurability

CountsMemory(s, index) == Replicas(s, index)
===============================================================================
