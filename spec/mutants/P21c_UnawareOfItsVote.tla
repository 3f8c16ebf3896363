------------------------ MODULE P21c_UnawareOfItsVote -------------------------
(***************************************************************************)
(* A server that finds itself without a vote gives none. D 4.1: whom to    *)
(* ask is the candidate's affair, and it may know a newer configuration; a *)
(* server that was promoted and has not heard of it would be missing for   *)
(* ever.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftMembership

GrantsAsVoter(s, m) ==
  /\ s.id \in Voters(s)
  /\ m.term = s.currentTerm
  /\ IsUpToDate(s, m)
  /\ s.votedFor \in {None, m.source}
===============================================================================
