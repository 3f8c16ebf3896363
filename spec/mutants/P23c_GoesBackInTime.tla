------------------------- MODULE P23c_GoesBackInTime --------------------------
(***************************************************************************)
(* A snapshot is installed if it is younger than the server's own. RP      *)
(* section 7: what is committed beyond both has been applied, and the      *)
(* state would go back in time.                                            *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

YoungerThanOwn(s, snapshot) == snapshot.lastIndex > s.snapshot.lastIndex
===============================================================================
