---- MODULE M ----
EXTENDS Lib
====
