--------------------------- MODULE P17c_DriftIgnored --------------------------
(***************************************************************************)
(* The lease is as long as the election timeout. D 6.4.1: a follower's     *)
(* clock may run faster than the leader's, and its promise is over first.  *)
(***************************************************************************)
EXTENDS MCRaftLease

WholeTimeout == ElectionTicks
===============================================================================
