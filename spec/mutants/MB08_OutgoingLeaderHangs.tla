----------------------- MODULE MB08_OutgoingLeaderHangs -----------------------
(***************************************************************************)
(* A leader that is to be removed does not end the joint configuration. D  *)
(* 4.3: it does, and manages the cluster until that is committed; nobody   *)
(* else does it.                                                           *)
(***************************************************************************)
EXTENDS MCRaftMembership

LeavesAsVoter(s) ==
  /\ CanAppendConfiguration(s)
  /\ Configuration(s).outgoing # {}
  /\ s.id \in Configuration(s).voters
===============================================================================
