-------------------------- MODULE MP02_HolesStayOpen --------------------------
(***************************************************************************)
(* A new leader leaves a slot open of which nobody has reported anything,  *)
(* though later ones are taken. PMS section 3: it proposes a command there *)
(* that does nothing, or what follows can never be executed.               *)
(***************************************************************************)
EXTENDS MCMultiPaxos

LeavesOpen(slot, last) == None
===============================================================================
