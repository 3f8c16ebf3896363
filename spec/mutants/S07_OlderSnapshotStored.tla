----------------------- MODULE S07_OlderSnapshotStored ------------------------
(***************************************************************************)
(* A snapshot that is older than the server's own is put in its place,     *)
(* though the log and the commit index stay. RP section 7: after a restart *)
(* the state machine begins with it, and what was compacted is back.       *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

StoresAny(s, m) ==
  LET current == m.term = s.currentTerm
      f       == IF current
                 THEN [Forget(BecomeFollower(s)) EXCEPT !.heardFromLeader = NotesLeader]
                 ELSE s
      older   == m.snapshot.lastIndex <= s.commitIndex
  IN Step(CASE current /\ older  -> [f EXCEPT !.snapshot = m.snapshot,
                                             !.log = SubSeq(WholeLog(s), m.snapshot.lastIndex + 1, LastIndex(s))]
            [] current /\ ~older -> Install(f, m.snapshot)
            [] OTHER             -> f,
          {[type       |-> "InstallSnapshotResponse",
            term       |-> s.currentTerm,
            source     |-> s.id,
            dest       |-> m.source,
            matchIndex |-> IF current THEN m.snapshot.lastIndex ELSE 0]})
===============================================================================
