------------------------- MODULE E08_TargetLagsBehind -------------------------
(***************************************************************************)
(* The leader sends TimeoutNow at once. D 3.10: only when the target's log *)
(* matches its own, or the target cannot win, and the cluster is without a *)
(* leader for the time of an election.                                     *)
(***************************************************************************)
EXTENDS MCRaftElections

SendsAtOnce(s) == s.transferTarget # None
===============================================================================
