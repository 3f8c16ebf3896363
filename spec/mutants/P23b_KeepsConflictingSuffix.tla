--------------------- MODULE P23b_KeepsConflictingSuffix ----------------------
(***************************************************************************)
(* What follows the last index of the snapshot stays, whatever term the    *)
(* entry there has. RP figure 13, 6 and 7: with another term the log       *)
(* conflicts with what is committed, and all of it goes.                   *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

HoldsIndex(s, snapshot) == snapshot.lastIndex <= LastIndex(s)
===============================================================================
