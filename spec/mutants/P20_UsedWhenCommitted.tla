------------------------ MODULE P20_UsedWhenCommitted -------------------------
(***************************************************************************)
(* A configuration is in force only once it is committed, and a restart    *)
(* forgets what is. D 4.1: it is in force as soon as it is in the log.     *)
(* Else the commit index has to be durable; here a server that restarts    *)
(* votes, and counts, as in times long gone.                               *)
(*                                                                         *)
(* The model starts with a leader that has removed the two others, one by  *)
(* one.                                                                    *)
(***************************************************************************)
EXTENDS MCRaftMembershipOnApply

UsedWhenCommitted(s) == s.commitIndex
===============================================================================
