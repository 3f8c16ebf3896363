------------------------------- MODULE Bitwise -------------------------------
(* Natural numbers as rows of bits.                                          *)
LOCAL INSTANCE Integers

(* Bit by bit, from the lowest: what Bit makes of the two. *)
LOCAL BitByBit(Bit(_, _), x, y) ==
  LET RECURSIVE From(_, _)
      From(a, b) ==
        IF a = 0 /\ b = 0 THEN 0 ELSE Bit(a % 2, b % 2) + 2 * From(a \div 2, b \div 2)
  IN From(x, y)

x & y == BitByBit(LAMBDA a, b : a * b, x, y)

x | y == BitByBit(LAMBDA a, b : a + b - a * b, x, y)

x ^^ y == BitByBit(LAMBDA a, b : (a + b) % 2, x, y)

(* The other bits, as far as n has any. *)
Not(n) == BitByBit(LAMBDA a, b : 1 - a, n, 0)

(* n without its last bits. *)
shiftR(n, bits) == n \div (2 ^ bits)
==============================================================================
