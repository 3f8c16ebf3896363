---- MODULE M ----
VARIABLE log
First == log(1)
====
