---- MODULE M ----
CONSTANTS A, B
Both == /\ A
        /\ B
Third == Both!3
====
