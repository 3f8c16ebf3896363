-------------------------- MODULE MB10_AppliesAtOnce --------------------------
(***************************************************************************)
(* Where configurations are in force once they are applied, a server uses  *)
(* one as soon as it is in its log.                                        *)
(***************************************************************************)
EXTENDS MCRaftMembershipOnApply

InForceAtOnce(s) == LastIndex(s)
===============================================================================
