------------------------- MODULE EP04_CommandOfNobody -------------------------
(***************************************************************************)
(* Recovery takes a reply with an empty entry for one with a pre-accepted  *)
(* command, and commits for a command leader what it has never proposed.   *)
(* EP figure 3: an instance that nobody knows becomes a no-op.             *)
(***************************************************************************)
EXTENDS MCEPaxos

NewestOfAll(replies) ==
  {m \in replies : \A n \in replies : n.entry.acceptedBallot <= m.entry.acceptedBallot}
===============================================================================
