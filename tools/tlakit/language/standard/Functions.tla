----------------------------- MODULE Functions -----------------------------
(* Functions as things: their ranges, restrictions and inverses, and when   *)
(* they are one-to-one or onto.                                             *)
LOCAL INSTANCE Integers

Range(f) == {f[x] : x \in DOMAIN f}

(* f on S, which should be a part of its domain. *)
Restrict(f, S) == [x \in S |-> f[x]]

(* f where its arguments, or its values, pass a test. *)
RestrictDomain(f, Test(_)) == [x \in {y \in DOMAIN f : Test(y)} |-> f[x]]

RestrictValues(f, Test(_)) == [x \in {y \in DOMAIN f : Test(f[y])} |-> f[x]]

IsRestriction(f, g) == DOMAIN f \subseteq DOMAIN g /\ \A x \in DOMAIN f : f[x] = g[x]

(* Two functions on the same domain, combined value by value. *)
Pointwise(f, g, T(_, _)) == [x \in DOMAIN f |-> T(f[x], g[x])]

(* For each t in T an s in S with f[s] = t; any s at all where t is no value *)
(* of f.                                                                     *)
Inverse(f, S, T) == [t \in T |-> CHOOSE s \in S : t \in Range(f) => f[s] = t]

AntiFunction(f) == Inverse(f, DOMAIN f, Range(f))

IsInjective(f) == \A x, y \in DOMAIN f : f[x] = f[y] => x = y

Injection(S, T) == {f \in [S -> T] : IsInjective(f)}

Surjection(S, T) == {f \in [S -> T] : \A t \in T : \E s \in S : f[s] = t}

Bijection(S, T) == Injection(S, T) \cap Surjection(S, T)

ExistsInjection(S, T) == Injection(S, T) # {}
ExistsSurjection(S, T) == Surjection(S, T) # {}
ExistsBijection(S, T) == Bijection(S, T) # {}

(* op over the values of f at the given arguments, beginning at base.  The   *)
(* order is left open, so op should not mind; a checker takes the arguments *)
(* as CHOOSE does.                                                          *)
FoldFunctionOnSet(op(_, _), base, f, indices) ==
  LET RECURSIVE Over(_, _)
      Over(left, value) ==
        IF left = {} THEN value
        ELSE LET x == CHOOSE y \in left : TRUE IN Over(left \ {x}, op(f[x], value))
  IN Over(indices, base)

FoldFunction(op(_, _), base, f) == FoldFunctionOnSet(op, base, f, DOMAIN f)

SumFunctionOnSet(f, indices) == FoldFunctionOnSet(+, 0, f, indices)

SumFunction(f) == SumFunctionOnSet(f, DOMAIN f)
============================================================================
