--------------------------------- MODULE Jugs ---------------------------------
EXTENDS Integers
CONSTANTS Jug, Capacity(_), Goal, big
VARIABLE amount
Min(a, b) == IF a < b THEN a ELSE b
Init == amount = [j \in Jug |-> 0]
Fill(j) == amount' = [amount EXCEPT ![j] = Capacity(j)]
Spill(j) == amount' = [amount EXCEPT ![j] = 0]
Pour(j, k) == LET much == Min(amount[j], Capacity(k) - amount[k])
              IN amount' = [amount EXCEPT ![j] = @ - much, ![k] = @ + much]
Next == \E j \in Jug : \/ Fill(j)
                       \/ Spill(j)
                       \/ \E k \in Jug \ {j} : Pour(j, k)
NotYet == \A j \in Jug : amount[j] # Goal
Size(j) == IF j = big THEN 5 ELSE 3
===============================================================================
