----------------------- MODULE P25b_ProposalsInTransfer -----------------------
(***************************************************************************)
(* The leader goes on appending what clients propose while it brings the   *)
(* target up to date. D 3.10: it stops, or the target may never catch up,  *)
(* and what comes after it did is lost with the old leader's term.         *)
(***************************************************************************)
EXTENDS MCRaftElections

ProposesInTransfer(s) == CanAppendEntry(s) /\ HasBegunTerm(s)
===============================================================================
