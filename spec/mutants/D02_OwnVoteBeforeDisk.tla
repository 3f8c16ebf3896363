------------------------- MODULE D02_OwnVoteBeforeDisk ------------------------
(***************************************************************************)
(* A candidate counts its own vote before that is on its disk. Where it    *)
(* needs no other, it leads in a term that it has forgotten after a crash, *)
(* and may lead in it once more.                                           *)
(***************************************************************************)
EXTENDS MCRaftDurability

WinsInMemory(s) == CanBecomeLeader(s)
===============================================================================
