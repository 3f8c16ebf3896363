"""Bitwise, Combinatorics and Statistics."""

from __future__ import annotations

import math
from collections.abc import Callable

from tlakit.semantics.errors import wrong_kind
from tlakit.semantics.lazysets import NATURALS, LazyFunction
from tlakit.semantics.natives.table import Native, characters, mapping, number
from tlakit.semantics.values import Value, boolean, integer


def _natural(value: Value, operator: str) -> int:
    found = number(value, operator)
    if found < 0:
        raise wrong_kind("a natural number", value, f"`{operator}`")
    return found


def _bitwise(name: str, compute: Callable[[int, int], int]) -> Native:
    def run(left: Value, right: Value) -> Value:
        return integer(compute(_natural(left, name), _natural(right, name)))

    return Native(run)


def _other_bits(value: Value) -> Value:
    bits = _natural(value, "Not")
    return integer(bits ^ ((1 << bits.bit_length()) - 1))


BITWISE = {
    "Not": Native(_other_bits),
    "&": _bitwise("&", lambda a, b: a & b),
    "|": _bitwise("|", lambda a, b: a | b),
    "^^": _bitwise("^^", lambda a, b: a ^ b),
    "shiftR": _bitwise("shiftR", lambda a, b: a >> b),
}


def _small(count: int, value: Value, operator: str) -> int:
    """A count of factors that can be multiplied."""
    if count > MOST_FACTORS:
        raise wrong_kind(f"a number up to {MOST_FACTORS}", value, f"`{operator}`")
    return count


MOST_FACTORS = 5_000


def _factorial(value: Value) -> Value:
    return integer(math.factorial(_small(_natural(value, "factorial"), value, "factorial")))


def _choose(all_of: Value, some: Value) -> Value:
    whole, part = _natural(all_of, "choose"), _natural(some, "choose")
    _small(min(part, max(0, whole - part)), all_of, "choose")
    return integer(math.comb(whole, part))


COMBINATORICS = {
    "factorial": Native(lambda: LazyFunction(NATURALS, _factorial)),
    "choose": Native(_choose),
}


def exceeded(statistic: float, freedom: int) -> float:
    """How likely a chi-square variable with these degrees of freedom exceeds the statistic.

    The incomplete gamma function: its series below the mean, its continued fraction above.
    """
    x, shape = statistic / 2, freedom / 2
    if x <= 0:
        return 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        step = shape
        while term > total * 1e-15:
            step += 1
            term *= x / step
            total += term
        return 1 - front * total
    below = x + 1 - shape
    fraction = ratio = 1 / below
    before = math.inf
    for step in range(1, 10_000):
        factor = step * (shape - step)
        below += 2
        ratio = 1 / (factor * ratio + below)
        before = below + factor / before
        fraction *= before * ratio
        if abs(before * ratio - 1) < 1e-15:
            break
    return front * fraction


def _chi_square(expected: Value, actual: Value, alpha: Value) -> Value:
    name = "ChiSquare"
    wanted, counted = mapping(expected, name), mapping(actual, name)
    if wanted.keys() != counted.keys() or len(wanted) < 2:
        raise wrong_kind("counts of the same two or more things", actual, f"`{name}`")
    pairs = [(number(wanted[key], name), number(counted[key], name)) for key in wanted]
    if max(abs(count) for pair in pairs for count in pair) > 10**15:
        raise wrong_kind("counts up to 10^15", actual, f"`{name}`")
    total = sum(count for _, count in pairs)
    whole = sum(share for share, _ in pairs)
    if any(share <= 0 for share, _ in pairs):
        raise wrong_kind("positive counts", expected, f"`{name}`")
    scaled = [(share * total / whole, count) for share, count in pairs]
    statistic = sum((count - share) ** 2 / share for share, count in scaled if share)
    try:
        limit = float(characters(alpha, name))
    except ValueError:
        raise wrong_kind("a probability as a string", alpha, f"`{name}`") from None
    return boolean(exceeded(statistic, len(pairs) - 1) >= limit)


STATISTICS = {"ChiSquare": Native(_chi_square)}
