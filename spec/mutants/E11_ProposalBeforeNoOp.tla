------------------------ MODULE E11_ProposalBeforeNoOp ------------------------
(***************************************************************************)
(* A client's command comes first in the new term. D 6.4: the no-op does,  *)
(* so that a leader can commit what it found, and knows what is committed, *)
(* without waiting for a client.                                           *)
(***************************************************************************)
EXTENDS MCRaftElections

ProposesAtOnce(s) == CanAppendEntry(s) /\ s.transferTarget = None
===============================================================================
