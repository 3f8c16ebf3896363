---- MODULE M ----
VARIABLE x
Init == x = 0
Init == x = 1
====
