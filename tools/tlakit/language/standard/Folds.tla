------------------------------- MODULE Folds -------------------------------
(* Combining the elements of a finite set, one after the other.            *)

(* op(f(x1), op(f(x2), ... op(f(xn), base))), where x1 is what choose takes *)
(* from S, x2 what it takes from the rest, and so on.                       *)
MapThenFoldSet(op(_, _), base, f(_), choose(_), S) ==
  LET Folded[T \in SUBSET S] ==
        IF T = {} THEN base
        ELSE LET x == choose(T) IN op(f(x), Folded[T \ {x}])
  IN Folded[S]
============================================================================
