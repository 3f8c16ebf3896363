"""Bounded checking with z3: the IR executed on symbolic values, unrolled step by step.

Reading order: `circuit` (formulas), `terms` (symbolic values), `merge` and `equality` (their two
basic operations), `sets`, `functions`, `arithmetic` (what the language does with them), `translate`
(expressions), `actions` (predicates on steps), `unroll` (behaviours), `solver`, `decode`, `bound`.
"""
