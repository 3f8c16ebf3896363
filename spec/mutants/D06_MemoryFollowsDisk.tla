------------------------- MODULE D06_MemoryFollowsDisk ------------------------
(***************************************************************************)
(* When the disk is done a server takes over what it has, though newer     *)
(* writes are on their way: its term goes back without a crash.            *)
(***************************************************************************)
EXTENDS MCRaftDurability

TakesOverDisk(s, count) ==
  Step(FromDisk([s EXCEPT !.disk = s.writes[count].disk,
                          !.writes = SubSeq(@, count + 1, Len(@))]),
       UNION {s.writes[k].waiting : k \in 1..count})
===============================================================================
