----------------------- MODULE MB04_RemovedLeaderStays ------------------------
(***************************************************************************)
(* A leader stays one after its removal is committed. D 4.2.2: it steps    *)
(* down then, and the cluster elects one of its members.                   *)
(***************************************************************************)
EXTENDS MCRaftMembership

NeverRetired(s) == FALSE
===============================================================================
