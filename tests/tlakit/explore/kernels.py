"""The kernels that every test of agreement runs through: those that are built."""

from __future__ import annotations

from typing import Final

from tlakit.explore import explore
from tlakit.explore.exploration import KernelChoice
from tlakit.explore.fast import fast_kernel
from tlakit.explore.kernel import Unsuited
from tlakit.semantics import CheckResult, Specification


def _built() -> bool:
    try:
        fast_kernel()
    except Unsuited:
        return False
    return True


BUILT: Final = _built()
KERNELS: Final[tuple[KernelChoice, ...]] = ("python", "fast") if BUILT else ("python",)


def searched(specification: Specification, kernel: KernelChoice) -> CheckResult:
    """What a kernel finds; it raises what `explore` raises."""
    result = explore(specification, kernel=kernel)
    assert result.kernel == kernel
    return result
