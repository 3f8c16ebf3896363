---- MODULE M ----
C == INSTANCE Counter WITH y <- 1
All == {C}
====
