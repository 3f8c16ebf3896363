---- MODULE M ----
EXTENDS Naturals
VARIABLES small, big
Init == small = 0 /\ big = 0
FillSmall == small' = 3 /\ big' = big
FillBig == big' = 5
Next == FillSmall \/ FillBig
====
