----------------------- MODULE P08b_AcknowledgesUnsynced ----------------------
(***************************************************************************)
(* A follower acknowledges entries while they are still on their way to    *)
(* its disk. The leader counts it for them, and a crash loses them:        *)
(* entries are committed that no majority has.                             *)
(***************************************************************************)
EXTENDS MCRaftDurability

AcknowledgesAtOnce(m) == m.type \notin {"AppendEntriesRequest", "AppendEntriesResponse"}
===============================================================================
