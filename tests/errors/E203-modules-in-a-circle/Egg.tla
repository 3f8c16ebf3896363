---- MODULE Egg ----
EXTENDS Hen
====
