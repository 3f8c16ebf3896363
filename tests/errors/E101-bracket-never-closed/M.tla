---- MODULE M ----
EXTENDS Naturals
Low == (1 + 2
High == 3
====
