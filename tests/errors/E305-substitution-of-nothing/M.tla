---- MODULE M ----
VARIABLE x
C == INSTANCE Counter WITH y <- x, z <- x
====
