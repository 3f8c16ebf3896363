----------------------- MODULE E06_QuorumWithoutLeader ------------------------
(***************************************************************************)
(* The leader counts who answered, and not itself. In a cluster of three   *)
(* it steps down though one of the other two answers, which with it is a   *)
(* majority.                                                               *)
(***************************************************************************)
EXTENDS MCRaftElections

CountsOnlyOthers(s) == "check-quorum" \in Features /\ ~IsQuorum(s, s.heardFrom)
===============================================================================
