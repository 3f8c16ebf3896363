---------------------- MODULE P17b_LeaseOutlivesTransfer ----------------------
(***************************************************************************)
(* A leader keeps its lease when it tells another server to stand. D 6.4.1 *)
(* and 3.10: that server is elected past all promises, while the lease     *)
(* still runs.                                                             *)
(***************************************************************************)
EXTENDS MCRaftLease

KeepsLease(s) == SendTimeoutNow(s)
===============================================================================
