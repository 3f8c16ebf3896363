------------------------ MODULE P25_ReturnsWithoutDisk ------------------------
(***************************************************************************)
(* A server comes back with an empty disk under its old name. All that RP  *)
(* figure 2 calls persistent is gone: it votes again in terms in which it  *)
(* has voted, and lacks entries that it helped to commit. It must return   *)
(* as a new server.                                                        *)
(***************************************************************************)
EXTENDS MCRaft

LosesDisk(s) == InitServer(s.id)
===============================================================================
