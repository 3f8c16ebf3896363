------------------------------ MODULE Jections ------------------------------
(* One-to-one and onto: what module Functions says, for older proofs.        *)
LOCAL Fun == INSTANCE Functions

Injection(S, T) == Fun!Injection(S, T)
Surjection(S, T) == Fun!Surjection(S, T)
Bijection(S, T) == Fun!Bijection(S, T)

ExistsInjection(S, T) == Fun!ExistsInjection(S, T)
ExistsSurjection(S, T) == Fun!ExistsSurjection(S, T)
ExistsBijection(S, T) == Fun!ExistsBijection(S, T)

(* Where in S the function has the value t, and where one of B. *)
JectionInverse(S, T, f) == [t \in T |-> CHOOSE s \in S : f[s] = t]
JectionInverseSets(S, T, f, B) == {s \in S : f[s] \in B}
=============================================================================
