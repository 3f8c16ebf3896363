"""What a random spec is made of: groups of variables, and what may be said of them.

The text is for a process `p` of the set of model values `P`; `q` is another where a pair is meant.
Nothing names a single process except under `favours`, so all else is symmetric in `P`.
"""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """Variables that belong together.

    `tests` are predicates of a state, `pairs` such with `q`, `steps` predicates of a step. `effects`
    are actions that assign each variable that they prime; those that speak of `q` want one from `P`.
    `families` are actions that quantify over something in the state themselves and assign likewise.
    `hazards` are predicates that fail with an error in some states. `favours` treat one process as
    special. `measure` is a number that grows with the state.
    """

    variables: tuple[str, ...]
    initial: tuple[str, ...]
    tests: tuple[str, ...]
    effects: tuple[str, ...]
    measure: str
    pairs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    favours: tuple[str, ...] = ()


SCALARS = Part(
    variables=("n", "turn"),
    initial=("n = 0 /\\ turn = none", "n \\in 0..1 /\\ turn \\in P \\cup {none}"),
    tests=(
        "n < 2",
        "n \\in {0, 2}",
        "turn = p",
        "turn # none",
        "(turn \\in P => turn = p)",
        "(IF turn = none THEN n = 0 ELSE n < 2)",
        "CASE n = 0 -> turn = none [] n = 1 -> TRUE [] OTHER -> turn # p",
    ),
    effects=(
        "n' = (n + 1) % 3",
        "n < 2 /\\ n' = n + 1",
        "turn' \\in {none, p}",
        "turn = none /\\ turn' = p",
        "turn' = q /\\ q # p",
        "(n' = 0 \\/ n' = n)",
        "LET m == n + 1 IN IF m < 3 THEN n' = m /\\ turn' = p ELSE n' = 0 /\\ turn' = turn",
        "CASE turn = none -> turn' = p [] turn = p -> turn' = none [] OTHER -> turn' = turn",
    ),
    steps=("n' >= n", "turn' # turn", "(turn' = none \\/ turn' = p)", "UNCHANGED n"),
    measure="n",
    hazards=("(CASE n = 0 -> TRUE [] n = 1 -> turn # p)", "(CHOOSE k \\in 0..1 : k = n) >= 0"),
)

CONTROL = Part(
    variables=("pc",),
    initial=('pc = [r \\in P |-> "a"]', 'pc \\in [P -> {"a", "b"}]'),
    tests=(
        'pc[p] = "a"',
        'pc[p] \\in {"a", "b"}',
        '\\E r \\in P : pc[r] = "c"',
        'pc # [r \\in P |-> "b"]',
        "Cardinality({r \\in P : pc[r] = pc[p]}) = 1",
    ),
    effects=(
        'pc[p] = "a" /\\ pc\' = [pc EXCEPT ![p] = "b"]',
        'pc[p] = "b" /\\ pc\' = [pc EXCEPT ![p] = IF pc[q] = "b" THEN "c" ELSE @]',
        'pc\' = [r \\in P |-> IF r = p THEN "c" ELSE pc[r]]',
        'pc\' = [pc EXCEPT ![p] = pc[q], ![q] = "a"]',
        'pc[p] = "c" /\\ pc\' = [r \\in P |-> "a"]',
    ),
    pairs=("pc[p] # pc[q]", '(pc[p] = "c" => pc[q] # "c")'),
    steps=("pc'[p] # pc[p]", '(pc[p] = "c" => pc\'[p] \\in {"a", "c"})', "UNCHANGED pc"),
    measure='Cardinality({r \\in P : pc[r] = "c"})',
    favours=('pc[CHOOSE r \\in P : TRUE] = "a"',),
)

COUNTERS = Part(
    variables=("best",),
    initial=("best = [r \\in P |-> 0]", "best \\in [P -> 0..1]"),
    tests=(
        "best[p] < 2",
        "Sum(best) < 3",
        "Highest({best[r] : r \\in P}) = best[p]",
        "\\A r \\in P : best[r] >= best[p]",
        "(best[p] = 0 \\/ \\E r \\in P \\ {p} : best[r] = best[p])",
    ),
    effects=(
        "best[p] < 3 /\\ best' = [best EXCEPT ![p] = @ + 1]",
        "best' = [best EXCEPT ![p] = best[q]]",
        "best' = [r \\in P |-> IF r = p THEN 0 ELSE best[r]]",
        "best' = [best EXCEPT ![p] = 0, ![q] = (@ + 1) % 3]",
        "\\E k \\in 0..1 : k # best[p] /\\ best' = [best EXCEPT ![p] = k]",
        "\\E k \\in {best[r] : r \\in P} : best' = [best EXCEPT ![p] = k]",
    ),
    pairs=("best[p] = best[q]", "best[p] + best[q] < 4"),
    steps=("best'[p] >= best[p]", "Sum(best') < 4", "(best[p] + 1)' > best[p]"),
    measure="Sum(best)",
    hazards=("(best[p] < 3 \\/ best[p].term = 0)",),
)

