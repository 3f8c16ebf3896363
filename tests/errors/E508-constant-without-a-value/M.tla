---- MODULE M ----
EXTENDS Naturals
CONSTANT Limit
Above(n) == n > Limit
====
