----------------------- MODULE P24_CommitsAllAtRestart ------------------------
(***************************************************************************)
(* A server that restarts takes its whole log for committed and applies    *)
(* it. RP figure 2: commitIndex is volatile and starts at 0 (or at what    *)
(* the state machine is known to have applied); what lies beyond may still *)
(* be overwritten.                                                         *)
(***************************************************************************)
EXTENDS MCRaft

CommitsAll(s) ==
  [InitServer(s.id) EXCEPT !.currentTerm = s.currentTerm,
                           !.votedFor = s.votedFor,
                           !.log = s.log,
                           !.commitIndex = LastIndex(s)]
===============================================================================
