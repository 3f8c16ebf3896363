------------------------- MODULE P09_MatchFromOwnLog --------------------------
(***************************************************************************)
(* A leader that gets an acknowledgement takes its own last index for what *)
(* the follower has. RP figure 2, Leaders: matchIndex is what is known to  *)
(* be replicated, that is what was sent and acknowledged.                  *)
(***************************************************************************)
EXTENDS MCRaft

MatchesOwnLog(s, m) ==
  LET j       == m.source
      current == m.term = s.currentTerm /\ s.role = "leader"
      match   == IF m.success THEN LastIndex(s) ELSE s.matchIndex[j]
      next    == IF m.success THEN match + 1 ELSE Max(s.nextIndex[j] - 1, match + 1)
  IN Step(IF current THEN [s EXCEPT !.matchIndex[j] = match, !.nextIndex[j] = next] ELSE s, {})
===============================================================================
