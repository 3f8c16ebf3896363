------------------------------ MODULE Naturals ------------------------------
(* The natural numbers.  Arithmetic is the checkers' own: where a body is    *)
(* Native, the meaning is the usual one and no text defines it.  On negative *)
(* numbers \div and % are such that a = b * (a \div b) + a % b and           *)
(* 0 <= a % b < b, for b > 0.                                                *)
LOCAL Native == CHOOSE value : TRUE

Nat == Native

a + b == Native
a - b == Native
a * b == Native
a ^ b == Native
a \div b == Native
a % b == Native

a < b == Native
a <= b == Native
a > b == b < a
a >= b == b <= a

a .. b == Native
=============================================================================
