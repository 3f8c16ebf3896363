------------------------- MODULE P12_StaleLeaderHeard -------------------------
(***************************************************************************)
(* The timeout begins anew with every message of whoever took itself for a *)
(* leader, also of an older term. The Students' guide: a server that hears *)
(* only such a one does not come to stand.                                 *)
(***************************************************************************)
EXTENDS MCRaftLease

IsOfAnyLeader(s, m) == m.type \in {"AppendEntriesRequest", "ConfirmRequest"}
===============================================================================
