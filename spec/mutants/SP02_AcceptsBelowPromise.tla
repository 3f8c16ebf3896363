----------------------- MODULE SP02_AcceptsBelowPromise -----------------------
(***************************************************************************)
(* An acceptor accepts whatever it is asked to. PMS section 2.2, P1a: once *)
(* it has promised a newer ballot, it has said what it accepted in older   *)
(* ones, and must leave it at that.                                        *)
(***************************************************************************)
EXTENDS Paxos

Always(s, m) == TRUE
===============================================================================
