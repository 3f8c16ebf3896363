---- MODULE M ----
Two == 1 + 1
====
