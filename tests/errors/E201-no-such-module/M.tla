---- MODULE M ----
EXTENDS Naturals, Sequence
====
