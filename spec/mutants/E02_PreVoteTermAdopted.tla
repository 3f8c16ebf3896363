------------------------ MODULE E02_PreVoteTermAdopted ------------------------
(***************************************************************************)
(* Every message's term is adopted if it is larger, as Raft has it. The    *)
(* term in a request for a pre-vote and in its grant is one that nobody    *)
(* has begun, D 9.6; adopting it undoes what pre-vote is for.              *)
(***************************************************************************)
EXTENDS MCRaftElections

AdoptsEveryTerm(s, m) == m.type = "RequestVoteRequest" => ~IsWithheld(s, m)
===============================================================================
