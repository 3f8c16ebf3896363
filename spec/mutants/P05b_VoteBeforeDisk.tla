-------------------------- MODULE P05b_VoteBeforeDisk -------------------------
(***************************************************************************)
(* A server answers a request for its vote while the vote is still on its  *)
(* way to the disk. A crash loses the vote and not the answer, so that it  *)
(* votes for another in the same term. RP section 5.2: persist, then       *)
(* answer.                                                                 *)
(***************************************************************************)
EXTENDS MCRaftDurability

VotesAtOnce(m) == m.type \notin {"AppendEntriesRequest", "RequestVoteResponse"}
===============================================================================
