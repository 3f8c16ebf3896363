---------------------- MODULE L04_RefusalChangesNothing -----------------------
(***************************************************************************)
(* A leader whose request was refused sends the same request again. RP     *)
(* section 5.3: it decrements nextIndex and retries, so that they come to  *)
(* the place where the two logs still agree.                               *)
(***************************************************************************)
EXTENDS RaftLiveness

KeepsNextIndex(s, m) ==
  LET j       == m.source
      current == m.term = s.currentTerm /\ s.role = "leader" /\ m.success
      match   == Max(s.matchIndex[j], m.matchIndex)
  IN Step(IF current
          THEN [s EXCEPT !.matchIndex[j] = match, !.nextIndex[j] = Max(@, match + 1)]
          ELSE s,
          {})
===============================================================================
