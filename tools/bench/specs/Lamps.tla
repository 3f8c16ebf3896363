--------------------------------- MODULE Lamps ---------------------------------
(***************************************************************************)
(* Lamps on a grid; a button turns its own lamp and those beside it.  The  *)
(* whole state is one set, every step reads all of it and writes all of    *)
(* it: nothing that was computed for one state is of use in another.  The  *)
(* worst that can happen to a checker that remembers evaluations.          *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS Width, Height

VARIABLE lit

Cells == (1..Width) \X (1..Height)

Distance(a, b) ==
  LET Apart(x, y) == IF x < y THEN y - x ELSE x - y
  IN Apart(a[1], b[1]) + Apart(a[2], b[2])

Around == [cell \in Cells |-> {other \in Cells : Distance(cell, other) <= 1}]

Init == lit = {}

Press(cell) == lit' = (lit \ Around[cell]) \cup (Around[cell] \ lit)

Next == \E cell \in Cells : Press(cell)

Spec == Init /\ [][Next]_lit

OnTheGrid == lit \subseteq Cells /\ Cardinality(lit) <= Width * Height
================================================================================
