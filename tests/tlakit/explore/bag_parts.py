"""Parts of random specs whose variables are functions with a domain that changes: bags and tables."""

from __future__ import annotations

from tests.tlakit.explore.parts import Part

HEAD = """
LOCAL INSTANCE Bags
LOCAL INSTANCE BagsExt
Put(k, v, f) == [o \\in (DOMAIN f) \\cup {k} |-> IF o = k THEN v ELSE f[o]]
Reset(k, v, f) == [o \\in DOMAIN f |-> IF k = o THEN v ELSE f[o]]
Cut(S, f) == [o \\in DOMAIN f \\ S |-> f[o]]
"""

POST = Part(
    variables=("post", "pending"),
    initial=(
        "post = EmptyBag /\\ pending = <<>>",
        "post = SetToBag({<<r, 1>> : r \\in P}) /\\ pending = EmptyBag",
        "post \\in {EmptyBag, SetToBag({<<r, 2>> : r \\in P})} /\\ pending = [o \\in {} |-> 0]",
    ),
    tests=(
        "DOMAIN post # {}",
        "BagToSet(post) = {}",
        "BagIn(<<p, 1>>, post)",
        "CopiesIn(<<p, 2>>, post) < 2",
        "<<p, 1>> \\notin DOMAIN pending",
        "\\A o \\in DOMAIN post : post[o] < 3",
        "BagCardinality(post) < 3",
        "BagCardinality(post (+) pending) # 2",
        "\\E o \\in DOMAIN post : o[1] = p /\\ post[o] > 1",
        "post # pending",
        "IsABag(post)",
        "post (-) pending = post",
        "Cardinality({o \\in DOMAIN post : o[1] = p}) < 2",
        "<<p, 2>> \\in (DOMAIN post) \\cup {<<p, 1>>}",
        "BagAdd(post, <<p, 1>>) # SetToBag({<<p, 1>>})",
        "Cardinality(DOMAIN post \\ {<<p, 1>>}) < 2",
        "Cardinality(DOMAIN Cut({<<p, 2>>}, With(<<p, 1>>, post))) > 1",
        "Put(<<p, 1>>, 1, post) = post",
    ),
    effects=(
        "Weight(post) < 3 /\\ post' = BagAdd(post, <<p, 1>>)",
        "Weight(post) < 3 /\\ post' = post (+) SetToBag({<<q, 2>>, <<p, 1>>})",
        "post' = BagRemove(post, <<p, 1>>)",
        "post' = BagRemoveAll(post, <<p, 2>>)",
        "post' = post (-) SetToBag({<<p, 1>>})",
        "post' = Cut({<<p, 1>>, <<q, 1>>}, post)",
        "Weight(pending) < 2 /\\ pending' = SetToBag({<<p, 2>>}) (+) pending",
        "Weight(post) < 3 /\\ post' = pending (+) post /\\ pending' = EmptyBag",
        "post' = Put(<<p, 2>>, 2, post)",
        "post' = Put(<<p, 1>>, 1, Cut({<<p, 2>>}, post))",
        "post' = (<<p, 1>> :> 2) @@ post",
        "post' = post @@ (<<p, 1>> :> 1)",
        "post' = Reset(<<p, 1>>, 1, Reset(<<q, 2>>, 2, post))",
        "post' = pending /\\ pending' = post",
        "post' = post @@ pending",
        "post' = [post EXCEPT ![<<p, 1>>] = 3 - @, ![<<p, 2>>] = 1]",
        "post' = [o \\in {m \\in DOMAIN post : m[1] # p} |-> post[o]]",
        "pending' = [o \\in DOMAIN post \\ {<<p, 1>>} |-> 1]",
        "post' = [o \\in DOMAIN post |-> IF o[1] = p THEN 1 ELSE post[o]]",
    ),
    families=(
        "m \\in DOMAIN post : m[1] = p /\\ post' = BagRemove(post, m)",
        "m \\in BagToSet(post) : m[1] = p /\\ post' = Without(m, post) /\\ pending' = With(m, pending)",
        "m \\in {o \\in DOMAIN post : post[o] > 1} : m[1] = p /\\ post' = [post EXCEPT ![m] = @ - 1]",
        "m \\in DOMAIN post : m[2] = 1 /\\ post' = With(<<p, 2>>, Without(m, post))",
        "m \\in DOMAIN pending : post' = post (-) SetToBag({m}) /\\ pending' = Cut({m}, pending)",
    ),
    steps=(
        "DOMAIN post \\subseteq DOMAIN post'",
        "post' = post",
        "post' # post (+) SetToBag({<<p, 1>>})",
        "BagCardinality(post') <= BagCardinality(post) + 1",
    ),
    measure="Weight(post) + Weight(pending)",
    hazards=("(DOMAIN post = {} \\/ post[<<p, 1>>] > 0)", "post[<<p, 2>>] \\in 0..3"),
)

TABLE = Part(
    variables=("table",),
    initial=(
        "table = <<>>",
        "\\E r \\in P : table = (r :> [n |-> 0, by |-> none])",
        "table = [r \\in P |-> [n |-> 0, by |-> r]]",
    ),
    tests=(
        "p \\in DOMAIN table",
        "(p \\in DOMAIN table => table[p].n < 2)",
        "DOMAIN table = P",
        "\\A r \\in DOMAIN table : table[r].by # p",
        "table # <<>>",
        "Cardinality(DOMAIN table) < 2",
        "Cut({p}, table) = table",
    ),
    effects=(
        "p \\notin DOMAIN table /\\ table' = table @@ (p :> [n |-> 0, by |-> q])",
        "p \\in DOMAIN table /\\ table[p].n < 2 /\\ table' = [table EXCEPT ![p].n = @ + 1]",
        "table' = Cut({p}, table)",
        "table' = [table EXCEPT ![p] = [n |-> 1, by |-> q]]",
        "table' = Put(p, [n |-> 0, by |-> p], table)",
        "table' = [r \\in DOMAIN table |-> [table[r] EXCEPT !.by = p]]",
    ),
    families=(
        "m \\in DOMAIN table : table[m].by = p /\\ table' = Cut({m}, table)",
        "m \\in DOMAIN table : table[m].n > 0 /\\ table' = [table EXCEPT ![m] = [n |-> 0, by |-> p]]",
    ),
    steps=("DOMAIN table \\subseteq DOMAIN table'", "table' = table @@ table'"),
    measure="Cardinality(DOMAIN table)",
    hazards=("table[p].n < 2",),
)

CHANGING = (POST, TABLE)
