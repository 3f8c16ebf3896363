-------------------------- MODULE P24b_AppliesAgain ---------------------------
(***************************************************************************)
(* A server that restarts takes nothing for committed, though its state    *)
(* machine begins with the snapshot. RP section 7: it would apply once     *)
(* more what the snapshot covers.                                          *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

CommitsNothing(s) ==
  [InitServer(s.id) EXCEPT !.currentTerm = s.currentTerm,
                           !.votedFor = s.votedFor,
                           !.snapshot = s.snapshot,
                           !.log = s.log]
===============================================================================
