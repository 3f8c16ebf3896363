--------------------- MODULE P03_TruncatesWithoutConflict ---------------------
(***************************************************************************)
(* A follower cuts its log after the entries of every request. RP figure   *)
(* 2, AppendEntries receiver, 3: only an entry that conflicts removes what *)
(* follows; a late or repeated request must not take back what was         *)
(* acknowledged.                                                           *)
(***************************************************************************)
EXTENDS MCRaft

AlwaysTruncates(s, prev, entries) == SubSeq(s.log, 1, prev) \o entries
===============================================================================
