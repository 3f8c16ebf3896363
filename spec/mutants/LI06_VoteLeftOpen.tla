--------------------------- MODULE LI06_VoteLeftOpen --------------------------
(***************************************************************************)
(* A server that adopts a greater leader id counts as one that has no vote *)
(* yet, as in Raft for a new term. But the id names the only server that   *)
(* may have it.                                                            *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

AdoptsWithoutVote(s, id, isCommitted) ==
  IF id > s.currentTerm
  THEN [ObserveTerm(s, id) EXCEPT !.isVoteCommitted = isCommitted]
  ELSE [s EXCEPT !.isVoteCommitted = @ \/ (id = s.currentTerm /\ isCommitted)]
===============================================================================
