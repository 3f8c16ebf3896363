---- MODULE M ----
EXTENDS Naturals
Min(a, b) == IF a < b THEN a ELSE b
Least == Min(3)
====
