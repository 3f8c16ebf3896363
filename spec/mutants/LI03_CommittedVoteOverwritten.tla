--------------------- MODULE LI03_CommittedVoteOverwritten --------------------
(***************************************************************************)
(* A request for a vote that comes late, when a quorum has given it, puts  *)
(* one that is not committed in its place. Votes are ordered by the leader *)
(* id and then by that; here the second is left out.                       *)
(***************************************************************************)
EXTENDS MCRaftLeaderIds

TakesAnyVote(s, id, isCommitted) ==
  IF id > s.currentTerm
  THEN [ObserveTerm(s, id) EXCEPT !.votedFor = ServerOf(id), !.isVoteCommitted = isCommitted]
  ELSE [s EXCEPT !.isVoteCommitted = isCommitted]
===============================================================================
