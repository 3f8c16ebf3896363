------------------------ MODULE L01_NetworkOwesNothing ------------------------
(***************************************************************************)
(* The network may stay silent for ever. RP section 5.6: Raft is available *)
(* as long as a majority can talk to each other, and not otherwise.        *)
(***************************************************************************)
EXTENDS RaftLiveness

NothingIsOwed == TRUE
===============================================================================
