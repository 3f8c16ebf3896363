--------------------------- MODULE FiniteSetsExt ---------------------------
(* More about finite sets: folding, adding, counting and choosing.          *)
LOCAL INSTANCE Integers
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE Functions
LOCAL INSTANCE Folds

(* op over the elements of S, beginning at base, in an order that is left   *)
(* open.                                                                    *)
FoldSet(op(_, _), base, S) ==
  MapThenFoldSet(op, base, LAMBDA x : x, LAMBDA T : CHOOSE x \in T : TRUE, S)

(* The older name, which takes the set before the base. *)
ReduceSet(op(_, _), S, base) == FoldSet(op, base, S)

SumSet(S) == FoldSet(+, 0, S)

ProductSet(S) == FoldSet(LAMBDA x, y : x * y, 1, S)

MapThenSumSet(op(_), S) ==
  MapThenFoldSet(+, 0, op, LAMBDA T : CHOOSE x \in T : TRUE, S)

FlattenSet(S) == UNION S

(* What is in one of the two sets but not in both. *)
SymDiff(A, B) == (A \cup B) \ (A \cap B)

(* How many elements of S pass the test. *)
Quantify(S, P(_)) == Cardinality({x \in S : P(x)})

(* The subsets of S with k elements. *)
kSubset(k, S) == {T \in SUBSET S : Cardinality(T) = k}

Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Min(S) == CHOOSE x \in S : \A y \in S : x <= y

(* All sets that take one element from each of the sets given. *)
Choices(Sets) ==
  {Range(f) : f \in {g \in [Sets -> UNION Sets] : \A S \in Sets : g[S] \in S}}

(* The only element of S that passes the test: an error if there is none or *)
(* more than one.                                                           *)
ChooseUnique(S, P(_)) == CHOOSE x \in S : P(x) /\ \A y \in S : P(y) => y = x
============================================================================
