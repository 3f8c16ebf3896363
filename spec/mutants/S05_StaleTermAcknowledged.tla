---------------------- MODULE S05_StaleTermAcknowledged -----------------------
(***************************************************************************)
(* A snapshot of a term that is over is answered like one of the current   *)
(* term. The old leader may lead again by then, and would count as its own *)
(* follower's what another leader has replaced.                            *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

AnswersAny(s, m) ==
  LET current == m.term = s.currentTerm
      f       == IF current
                 THEN [Forget(BecomeFollower(s)) EXCEPT !.heardFromLeader = NotesLeader]
                 ELSE s
  IN Step(IF current /\ IsNews(s, m.snapshot) THEN Install(f, m.snapshot) ELSE f,
          {[type       |-> "InstallSnapshotResponse",
            term       |-> s.currentTerm,
            source     |-> s.id,
            dest       |-> m.source,
            matchIndex |-> m.snapshot.lastIndex]})
===============================================================================
