----------------------- MODULE E09_TransferNeverExpires -----------------------
(***************************************************************************)
(* When an election timeout passes, the leader holds on to its transfer. D *)
(* 3.10: it takes proposals again by then, for the target may have         *)
(* crashed.                                                                *)
(***************************************************************************)
EXTENDS MCRaftElections

KeepsTarget(s) ==
  Step(CASE s.role # "leader" -> [s EXCEPT !.heardFromLeader = FALSE]
         [] s.role = "leader" /\ LacksQuorum(s) -> Forget(BecomeFollower(s))
         [] OTHER -> [s EXCEPT !.heardFrom = {}],
       {})
===============================================================================
