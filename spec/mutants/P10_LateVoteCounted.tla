------------------------- MODULE P10_LateVoteCounted --------------------------
(***************************************************************************)
(* A candidate counts every granted vote that comes in, also one from an   *)
(* older term. RP section 5.2: a vote is for one term.                     *)
(***************************************************************************)
EXTENDS MCRaft

CountsLateVote(s, m) ==
  Step(IF m.voteGranted /\ s.role = "candidate"
       THEN [s EXCEPT !.votesGranted = @ \cup {m.source}]
       ELSE s,
       {})
===============================================================================
