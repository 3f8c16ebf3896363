------------------------- MODULE MB01_ChangeOnChange --------------------------
(***************************************************************************)
(* A leader begins a change while the one before it is not committed. D    *)
(* 4.1: one at a time, or the two differ by more than one server.          *)
(***************************************************************************)
EXTENDS MCRaftMembership

OnTopOfAnother(s) == TRUE
===============================================================================
