------------------------ MODULE R06_LeaseOutlivesLeader -----------------------
(***************************************************************************)
(* A leader that steps down keeps the rounds that it sent, and with them   *)
(* its lease, for when it leads again.                                     *)
(***************************************************************************)
EXTENDS MCRaftLease

KeepsRounds(s) == s
===============================================================================
