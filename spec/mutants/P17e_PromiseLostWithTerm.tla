----------------------- MODULE P17e_PromiseLostWithTerm -----------------------
(***************************************************************************)
(* A server forgets with its term that it heard a leader. A late refusal   *)
(* that it gets for a request of its own brings it to a larger term, and   *)
(* there it votes for whoever stands, while the leader counts on it.       *)
(***************************************************************************)
EXTENDS MCRaftLease

ForgetsWithTerm(s, t) ==
  CASE t.role = "candidate" -> [t EXCEPT !.heardAt = 0]
    [] IsBound(s) /\ t.currentTerm = s.currentTerm -> [t EXCEPT !.heardFromLeader = TRUE]
    [] OTHER -> t
===============================================================================
