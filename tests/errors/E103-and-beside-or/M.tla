---- MODULE M ----
CONSTANTS A, B, C
Mixed == A /\ B \/ C
====
