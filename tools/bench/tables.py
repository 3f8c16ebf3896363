"""What was measured, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.table import Table

from bench.figures import Summary, growth, ratios, summary
from bench.rounds import Result

REFERENCE = "TLC"


def tables(result: Result) -> Iterator[Table]:
    """The ratios of every model; the sizes of the models that grow, if several were measured."""
    summaries = summarized(result)
    yield _ratios(result, summaries)
    sizes = grown(result, summaries)
    if any(len(of_one) > 1 for of_one in sizes.values()):
        yield _growth(sizes)


def summarized(result: Result) -> dict[str, dict[str, Summary]]:
    """The medians of every contender that has runs, by model and contender."""
    return {
        name: {contender: summary(some) for contender, some in runs.items()}
        for name, runs in result.runs.items()
    }


def reference_of(summaries: dict[str, Summary]) -> str:
    """Over whom the others' ratios are taken: TLC, or else the first. There must be one."""
    return REFERENCE if REFERENCE in summaries else next(iter(summaries))


def grown(result: Result, summaries: dict[str, dict[str, Summary]]) -> dict[str, list[Any]]:
    """The sizes of the group `growth`, by contender."""
    names = [name for name in summaries if "growth" in result.models[name].groups]
    contenders = dict.fromkeys(who for name in names for who in summaries[name])
    return {
        who: growth([summaries[name][who] for name in names if who in summaries[name]])
        for who in contenders
    }


def report(result: Result) -> bytes:
    """Everything as JSON: each run, the medians, the ratios, the growth, and what went wrong."""
    summaries = summarized(result)
    models = {}
    for name, runs in result.runs.items():
        over = reference_of(summaries[name]) if summaries[name] else None
        models[name] = {
            "title": result.models[name].title,
            "counts": result.models[name].counts,
            "runs": runs,
            "medians": summaries[name],
            "over": over,
            "ratios": {
                who: ratios(one, summaries[name][over])
                for who, one in summaries[name].items()
                if over is not None
            },
        }
    told = {
        "models": models,
        "growth": grown(result, summaries),
        "differences": result.differences,
        "failures": result.failures,
        "interrupted": result.interrupted,
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def _ratios(result: Result, summaries: dict[str, dict[str, Summary]]) -> Table:
    table = Table(title="ratios to the contender whose rates are 1.00", title_justify="left")
    table.add_column("model", no_wrap=True)
    table.add_column("contender", no_wrap=True)
    for title in ("rate", "after start", "distinct", "CPU", "memory", "1st state"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("counts", no_wrap=True)
    for name, of_model in summaries.items():
        for place, (who, one) in enumerate(of_model.items()):
            over = ratios(one, of_model[reference_of(of_model)])
            figures = (over.whole, over.after, over.distinct, over.cpu, over.memory, over.start)
            cells = [*map(two, figures), counts_told(result, name, one)]
            table.add_row(name if place == 0 else "", named(who, one), *cells)
        table.add_section()
    return table


def _growth(sizes: dict[str, list[Any]]) -> Table:
    table = Table(title="how cost grows", title_justify="left")
    table.add_column("contender")
    for title in ("distinct states", "time a state, over the smallest", "bytes a distinct state"):
        table.add_column(title, justify="right")
    for who, of_one in sizes.items():
        for place, size in enumerate(of_one):
            name = who if place == 0 else ""
            table.add_row(name, f"{size.distinct:,}", f"{size.cost:.2f}", f"{size.memory:,.0f}")
        table.add_section()
    return table


def named(who: str, one: Summary) -> str:
    """A contender and, where its name does not tell, the kernel that did the work."""
    return f"{who} ({one.kernel})" if one.kernel and not who.startswith(one.kernel) else who


def counts_told(result: Result, name: str, one: Summary) -> str:
    """Whether the counts of a model agree, or why they were not compared."""
    if result.models[name].steps:
        return "steps" if one.finished else "cut"
    if not one.finished:
        return f"cut at {one.counts[1]:,}"
    return "DIFFER" if any(f"{name}: " in line for line in result.differences) else "agree"


def two(figure: float | None) -> str:
    """A figure with two decimals; nothing if there is none."""
    return "" if figure is None else f"{figure:.2f}"
