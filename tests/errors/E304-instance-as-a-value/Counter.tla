---- MODULE Counter ----
CONSTANT y
High == {y}
====
