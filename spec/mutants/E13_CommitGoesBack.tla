-------------------------- MODULE E13_CommitGoesBack --------------------------
(***************************************************************************)
(* The commit index becomes whatever the request says, also if that is     *)
(* less. RP figure 2: it only ever grows, until a restart; so too with the *)
(* rules for elections.                                                    *)
(***************************************************************************)
EXTENDS MCRaftElections

BelievesLower(s, m) == Min(m.leaderCommit, m.prevLogIndex + Len(m.entries))
===============================================================================
