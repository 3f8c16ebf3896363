-------------------------- MODULE P17_LeaseFromAnswer -------------------------
(***************************************************************************)
(* A lease begins when a round is answered. D 6.4.1: it begins when the    *)
(* round was sent; the follower's timeout began before its answer left,    *)
(* and the answer may take any time.                                       *)
(***************************************************************************)
EXTENDS MCRaftLease

NotesAnswer(s, m) ==
  LET step  == HandleAnyMessage(s, m)
      t     == NoteLeader(s, m, KeepPromise(s, step.server))
      lasts == m.type = "ConfirmResponse" /\ m.term = s.currentTerm
  IN Step(ReleaseLease(IF lasts
                       THEN [t EXCEPT !.sentRounds = {[sent EXCEPT !.sentAt = s.clock] : sent \in @}]
                       ELSE t),
          step.out)
===============================================================================
