-------------------------- MODULE S06_SenderNotHeard --------------------------
(***************************************************************************)
(* A snapshot does not count as having heard the leader. It comes from the *)
(* leader of the term as entries do, and it takes long: the server stands  *)
(* for election, or votes for another, while it is being brought up to     *)
(* date.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

HearsNobody(s, m) ==
  LET current == m.term = s.currentTerm
      f       == IF current THEN Forget(BecomeFollower(s)) ELSE s
  IN Step(IF current /\ IsNews(s, m.snapshot) THEN Install(f, m.snapshot) ELSE f,
          {[type       |-> "InstallSnapshotResponse",
            term       |-> s.currentTerm,
            source     |-> s.id,
            dest       |-> m.source,
            matchIndex |-> IF current THEN m.snapshot.lastIndex ELSE 0]})
===============================================================================