NODES = Part(
    variables=("node",),
    initial=("node = [r \\in P |-> Fresh]",),
    tests=(
        "node[p].term = 0",
        "node[p].vote \\in {none, p}",
        "node[p].next[p] < 2",
        "\\E r \\in P : node[r].vote = p",
        '("extra" \\in DOMAIN node[p] => node[p].extra < 2)',
        "Cardinality({r \\in P : node[r].term = node[p].term}) > 1",
        "node[p] = [Fresh EXCEPT !.term = node[p].term]",
    ),
    effects=(
        "node[p].term < 2 /\\ node' = [node EXCEPT ![p].term = @ + 1, ![p].vote = none]",
        "node[p].vote = none /\\ node' = [node EXCEPT ![p].vote = q]",
        "node[p].next[q] < 1 /\\ node' = [node EXCEPT ![p].next[q] = @ + 1]",
        "node' = [node EXCEPT ![p] = [@ EXCEPT !.next = [r \\in P |-> 0], !.term = node[q].term]]",
        "node' = [node EXCEPT ![p].next[p] = 1, ![q].vote = IF @ = none THEN p ELSE @]",
        "node' = [node EXCEPT ![p] = [extra |-> 1] @@ @]",
        "LET other == node[q] IN node' = [node EXCEPT ![p].next = other.next]",
    ),
    pairs=(
        "node[p].term = node[q].term",
        "(node[p].vote = q => node[q].vote # p)",
        "(node[p].term = node[q].term => node[p].next[q] = node[q].next[p])",
    ),
    steps=(
        "node'[p].term >= node[p].term",
        "(node[p].vote # none => node'[p].vote = node[p].vote)",
        "DOMAIN node[p] \\subseteq DOMAIN node'[p]",
    ),
    measure="Sum([r \\in P |-> node[r].term + Sum(node[r].next)])",
    hazards=(
        "(node[p].term = 0 \\/ node[p].extra = 1)",
        "(node[p].vote = none \\/ node[p].vote < 2)",
    ),
    favours=("node[p].vote # (CHOOSE r \\in P : r # p)",),
)

RECORD = Part(
    variables=("rec",),
    initial=("rec = [count |-> 0, owner |-> none, flag |-> [r \\in P |-> FALSE]]",),
    tests=(
        "rec.count < 2",
        "rec.owner = p",
        "rec.flag[p]",
        "~rec.flag[p]",
        "\\E r \\in P : rec.flag[r]",
        "(rec.owner # none => rec.flag[rec.owner])",
        "rec = [rec EXCEPT !.flag[p] = FALSE]",
    ),
    effects=(
        "rec.count < 2 /\\ rec' = [rec EXCEPT !.count = @ + 1]",
        "rec.owner = none /\\ rec' = [rec EXCEPT !.owner = p, !.flag[p] = TRUE]",
        "rec.owner = p /\\ rec' = [rec EXCEPT !.owner = none, !.count = 0]",
        "rec' = [rec EXCEPT !.flag = [r \\in P |-> r = p]]",
        "rec' = [count |-> rec.count, owner |-> q, flag |-> rec.flag]",
        "rec' = [rec EXCEPT !.flag[p] = ~@]",
    ),
    pairs=("rec.flag[p] # rec.flag[q]",),
    steps=("rec'.count >= rec.count", "rec'.owner \\in {none, p, rec.owner}"),
    measure="rec.count",
    hazards=("(~rec.flag[p] \\/ rec.missing = 0)", "(rec.count < 2 \\/ rec.owner + 1 = 2)"),
)

