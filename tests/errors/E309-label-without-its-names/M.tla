---- MODULE M ----
CONSTANT S
All == \A i \in S : same :: i = i
====
