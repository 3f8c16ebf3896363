------------------------------ MODULE BagsExt ------------------------------
(* More about bags: one copy more or less, and folding over all copies.     *)
LOCAL INSTANCE Bags
LOCAL INSTANCE Integers
LOCAL INSTANCE Folds

BagAdd(B, x) ==
  [e \in DOMAIN B \cup {x} |-> CopiesIn(e, B) + (IF e = x THEN 1 ELSE 0)]

BagRemove(B, x) ==
  IF CopiesIn(x, B) > 1 THEN [B EXCEPT ![x] = @ - 1]
  ELSE [e \in DOMAIN B \ {x} |-> B[e]]

BagRemoveAll(B, x) == [e \in DOMAIN B \ {x} |-> B[e]]

(* op over all copies of all elements, beginning at base, each as op(what is *)
(* there, element).  The order of the elements is left open.                 *)
FoldBag(op(_, _), base, B) ==
  LET Copies(e, start) ==
        LET Up[n \in 0..B[e]] == IF n = 0 THEN start ELSE op(Up[n - 1], e) IN Up[B[e]]
      RECURSIVE Over(_, _)
      Over(left, value) ==
        IF left = {} THEN value
        ELSE LET e == CHOOSE x \in left : TRUE IN Over(left \ {e}, Copies(e, value))
  IN Over(DOMAIN B, base)

(* The same over f(e) in place of e, element by element: first the copies of *)
(* each one, beginning at base, and then what they give, in the order that   *)
(* choose takes them.                                                        *)
MapThenFoldBag(op(_, _), base, f(_), choose(_), B) ==
  LET Copies(e) ==
        LET Up[n \in 0..B[e]] == IF n = 0 THEN base ELSE op(Up[n - 1], f(e)) IN Up[B[e]]
  IN MapThenFoldSet(op, base, Copies, choose, DOMAIN B)

SumBag(B) == FoldBag(+, 0, B)

ProductBag(B) == FoldBag(LAMBDA x, y : x * y, 1, B)
============================================================================
