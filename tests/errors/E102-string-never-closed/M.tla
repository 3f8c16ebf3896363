---- MODULE M ----
Greeting == "hello
Length == 5
====
