---------------------- MODULE S03_OldSnapshotUnanswered -----------------------
(***************************************************************************)
(* A server that has nothing to learn from a snapshot says that nothing    *)
(* matches. The leader sends it again, and so on for ever: the answer is   *)
(* how it finds out where to go on.                                        *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

AnswersNews(s, m) ==
  LET news == m.term = s.currentTerm /\ IsNews(s, m.snapshot)
      f    == IF m.term = s.currentTerm
              THEN [Forget(BecomeFollower(s)) EXCEPT !.heardFromLeader = NotesLeader]
              ELSE s
  IN Step(IF news THEN Install(f, m.snapshot) ELSE f,
          {[type       |-> "InstallSnapshotResponse",
            term       |-> s.currentTerm,
            source     |-> s.id,
            dest       |-> m.source,
            matchIndex |-> IF news THEN m.snapshot.lastIndex ELSE 0]})
===============================================================================
