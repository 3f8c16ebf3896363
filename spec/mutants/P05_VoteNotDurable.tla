-------------------------- MODULE P05_VoteNotDurable --------------------------
(***************************************************************************)
(* A server forgets in a crash for whom it voted. RP figure 2: votedFor is *)
(* on disk before the answer leaves, or the server may vote twice in one   *)
(* term and two leaders are elected.                                       *)
(***************************************************************************)
EXTENDS MCRaft

ForgetsVote(s) ==
  [InitServer(s.id) EXCEPT !.currentTerm = s.currentTerm, !.log = s.log]
===============================================================================