MESSAGES = Part(
    variables=("msgs",),
    initial=("msgs = {}", 'msgs \\in {{}, {[type |-> "ok", to |-> r] : r \\in P}}'),
    tests=(
        '\\E m \\in msgs : m.type = "ask" /\\ m.to = p',
        "Of(p) # {}",
        "Cardinality(Of(p)) < 2",
        'Cardinality({m \\in msgs : m.type = "ok"}) <= 1',
        "msgs = {}",
        '[type |-> "ok", to |-> p] \\notin msgs',
        '\\A m \\in msgs : m.to = p => m.type = "ok"',
        "{m.to : m \\in msgs} \\subseteq {p}",
        "\\A m \\in Of(p) : \\E o \\in msgs : o.to # p /\\ o.type = m.type",
        "Cardinality(msgs) # 2",
    ),
    effects=(
        'msgs\' = msgs \\cup {[type |-> "ask", to |-> q, from |-> p, n |-> 0]}',
        'msgs\' = msgs \\cup {[type |-> "ok", to |-> r] : r \\in P \\ {p}}',
        "msgs' = msgs \\ Of(p)",
        "msgs' = {m \\in msgs : m.to # p}",
        'msgs\' = (msgs \\cup {[type |-> "ok", to |-> q]}) \\ {[type |-> "ok", to |-> p]}',
        "msgs' = msgs \\cap Of(p)",
        "msgs' = IF Of(p) = {} THEN msgs ELSE {}",
        "Of(p) # {} /\\ \\E m \\in Of(p) : msgs' = {m}",
    ),
    families=(
        (
            'm \\in msgs : m.to = p /\\ m.type = "ask" /\\ msgs\' = (msgs \\ {m})'
            ' \\cup {[type |-> "ok", to |-> m.from]}'
        ),
        "m \\in Of(p) : msgs' = msgs \\ {m}",
        (
            'm \\in {o \\in msgs : o.type = "ask"} : m.n = 0 /\\ p = m.to'
            " /\\ msgs' = (msgs \\ {m}) \\cup {[m EXCEPT !.n = 1]}"
        ),
        "m, o \\in msgs : m # o /\\ m.to = p /\\ msgs' = msgs \\ {m, o}",
    ),
    steps=("msgs \\subseteq msgs'", "Cardinality(msgs') # 2", "(Of(p) = {} => Of(p)' # {})"),
    measure="Cardinality(msgs)",
    hazards=("(\\A m \\in Of(p) : m.n = 0)", "(\\E m \\in msgs : m.to = p /\\ m.from = p)"),
    favours=("(msgs = {} \\/ (CHOOSE m \\in msgs : TRUE).to = p)",),
)

BAG = Part(
    variables=("bag",),
    initial=("bag = [m \\in {} |-> 0]", "bag = <<>>", "bag = [m \\in {<<r, 1>> : r \\in P} |-> 1]"),
    tests=(
        "DOMAIN bag # {}",
        "<<p, 1>> \\in DOMAIN bag",
        "\\A m \\in DOMAIN bag : bag[m] = 1",
        "Cardinality(DOMAIN bag) < 2",
        "\\E m \\in DOMAIN bag : m[1] = p /\\ m[2] = 1",
        "bag # <<>>",
    ),
    effects=(
        "Weight(bag) < 3 /\\ bag' = With(<<p, 1>>, bag)",
        "Weight(bag) < 3 /\\ bag' = With(<<q, 2>>, bag)",
        "<<p, 1>> \\in DOMAIN bag /\\ bag' = Without(<<p, 1>>, bag)",
        "bag' = [m \\in {o \\in DOMAIN bag : o[1] # p} |-> bag[m]]",
        "bag' = <<>>",
    ),
    families=(
        "m \\in DOMAIN bag : m[1] = p /\\ bag' = Without(m, bag)",
        "m \\in {o \\in DOMAIN bag : bag[o] < 2} : m[1] = p /\\ bag' = With(m, bag)",
        "m \\in DOMAIN bag : m[2] = 1 /\\ bag' = With(<<p, 2>>, Without(m, bag))",
    ),
    steps=("DOMAIN bag \\subseteq DOMAIN bag'", "Weight(bag') <= 2"),
    measure="Weight(bag)",
    hazards=("(DOMAIN bag = {} \\/ bag[<<p, 1>>] > 0)",),
)

