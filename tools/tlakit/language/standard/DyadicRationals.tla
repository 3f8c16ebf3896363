--------------------------- MODULE DyadicRationals ---------------------------
(* Fractions whose denominator is a power of two, in lowest terms: records   *)
(* with the fields num and den.                                              *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

LOCAL Fraction(num, den) == [num |-> num, den |-> den]

RECURSIVE Reduced(_)
LOCAL Reduced(p) ==
  IF p.den > 1 /\ p.num % 2 = 0 THEN Reduced(Fraction(p.num \div 2, p.den \div 2)) ELSE p

IsDyadicRational(p) == \E i \in 0..p.den : 2 ^ i = p.den

Zero == Fraction(0, 1)
One == Fraction(1, 1)

Add(p, q) ==
  LET den == IF p.den >= q.den THEN p.den ELSE q.den
  IN Reduced(Fraction(p.num * (den \div p.den) + q.num * (den \div q.den), den))

Half(p) == Reduced(Fraction(p.num, 2 * p.den))

PrettyPrint(p) ==
  IF p \in {Zero, One} THEN ToString(p.num) ELSE ToString(p.num) \o "/" \o ToString(p.den)
==============================================================================
