---- MODULE M ----
EXTENDS Naturals
VARIABLE queue
Init == queue = <<1, 3, 2>>
Next == queue' = [k \in 1..2 |-> queue[k]]
Sorted == queue[1] <= queue[3]
====
