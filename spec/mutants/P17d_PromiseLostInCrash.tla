------------------------ MODULE P17d_PromiseLostInCrash -----------------------
(***************************************************************************)
(* A server that restarts votes at once. It may have answered the leader   *)
(* just before it crashed, and the leader counts on it.                    *)
(***************************************************************************)
EXTENDS MCRaftLease

RecoversUnbound(s) ==
  LeaseFields @@ [clock |-> s.clock, heardAt |-> 0] @@ RecoverReader(s)
===============================================================================
