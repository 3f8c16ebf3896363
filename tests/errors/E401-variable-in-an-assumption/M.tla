---- MODULE M ----
VARIABLE x
ASSUME x = 0
====
