------------------------- MODULE P22_NoCheckOfQuorum --------------------------
(***************************************************************************)
(* A leader that no majority answers stays leader. Followers that still    *)
(* hear it, D 6.2 and 9.6, refuse everybody else: with pre-vote or         *)
(* stickiness and without this check nobody can be elected while nothing   *)
(* gets committed.                                                         *)
(***************************************************************************)
EXTENDS MCRaftElections

NeverLacksQuorum(s) == FALSE
===============================================================================
