---- MODULE M ----
RECURSIVE Factorial(_)
====
