---- MODULE Hen ----
EXTENDS Egg
====
