---------------------------- MODULE D08_AlwaysWaits ---------------------------
(***************************************************************************)
(* Writes are queued also where they are to be done at once. Whoever       *)
(* relies on it that a step is on disk when it returns sends nothing that  *)
(* it should, and loses what it believes written.                          *)
(***************************************************************************)
EXTENDS MCRaftDurability

QueuesAlways(s, step) == Enqueue(s, step)
===============================================================================
