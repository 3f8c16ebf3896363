-------------------------- MODULE D04_WritesOvertake --------------------------
(***************************************************************************)
(* A later write is done before an earlier one, which then overwrites it:  *)
(* the term on disk goes back. The disk must do the writes of a server in  *)
(* their order.                                                            *)
(***************************************************************************)
EXTENDS MCRaftDurability

Overtakes(s, count) ==
  Step([s EXCEPT !.disk = s.writes[count].disk,
                 !.writes = SubSeq(@, 1, count - 1) \o SubSeq(@, count + 1, Len(@))],
       s.writes[count].waiting)
===============================================================================
