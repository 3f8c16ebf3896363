"""The fast kernel of the search, where it is built."""

from __future__ import annotations

from tlakit.explore.kernel import Kernel
from tlakit.explore.runner import Runner


def fast_kernel() -> type[Kernel]:
    """The kernel's class; Unsuited with the reason where it is not built."""
    from tlakit.explore.fast.kernel import FastKernel  # needs ctypes, which takes time to import
    from tlakit.explore.fast.library import library

    library()
    return FastKernel


def fast_runner() -> type[Runner]:
    """What makes random runs by this kernel; Unsuited with the reason where it is not built."""
    from tlakit.explore.fast.library import library
    from tlakit.explore.fast.runner import FastRunner

    library()
    return FastRunner
