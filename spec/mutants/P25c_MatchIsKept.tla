--------------------------- MODULE P25c_MatchIsKept ---------------------------
(***************************************************************************)
(* A leader goes on with what it knew of a server's log when it adds that  *)
(* server again. Where its disk is gone, the leader never goes back to the *)
(* beginning, and the server never catches up. etcd drops what it knows    *)
(* with the member, and begins anew.                                       *)
(***************************************************************************)
EXTENDS MCRaftMembership

KeepsWhatItKnew(s, c) ==
  Step([s EXCEPT !.log = Append(@, [term |-> s.currentTerm, configuration |-> c])], {})
===============================================================================
