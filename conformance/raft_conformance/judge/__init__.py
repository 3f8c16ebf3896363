"""The judge: safety on what can be observed, never on golden text.

`rules` and `rules_for_members` name what is judged and bind it to the spec, `observations` is what
was seen, the monitors in `elections`, `voting`, `logs`, `commitment`, `replication` and `membership`
look at every step of every case, `electorates` knows whose votes count, and `specification` finds the
lines of the spec that state a rule.
"""
