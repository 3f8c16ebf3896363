---------------------- MODULE P06_VoteClearedInSameTerm -----------------------
(***************************************************************************)
(* A candidate that steps down in its own term, because the term has a     *)
(* leader, forgets its vote. RP figure 2: the vote is cleared only when    *)
(* the term grows.                                                         *)
(***************************************************************************)
EXTENDS MCRaft

ClearsVote(s) ==
  [s EXCEPT !.role = "follower",
            !.votedFor = None,
            !.votesGranted = {},
            !.nextIndex = InitServer(s.id).nextIndex,
            !.matchIndex = InitServer(s.id).matchIndex]
===============================================================================
