-------------------------- MODULE D03_RepeatedAtOnce --------------------------
(***************************************************************************)
(* A step that writes nothing does not wait for the writes before it. So a *)
(* request that comes twice is answered at once the second time, from what *)
(* is still on its way to the disk.                                        *)
(***************************************************************************)
EXTENDS MCRaftDurability

WaitsForOwnWrite(s, step) ==
  LET new     == step.server
      waiting == {m \in step.out : MustWait(m)}
  IN IF ToDisk(new) = ToDisk(s)
     THEN step
     ELSE Step([new EXCEPT !.writes = Append(@, [disk |-> ToDisk(new), waiting |-> waiting])],
               step.out \ waiting)
===============================================================================
