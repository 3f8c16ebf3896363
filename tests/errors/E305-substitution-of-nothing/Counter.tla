---- MODULE Counter ----
VARIABLE y
Init == y = 0
====
