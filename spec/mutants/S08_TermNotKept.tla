--------------------------- MODULE S08_TermNotKept ----------------------------
(***************************************************************************)
(* The term of the last compacted entry is not kept in the snapshot. RP    *)
(* section 7: the next entry follows on it, and a request must say its     *)
(* term.                                                                   *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

WithoutTerm(s, index, state) ==
  Step([s EXCEPT !.snapshot = [lastIndex     |-> index,
                               lastTerm      |-> 0,
                               configuration |-> ConfigurationAt(s, index),
                               state         |-> state],
                 !.log = Entries(s, index + 1, LastIndex(s))],
       {})
===============================================================================
