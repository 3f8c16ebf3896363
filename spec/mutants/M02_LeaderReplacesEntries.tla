--------------------- MODULE M02_LeaderReplacesEntries ------------------------
(***************************************************************************)
(* A leader that takes a proposal first drops the entries that are not yet *)
(* committed.  RP section 5.3 and figure 3: a leader never overwrites or   *)
(* deletes entries in its log; it only appends.                            *)
(***************************************************************************)
EXTENDS MCRaft

ReplacesUncommitted(s, value) ==
  Step([s EXCEPT !.log = Append(SubSeq(@, 1, s.commitIndex),
                                [term |-> s.currentTerm, value |-> value])], {})
===============================================================================
