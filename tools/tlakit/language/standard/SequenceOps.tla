----------------------------- MODULE SequenceOps -----------------------------
(* Operators on sequences that older proofs use; module SequencesExt has     *)
(* them all.                                                                 *)
EXTENDS Sequences, Integers, Functions
LOCAL Ext == INSTANCE SequencesExt

Cons(e, s) == Ext!Cons(e, s)
InsertAt(s, i, e) == Ext!InsertAt(s, i, e)
RemoveAt(s, i) == Ext!RemoveAt(s, i)
Front(s) == Ext!Front(s)
Last(s) == Ext!Last(s)
Reverse(s) == Ext!Reverse(s)
IsPrefix(s, t) == Ext!IsPrefix(s, t)
IsStrictPrefix(s, t) == Ext!IsStrictPrefix(s, t)
IsSuffix(s, t) == Ext!IsSuffix(s, t)
IsStrictSuffix(s, t) == Ext!IsStrictSuffix(s, t)
==============================================================================
