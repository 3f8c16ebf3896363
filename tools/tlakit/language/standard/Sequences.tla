------------------------------ MODULE Sequences ------------------------------
(* Finite sequences: functions whose domain is 1..n for some natural n. *)
LOCAL INSTANCE Naturals

Seq(S) == UNION {[1..n -> S] : n \in Nat}

Len(s) == CHOOSE n \in Nat : DOMAIN s = 1..n

s \o t ==
  [k \in 1..(Len(s) + Len(t)) |-> IF k <= Len(s) THEN s[k] ELSE t[k - Len(s)]]

Append(s, e) == s \o <<e>>

Head(s) == s[1]

Tail(s) == [k \in 1..(Len(s) - 1) |-> s[k + 1]]

SubSeq(s, first, last) == [k \in 1..(last - first + 1) |-> s[first + k - 1]]

(* What of s passes the test, in its order. *)
SelectSeq(s, Passes(_)) ==
  LET Chosen[k \in 0..Len(s)] ==
        IF k = 0 THEN <<>>
        ELSE IF Passes(s[k]) THEN Append(Chosen[k - 1], s[k])
        ELSE Chosen[k - 1]
  IN Chosen[Len(s)]
==============================================================================
