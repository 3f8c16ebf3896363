------------------------- MODULE MB05_OutsiderStands --------------------------
(***************************************************************************)
(* A server stands for election though it is known to have no vote: a      *)
(* learner, one that is yet to join, or one that is gone. D 4.2.1 and      *)
(* 4.2.3: all that comes of it is a new term.                              *)
(***************************************************************************)
EXTENDS MCRaftMembership

AnyoneStands(s) == s.role # "leader"
===============================================================================
