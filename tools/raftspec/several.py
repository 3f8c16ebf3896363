"""One result for each of several entries of the catalogue, one after the other or at the same time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from rich.console import Console

from raftspec.output import progress

Row = dict[str, Any]
Show = Callable[[str], None]


def rows_of(
    names: Sequence[str], row: Callable[[str, Show], Row], workers: int, console: Console
) -> list[Row]:
    """`row` of each name, in order.

    `row` is told what to show its progress with. With more workers than one each is a process,
    that takes one name after the other; `row` must then be a function of a module.
    """
    if workers == 1:
        return [_one(name, row, console) for name in names]
    rows: list[Row] = []
    # Forked threads would not be there any more, and z3 and the kernel in C may have some.
    context = multiprocessing.get_context("spawn")
    with progress(console, f"{workers} workers") as show:
        pool = ProcessPoolExecutor(workers, mp_context=context)
        try:
            waiting = [pool.submit(row, name, _unseen) for name in names]
            for name, result in zip(names, waiting, strict=True):
                show(f"{len(rows)} of {len(names)}, {name}")
                rows.append(result.result())
        finally:
            pool.shutdown(cancel_futures=True)
    return rows


def _one(name: str, row: Callable[[str, Show], Row], console: Console) -> Row:
    with progress(console, name) as show:
        return row(name, show)


def _unseen(_: str) -> None:
    """Progress that nobody looks at."""
