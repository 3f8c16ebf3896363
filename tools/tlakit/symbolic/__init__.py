"""Bounded checking with z3: the IR executed on symbolic values, unrolled step by step.

Reading order: `circuit` (formulas), `terms` (symbolic values), `merge` and `equality` (their two
basic operations), `enumerate`, `sets`, `functions`, `arithmetic`, `natives` (what the language does
with them), `translate` (expressions), `actions` (predicates on steps), `unroll` and `renew`
(behaviours), `solver`, `decode`, `bound`.
"""

from tlakit.symbolic.bound import BoundProgress, BoundResult, bound

__all__ = ["BoundProgress", "BoundResult", "bound"]
