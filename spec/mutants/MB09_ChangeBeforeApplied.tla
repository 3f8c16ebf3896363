----------------------- MODULE MB09_ChangeBeforeApplied -----------------------
(***************************************************************************)
(* A leader begins a change while the one before it is not applied. A      *)
(* configuration that is in force only once it is applied is at most one   *)
(* behind a server's log, or the majorities of who is behind and of who is *)
(* ahead have nobody in common.                                            *)
(***************************************************************************)
EXTENDS MCRaftMembershipOnApply

BeforeItIsApplied(s) == TRUE
===============================================================================
