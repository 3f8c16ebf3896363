---- MODULE M ----
EXTENDS Naturals
VARIABLE n
All == \A n \in 1..3 : n > 0
====
