------------------------ MODULE P17f_LeaseAfterTransfer -----------------------
(***************************************************************************)
(* A leader has no lease while it transfers its leadership, and has one    *)
(* again when the transfer is off. The message that tells the target to    *)
(* stand may arrive later still.                                           *)
(***************************************************************************)
EXTENDS MCRaftLease

HasLeaseUnlessInTransfer(s) ==
  /\ s.transferTarget = None
  /\ \E sent \in s.sentRounds : IsUnexpired(s, sent) /\ IsConfirmed(s, sent.round)
===============================================================================
