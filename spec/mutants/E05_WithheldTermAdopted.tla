----------------------- MODULE E05_WithheldTermAdopted ------------------------
(***************************************************************************)
(* A server that hears its leader refuses the vote but takes over the term *)
(* of the request. D 4.2.3: neither; a leader that does so has stepped     *)
(* down, and a follower will depose it with its next reply.                *)
(***************************************************************************)
EXTENDS MCRaftElections

AdoptsWithheldTerm(s, m) ==
  CASE m.type = "PreVoteRequest"  -> FALSE
    [] m.type = "PreVoteResponse" -> ~m.voteGranted
    [] OTHER                      -> TRUE
===============================================================================
