---------------------------- MODULE SequencesExt ----------------------------
(* More about sequences: from sets and back, searching, changing, comparing, *)
(* folding, and parts that stand together or apart.                          *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE FiniteSetsExt
LOCAL INSTANCE Functions
LOCAL INSTANCE Folds
LOCAL INSTANCE TLC

-----------------------------------------------------------------------------
(* Sets and sequences *)

ToSet(s) == {s[i] : i \in DOMAIN s}

(* How often each item is in s: a bag. *)
ToBag(s) == [x \in ToSet(s) |-> Cardinality({i \in DOMAIN s : s[i] = x})]

(* Some sequence of all elements of S, each once. *)
SetToSeq(S) == CHOOSE f \in [1..Cardinality(S) -> S] : IsInjective(f)

(* All such sequences. *)
SetToSeqs(S) == {f \in [1..Cardinality(S) -> S] : IsInjective(f)}

(* The one that is sorted. *)
SetToSortSeq(S, op(_, _)) == SortSeq(SetToSeq(S), op)

(* All sequences of different elements of S, of any length. *)
SetToAllKPermutations(S) == UNION {SetToSeqs(T) : T \in SUBSET S}

(* The sequences over S of length n, or of at most that length. *)
TupleOf(S, n) == [1..n -> S]

SeqOf(S, n) == UNION {[1..k -> S] : k \in 0..n}

BoundedSeq(S, n) == SeqOf(S, n)

-----------------------------------------------------------------------------
(* Looking *)

Contains(s, e) == \E i \in 1..Len(s) : s[i] = e

IsSorted(s, op(_, _)) == \A i, j \in 1..Len(s) : i < j => op(s[i], s[j])

(* Where the first, or last, item stands that passes the test; 0 if none     *)
(* does.  The variants look only at the indices given.                       *)
SelectInSeq(s, Test(_)) ==
  LET found == {i \in 1..Len(s) : Test(s[i])} IN IF found = {} THEN 0 ELSE Min(found)

SelectLastInSeq(s, Test(_)) ==
  LET found == {i \in 1..Len(s) : Test(s[i])} IN IF found = {} THEN 0 ELSE Max(found)

SelectInSubSeq(s, from, to, Test(_)) ==
  LET found == {i \in from..to : Test(s[i])} IN IF found = {} THEN 0 ELSE Min(found)

SelectLastInSubSeq(s, from, to, Test(_)) ==
  LET found == {i \in from..to : Test(s[i])} IN IF found = {} THEN 0 ELSE Max(found)

-----------------------------------------------------------------------------
(* Changing *)

Reverse(s) == [i \in 1..Len(s) |-> s[Len(s) + 1 - i]]

Remove(s, e) == SelectSeq(s, LAMBDA x : x # e)

ReplaceAll(s, old, new) == [i \in 1..Len(s) |-> IF s[i] = old THEN new ELSE s[i]]

(* e becomes item i, and what was there and behind moves on by one. *)
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))

ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]

RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))

(* Without its first item that is e, or that passes the test, if any. *)
RemoveFirst(s, e) ==
  IF Contains(s, e) THEN RemoveAt(s, SelectInSeq(s, LAMBDA x : x = e)) ELSE s

RemoveFirstMatch(s, Test(_)) ==
  IF SelectInSeq(s, Test) = 0 THEN s ELSE RemoveAt(s, SelectInSeq(s, Test))

Cons(e, s) == <<e>> \o s

Snoc(e, s) == Append(s, e)

Front(s) == SubSeq(s, 1, Len(s) - 1)

Last(s) == s[Len(s)]

(* a modulo b as an index of a sequence of length b: b in place of 0. *)
SeqMod(a, b) == IF a % b = 0 THEN b ELSE a % b

-----------------------------------------------------------------------------
(* Beginnings and ends *)

IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(s, 1, Len(s)) = SubSeq(t, 1, Len(s))

IsStrictPrefix(s, t) == IsPrefix(s, t) /\ s # t

IsSuffix(s, t) ==
  /\ Len(s) <= Len(t)
  /\ SubSeq(s, 1, Len(s)) = SubSeq(t, Len(t) - Len(s) + 1, Len(t))

IsStrictSuffix(s, t) == IsSuffix(s, t) /\ s # t

