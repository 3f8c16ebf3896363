------------------------- MODULE MB07_JointIsReplaced -------------------------
(***************************************************************************)
(* A leader answers a joint configuration with a change of it. D 4.3: the  *)
(* old voters have a part in every decision until the joint configuration  *)
(* is ended.                                                               *)
(***************************************************************************)
EXTENDS MCRaftMembership

ChangesJoint(s, c) ==
  /\ CanAppendConfiguration(s)
  /\ IsTarget(s, c)
  /\ IsSingleChange(s, c)
===============================================================================
