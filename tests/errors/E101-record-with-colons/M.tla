---- MODULE M ----
Start == [term : 1, vote |-> 2]
====