Prefixes(s) == {SubSeq(s, 1, n) : n \in 0..Len(s)}

Suffixes(s) == {SubSeq(s, n, Len(s)) : n \in 1..(Len(s) + 1)}

(* The sequences that every sequence of S begins with. *)
CommonPrefixes(S) ==
  {p \in UNION {Prefixes(s) : s \in S} : \A s \in S : IsPrefix(p, s)}

LongestCommonPrefix(S) ==
  CHOOSE p \in CommonPrefixes(S) : \A q \in CommonPrefixes(S) : Len(q) <= Len(p)

-----------------------------------------------------------------------------
(* Folding *)

(* In an order that is left open. *)
FoldSeq(op(_, _), base, s) == FoldFunction(op, base, s)

(* op(...op(op(base, s[1]), s[2])..., s[n]) *)
FoldLeft(op(_, _), base, s) ==
  MapThenFoldSet(LAMBDA x, y : op(y, x), base, LAMBDA i : s[i], LAMBDA S : Max(S), DOMAIN s)

(* op(s[1], op(s[2], ...op(s[n], base)...)) *)
FoldRight(op(_, _), s, base) ==
  MapThenFoldSet(op, base, LAMBDA i : s[i], LAMBDA S : Min(S), DOMAIN s)

(* The same over the indices in place of the items. *)
FoldLeftDomain(op(_, _), base, s) == FoldLeft(op, base, [i \in DOMAIN s |-> i])

FoldRightDomain(op(_, _), s, base) == FoldRight(op, [i \in DOMAIN s |-> i], base)

(* All sequences of a sequence, one behind the other; also of strings. *)
FlattenSeq(seqs) ==
  LET Joined[n \in 1..Len(seqs)] ==
        IF n = 1 THEN seqs[1] ELSE Joined[n - 1] \o seqs[n]
  IN IF Len(seqs) = 0 THEN seqs ELSE Joined[Len(seqs)]

(* Pairs of items at the same place, as far as both sequences go. *)
Zip(s, t) == [i \in 1..Min({Len(s), Len(t)}) |-> <<s[i], t[i]>>]

(* Items of both in turn, each in a sequence of its own; of equal lengths. *)
Interleave(s, t) ==
  CASE Len(s) = Len(t) ->
    [i \in 1..(2 * Len(s)) |->
       IF i % 2 = 1 THEN <<s[(i + 1) \div 2]>> ELSE <<t[i \div 2]>>]

-----------------------------------------------------------------------------
(* Parts *)

(* Items that stand together. *)
SubSeqs(s) == {SubSeq(s, i + 1, j) : i, j \in 0..Len(s)}

(* Items in their order, with any others left out. *)
AllSubSeqs(s) ==
  {[k \in 1..Cardinality(D) |-> s[SetToSortSeq(D, <)[k]]] : D \in SUBSET (1..Len(s))}

(* Where in t the first occurrence of s begins: an error if there is none. *)
IndexFirstSubSeq(s, t) ==
  LET Begins(i) == SubSeq(t, i, i + Len(s) - 1) = SubSeq(s, 1, Len(s))
  IN CHOOSE i \in 1..(Len(t) + 1 - Len(s)) :
       Begins(i) /\ \A j \in 1..(i - 1) : ~Begins(j)

(* t with r in place of the s that begins at i. *)
ReplaceSubSeqAt(i, r, s, t) ==
  SubSeq(t, 1, i - 1) \o r \o SubSeq(t, i + Len(s), Len(t))

ReplaceFirstSubSeq(r, s, t) ==
  IF s \in SubSeqs(t) THEN ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t) ELSE t

(* From left to right, and not within what was put in.  An empty s is found *)
(* before every item.                                                        *)
ReplaceAllSubSeqs(r, s, t) ==
  LET n == Len(s)
      Begins(i) == i + n - 1 <= Len(t) /\ SubSeq(t, i, i + n - 1) = s
      From[i \in 1..(Len(t) + 1)] ==
        IF i > Len(t) THEN SubSeq(t, 1, 0)
        ELSE IF n = 0 THEN r \o SubSeq(t, i, i) \o From[i + 1]
        ELSE IF Begins(i) THEN r \o From[i + n]
        ELSE SubSeq(t, i, i) \o From[i + 1]
  IN IF s = t THEN r ELSE From[1]
=============================================================================
