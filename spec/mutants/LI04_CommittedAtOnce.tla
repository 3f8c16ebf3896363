------------------------- MODULE LI04_CommittedAtOnce -------------------------
(***************************************************************************)
(* A candidate writes its own vote as if a quorum had given it. When it    *)
(* restarts it leads without an election.                                  *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

StandsAsLeader(s) ==
  LET id == LeaderId(TermOf(s.currentTerm) + 1, s.id)
  IN Step([StartElection(s).server EXCEPT !.currentTerm = id, !.isVoteCommitted = TRUE],
          {[m EXCEPT !.term = id] : m \in StartElection(s).out})
===============================================================================
