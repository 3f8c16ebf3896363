-------------------------- MODULE R05_ReadAfterLease --------------------------
(***************************************************************************)
(* A leader that has had a lease answers reads from then on without        *)
(* looking at its clock.                                                   *)
(***************************************************************************)
EXTENDS MCRaftLease

ServesAnyTime(s, r) == r \in s.reads
===============================================================================
