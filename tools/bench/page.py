"""The tables of README.md, which hold ratios only; a run writes the rows of what it measured."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bench.figures import ratios
from bench.models import HERE
from bench.rounds import Result
from bench.tables import counts_told, grown, named, reference_of, summarized, two

PAGE = HERE / "README.md"
TABLE = re.compile(r"(<!-- (?P<name>\w+) -->\n(?:\|.*\n){2})(?P<rows>(?:\|.*\n)*)(?=<!-- end -->)")


def rewrite(result: Result, page: Path = PAGE) -> None:
    """Replace the rows of the models that were measured; the others stay as they are."""
    found = {"ratios": _ratios(result), "growth": _growth(result)}
    known = [*result.models]

    def replaced(table: re.Match[str]) -> str:
        rows = found[table["name"]]
        new = {_key(row) for row in rows}
        kept = [row for row in table["rows"].splitlines() if _key(row) not in new]
        return table[1] + "".join(f"{row}\n" for row in _ordered([*rows, *kept], known))

    page.write_text(TABLE.sub(replaced, page.read_text(encoding="utf-8")), encoding="utf-8")


def _ratios(result: Result) -> list[str]:
    rows = []
    for name, of_model in summarized(result).items():
        for who, one in of_model.items():
            over = ratios(one, of_model[reference_of(of_model)])
            figures = (over.whole, over.after, over.distinct, over.cpu, over.memory, over.start)
            cells = [name, named(who, one), *map(two, figures), counts_told(result, name, one)]
            rows.append(_row(cells))
    return rows


def _growth(result: Result) -> list[str]:
    sizes = grown(result, summarized(result))
    return [
        _row([who, f"{size.distinct:,}", f"{size.cost:.2f}", f"{size.memory:,.0f}"])
        for who, of_one in sizes.items()
        if len(of_one) > 1
        for size in of_one
    ]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _key(row: str) -> str:
    return row.split("|")[1].strip()


def _ordered(rows: list[str], known: list[str]) -> list[str]:
    place = {name: number for number, name in enumerate(known)}
    return sorted(rows, key=lambda row: place.get(_key(row), len(place)))
