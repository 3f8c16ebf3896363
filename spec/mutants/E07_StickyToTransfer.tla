------------------------- MODULE E07_StickyToTransfer -------------------------
(***************************************************************************)
(* A server that hears its leader refuses every request for a vote. D      *)
(* 4.2.3: one that comes of a transfer is marked, and goes through; else   *)
(* no transfer ever succeeds while the leader is well.                     *)
(***************************************************************************)
EXTENDS MCRaftElections

WithholdsAlways(s, m) == IsSticky(s)
===============================================================================
