------------------------ MODULE DifferentialEquations ------------------------
(* Solutions of differential equations, for specifications of physical       *)
(* things (Specifying Systems, section 9.5).  Nothing here can be run.       *)
LOCAL INSTANCE Reals
LOCAL INSTANCE Sequences

LOCAL Positive == {r \in Real : r > 0}
LOCAL Between(a, b) == {r \in Real : a < r /\ r < b}

(* df is the derivative of f: near r, the slopes of f are near df[r]. *)
LOCAL IsSlope(df, f) ==
  /\ df \in [DOMAIN f -> Real]
  /\ \A r \in DOMAIN f : \A e \in Positive : \E d \in Positive :
       \A s \in Between(r - d, r + d) \ {r} :
         (f[s] - f[r]) / (s - r) \in Between(df[r] - e, df[r] + e)

(* The values at b of f and its first n - 1 derivatives, which are initial   *)
(* at a and make D[r, f[r], ..., nth derivative at r] zero everywhere.       *)
Integrate(D, a, b, initial) ==
  LET n == Len(initial)
      g == CHOOSE h : \E e \in Positive :
             LET near == Between(a - e, b + e)
             IN /\ h \in [0..n -> [near -> Real]]
                /\ \A i \in 1..n : IsSlope(h[i], h[i - 1]) /\ h[i - 1][a] = initial[i]
                /\ \A r \in near : D[<<r>> \o [i \in 1..(n + 1) |-> h[i - 1][r]]] = 0
  IN [i \in 1..n |-> g[i - 1][b]]
==============================================================================
