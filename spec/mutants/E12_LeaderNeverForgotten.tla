----------------------- MODULE E12_LeaderNeverForgotten -----------------------
(***************************************************************************)
(* No timeout ends what a follower heard. With pre-vote or stickiness, D   *)
(* 4.2.3 and 9.6, nobody consents to another leader when this one is gone. *)
(***************************************************************************)
EXTENDS MCRaftElections

HearsForEver(s) ==
  Step(CASE s.role # "leader" -> s
         [] s.role = "leader" /\ LacksQuorum(s) -> Forget(BecomeFollower(s))
         [] OTHER -> Forget(s),
       {})
===============================================================================
