----------------------- MODULE MP06_AcceptsBelowPromise -----------------------
(***************************************************************************)
(* A server accepts what the leader of an older ballot sends. PMS section  *)
(* 2.2, P1a; in Raft it is the request of a leader of an older term.       *)
(***************************************************************************)
EXTENDS MCMultiPaxos

Always(s, m) == TRUE
===============================================================================
