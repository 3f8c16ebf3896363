---- MODULE M ----
EXTENDS Sequences
Last(s) == s[Lenn(s)]
====
