--------------------------------- MODULE TLC ---------------------------------
(* Operators for specifications that are run.  What a model checker alone    *)
(* can do is Native.                                                         *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL Native == CHOOSE value : TRUE

(* Both print what they are given; the first has the value of `value'. *)
Print(output, value) == Native
PrintT(output) == Native

(* TRUE, or an error with the message if the condition is false. *)
Assert(condition, message) == Native

JavaTime == Native
TLCGet(register) == Native
TLCSet(register, value) == Native
TLCEval(value) == value
Any == Native
ToString(value) == Native
RandomElement(S) == CHOOSE x \in S : TRUE

argument :> value == [x \in {argument} |-> value]

f @@ g == [x \in DOMAIN f \cup DOMAIN g |-> IF x \in DOMAIN f THEN f[x] ELSE g[x]]

Permutations(S) == {f \in [S -> S] : \A y \in S : \E x \in S : f[x] = y}

(* The elements of s in an order in which none comes before one that must   *)
(* precede it.                                                              *)
SortSeq(s, Precedes(_, _)) ==
  LET order == CHOOSE p \in Permutations(1..Len(s)) :
                 \A i, j \in 1..Len(s) : i < j => ~Precedes(s[p[j]], s[p[i]])
  IN [k \in 1..Len(s) |-> s[order[k]]]
==============================================================================
