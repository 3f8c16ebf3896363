------------------------- MODULE L03_OldEntryIsEnough -------------------------
(***************************************************************************)
(* Nobody gives a new leader an entry of its own term, neither the leader  *)
(* itself, as the empty entry of RP section 8 does, nor a client whose     *)
(* request it has from before. RP section 5.4.2: it cannot commit that by  *)
(* counting replicas, so the request waits for ever.                       *)
(***************************************************************************)
EXTENDS RaftLiveness

IsUnknownTo(i, value) ==
  /\ ~IsCommitted(value)
  /\ \A k \in 1..LastIndex(servers[i]) : EntryAt(servers[i], k).value # value
===============================================================================
