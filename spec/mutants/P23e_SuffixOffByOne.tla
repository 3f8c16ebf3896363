------------------------- MODULE P23e_SuffixOffByOne --------------------------
(***************************************************************************)
(* Compaction leaves the entry with which the snapshot ends in the log, so *)
(* that it is there twice and all indexes after it are off by one.         *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

LeavesLast(s, index, state) ==
  Step([s EXCEPT !.snapshot = [lastIndex     |-> index,
                               lastTerm      |-> TermAt(s, index),
                               configuration |-> ConfigurationAt(s, index),
                               state         |-> state],
                 !.log = Entries(s, index, LastIndex(s))],
       {})
===============================================================================
