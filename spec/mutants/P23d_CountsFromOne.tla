-------------------------- MODULE P23d_CountsFromOne --------------------------
(***************************************************************************)
(* The entries that a leader sends are looked up in what is left of the    *)
(* log as if nothing had been compacted: off by the index of the snapshot. *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

WithoutOffset(s, first, last) == SubSeq(s.log, first, Min(last, Len(s.log)))
===============================================================================