QUEUES = Part(
    variables=("queue", "log"),
    initial=("queue = [r \\in P |-> <<>>] /\\ log = <<>>",),
    tests=(
        "queue[p] # <<>>",
        "Len(queue[p]) < 2",
        "(queue[p] # <<>> => Head(queue[p]).from # p)",
        "Len(log) < 2",
        "\\A i \\in 1..Len(log) : log[i] = p",
        "\\A i, j \\in DOMAIN log : log[i] = log[j]",
        "log = <<p>>",
    ),
    effects=(
        "Len(queue[q]) < 2 /\\ queue' = [queue EXCEPT ![q] = Append(@, [from |-> p])]",
        "queue[p] # <<>> /\\ queue' = [queue EXCEPT ![p] = Tail(@)] /\\ log' = log",
        (
            "queue[p] # <<>> /\\ Len(log) < 2 /\\ log' = Append(log, Head(queue[p]).from)"
            " /\\ queue' = [queue EXCEPT ![p] = Tail(@)]"
        ),
        "Len(log) < 2 /\\ log' = <<p>> \\o log",
        "log' = SelectSeq(log, LAMBDA r : r # p)",
        "Len(log) > 0 /\\ log' = [log EXCEPT ![1] = p]",
        "log # <<>> /\\ log' = SubSeq(log, 1, 1)",
    ),
    families=(
        "i \\in DOMAIN log : log[i] = p /\\ log' = SubSeq(log, 1, i - 1)",
        "m \\in {queue[r] : r \\in P} : Len(m) = 1 /\\ queue' = [queue EXCEPT ![p] = m]",
    ),
    pairs=("queue[p] = queue[q]", "(queue[p] = <<>> \\/ queue[q] = <<>>)"),
    steps=("Len(log') >= Len(log)", "(log # <<>> => log'[1] = log[1])"),
    measure="Len(log) + Sum([r \\in P |-> Len(queue[r])])",
    hazards=("(log = <<>> \\/ log[2] # p)", "Head(queue[p]).from # none"),
)

VOTES = Part(
    variables=("votes", "done"),
    initial=("votes = [r \\in P |-> {}] /\\ done = {}", "votes \\in [P -> {{}, P}] /\\ done = P"),
    tests=(
        "p \\in votes[p]",
        "Cardinality(votes[p]) * 2 > Cardinality(P)",
        "votes[p] \\subseteq done",
        "p \\in done",
        "done # P",
        "\\E Q \\in SUBSET done : Cardinality(Q) = 2",
        "\\E r \\in done : votes[r] = {}",
        "Cardinality({r \\in done : p \\in votes[r]}) < 2",
    ),
    effects=(
        "votes' = [votes EXCEPT ![p] = @ \\cup {q}]",
        "votes' = [votes EXCEPT ![p] = {}, ![q] = votes[p] \\ {p}]",
        "votes' = [r \\in P |-> votes[r] \\ {p}] /\\ done' = done \\cup {p}",
        "done' = done \\cup {p}",
        "done' = done \\ {p}",
        "done' = P \\ done",
        "done' = {r \\in done : p \\notin votes[r]}",
        "done' \\in SUBSET votes[p]",
    ),
    families=(
        "r \\in done : r # p /\\ votes' = [votes EXCEPT ![r] = @ \\cup {p}] /\\ done' = done \\ {r}",
        "r \\in votes[p] : done' = done \\cup {r}",
    ),
    pairs=("votes[p] = votes[q]", "(votes[p] \\cap votes[q] = {})"),
    steps=("votes[p] \\subseteq votes'[p]", "done' # {}", "Cardinality(done' \\ done) <= 1"),
    measure="Cardinality(done) + Sum([r \\in P |-> Cardinality(votes[r])])",
    hazards=("(done # P \\/ votes[none] = {})",),
    favours=("(done = {} \\/ votes[CHOOSE r \\in done : TRUE] = {})",),
)

MIXED = Part(
    variables=("odd",),
    initial=("odd = none", "odd \\in {none, 1}"),
    tests=("odd = none", "odd # none", "odd \\in {none}", "(odd = none \\/ n_of(odd) < 2)"),
    effects=(
        "odd' = none",
        "odd = none /\\ odd' = 1",
        "odd # none /\\ odd' = (n_of(odd) % 2) + 1",
        "odd' \\in {none, p}",
    ),
    steps=("(odd = none => odd' # none)",),
    measure="n_of(odd)",
    hazards=("(odd = none \\/ odd < 2)", "odd + 1 > 0", "odd # <<>>", "odd \\in {1, 2}"),
)

PARTS = (
    SCALARS,
    CONTROL,
    COUNTERS,
    NODES,
    RECORD,
    MESSAGES,
    BAG,
    QUEUES,
    VOTES,
    MIXED,
)
