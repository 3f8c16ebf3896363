"""The tables of the page are written anew where something was measured."""

from __future__ import annotations

from pathlib import Path

from bench.contenders import Run
from bench.models import load_models
from bench.page import PAGE, TABLE, rewrite
from bench.rounds import Result

BEFORE = """before
<!-- ratios -->
| model | contender |
|---|---|
| lamps | old |
| somewhere | kept |
<!-- end -->
between
<!-- growth -->
| contender | sizes |
|---|---|
| TLC | kept |
<!-- end -->
after
"""


def run(distinct: int) -> Run:
    return Run(
        wall=2,
        cpu=2,
        memory=1000,
        searching=1,
        reported=1,
        start=1,
        finished=True,
        generated=distinct * 10,
        distinct=distinct,
        depth=3,
        kernel="fast",
    )


def result_of(*names: str) -> Result:
    models = load_models()
    runs = {name: {"auto": [run(100 * n)]} for n, name in enumerate(names, start=1)}
    return Result({name: models[name] for name in names}, runs)


def test_rows_are_replaced_and_others_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(BEFORE)
    rewrite(result_of("lamps", "raft_7", "raft_8"), page)
    told = page.read_text()
    row = "| {} | auto (fast) | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | agree |\n"
    rows = "".join(row.format(name) for name in ("lamps", "raft_7", "raft_8"))
    assert f"|---|---|\n{rows}| somewhere | kept |\n<!-- end -->\nbetween" in told
    growth = "| auto | 200 | 1.00 | 5 |\n| auto | 300 | 0.67 | 3 |\n"
    assert f"|---|---|\n{growth}| TLC | kept |\n<!-- end -->\nafter" in told
    rewrite(result_of("lamps", "raft_7", "raft_8"), page)
    assert page.read_text() == told


def test_the_page_has_the_tables_that_are_written() -> None:
    assert [found["name"] for found in TABLE.finditer(PAGE.read_text())] == ["ratios", "growth"]
