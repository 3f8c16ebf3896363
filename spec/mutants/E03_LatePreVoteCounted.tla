------------------------ MODULE E03_LatePreVoteCounted ------------------------
(***************************************************************************)
(* A pre-candidate counts every grant that comes in, also one that it      *)
(* asked for in an earlier term. It then stands without the consent of a   *)
(* majority to this term.                                                  *)
(***************************************************************************)
EXTENDS MCRaftElections

CountsLatePreVote(s, m) ==
  Step(IF m.voteGranted /\ s.role = "precandidate"
       THEN [s EXCEPT !.preVotesGranted = @ \cup {m.source}]
       ELSE s,
       {})
===============================================================================
