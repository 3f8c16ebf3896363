---- MODULE M ----
VARIABLE x
Next == x'' = x
====
