------------------------ MODULE R02_AnswerFromLaterTerm -----------------------
(***************************************************************************)
(* A server in a later term refuses a round and repeats the number of that *)
(* round in its refusal. If whoever asked leads that later term by then,   *)
(* it takes the refusal for the confirmation of a round of its own.        *)
(***************************************************************************)
EXTENDS MCRaftReads

RepeatsRound(s, m) ==
  LET current == m.term = s.currentTerm
  IN Step(IF current
          THEN [Forget(BecomeFollower(s)) EXCEPT !.heardFromLeader = NotesLeader]
          ELSE s,
          {[type   |-> "ConfirmResponse",
            term   |-> s.currentTerm,
            source |-> s.id,
            dest   |-> m.source,
            round  |-> m.round]})
===============================================================================
