------------------------ MODULE EP05_LateAcceptReopens ------------------------
(***************************************************************************)
(* A replica that has committed an instance accepts for it once more, when *)
(* the message is late. EP section 4.2, stability: committed is for ever.  *)
(***************************************************************************)
EXTENDS MCEPaxos

IsNotOlder(e, m) == m.ballot >= e.ballot
===============================================================================
