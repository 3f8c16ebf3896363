------------------------ MODULE P20b_ConfigurationLost ------------------------
(***************************************************************************)
(* A server compacts the entry that holds its configuration, and goes on   *)
(* with the one that it had before. D 5.1: the newest configuration among  *)
(* the entries that go is part of the snapshot, or nobody knows any more   *)
(* who the members are.                                                    *)
(***************************************************************************)
EXTENDS MCRaftSnapshots

ForgetsConfiguration(s, index, state) ==
  Step([s EXCEPT !.snapshot = [lastIndex     |-> index,
                               lastTerm      |-> TermAt(s, index),
                               configuration |-> s.snapshot.configuration,
                               state         |-> state],
                 !.log = Entries(s, index + 1, LastIndex(s))],
       {})
===============================================================================
