------------------------ MODULE MP03_PromiseNotDurable ------------------------
(***************************************************************************)
(* A server forgets in a crash what it has promised. PMS section 2.2: an   *)
(* acceptor must remember the newest ballot that it has heard of, also if  *)
(* it fails and is restarted.                                              *)
(***************************************************************************)
EXTENDS MCMultiPaxos

ForgetsPromise(s) == [InitServer(s.id) EXCEPT !.accepted = s.accepted]
===============================================================================
