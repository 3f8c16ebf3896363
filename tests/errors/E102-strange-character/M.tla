---- MODULE M ----
EXTENDS Naturals
Sum == 1 + 2;
====
