------------------------ MODULE R04_LateAnswerTakesBack -----------------------
(***************************************************************************)
(* A late answer to an earlier round takes the place of a newer one.       *)
(* Answers come in any order; a read that was confirmed is confirmed no    *)
(* more, and with many rounds it may wait for ever.                        *)
(***************************************************************************)
EXTENDS MCRaftReads

TakesLastAnswer(s, m) ==
  LET current == m.term = s.currentTerm /\ s.role = "leader"
      heard   == IF "check-quorum" \in Features THEN {m.source} ELSE {}
  IN Step(IF current
          THEN [s EXCEPT !.confirmedRound[m.source] = m.round,
                         !.heardFrom = @ \cup heard]
          ELSE s,
          {})
===============================================================================
