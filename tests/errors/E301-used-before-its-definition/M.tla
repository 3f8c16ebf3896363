---- MODULE M ----
Twice == Once \cup Once
Once == {1}
====
