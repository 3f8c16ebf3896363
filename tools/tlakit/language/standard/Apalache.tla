------------------------------ MODULE Apalache ------------------------------
(* What specifications for the checker Apalache use, for those who run them  *)
(* elsewhere: hints mean nothing, and choices are made as CHOOSE makes them. *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

(* An assignment. *)
variable := value == variable = value

(* Any value within a bound: the checker's own business. *)
Gen(bound) == {}

Guess(S) == CHOOSE x \in S : TRUE

Skolem(formula) == formula

Expand(S) == S

ConstCardinality(formula) == formula

(* The function of a set of pairs. *)
SetAsFun(S) ==
  [x \in {p[1] : p \in S} |-> CHOOSE y \in {p[2] : p \in S} : <<x, y>> \in S]

(* Sequences from an operator, and from a function, of which len items count. *)
MkSeq(n, F(_)) == [i \in 1..n |-> F(i)]

FunAsSeq(f, len, capacity) == [i \in 1..len |-> f[i]]

RECURSIVE ApaFoldSet(_, _, _)
ApaFoldSet(Op(_, _), value, S) ==
  IF S = {} THEN value
  ELSE LET x == CHOOSE y \in S : TRUE IN ApaFoldSet(Op, Op(value, x), S \ {x})

RECURSIVE ApaFoldSeqLeft(_, _, _)
ApaFoldSeqLeft(Op(_, _), value, s) ==
  IF s = <<>> THEN value ELSE ApaFoldSeqLeft(Op, Op(value, Head(s)), Tail(s))

(* F(...F(F(x, 1), 2)..., n) *)
RECURSIVE Repeat(_, _, _)
Repeat(F(_, _), n, x) == IF n <= 0 THEN x ELSE F(Repeat(F, n - 1, x), n)
=============================================================================
