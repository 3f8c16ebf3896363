----------------------- MODULE MB06_RemovedNeverStands ------------------------
(***************************************************************************)
(* A server does not stand once its removal is in its log. D 4.2.2: as     *)
(* long as that is not committed, it may be the only one that can be       *)
(* elected.                                                                *)
(***************************************************************************)
EXTENDS MCRaftMembership

OnlyMembersStand(s) == s.role # "leader" /\ s.id \in Voters(s)
===============================================================================
