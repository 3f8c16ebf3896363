------------------------- MODULE E10_TargetTakesOver --------------------------
(***************************************************************************)
(* A server that is told to stand becomes leader there and then, of the    *)
(* same term. D 3.10: it begins a new term and needs the votes of a        *)
(* majority, as ever.                                                      *)
(***************************************************************************)
EXTENDS MCRaftElections

TakesOver(s, m) ==
  IF m.term = s.currentTerm /\ CanStartElection(s) THEN BecomeLeader(s) ELSE Step(s, {})
===============================================================================
