------------------------ MODULE P17g_TimeoutBeforeTime ------------------------
(***************************************************************************)
(* A server lets its election timeout pass before its clock says so, for   *)
(* instance because it was told to, or because it counts the ticks of      *)
(* another timer. It promised its leader to wait.                          *)
(***************************************************************************)
EXTENDS MCRaftLease

PassesAnyTime(s) == TRUE
===============================================================================
