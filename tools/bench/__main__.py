"""The command line of the benchmark: `python -m bench [MODEL ...] [--tlc JAR]`."""

from __future__ import annotations

import argparse
import compileall
import sys
from pathlib import Path

from rich.console import Console

from bench.contenders import Failed, contenders
from bench.models import ROOT, BadModel, Model, load_models
from bench.page import rewrite
from bench.rounds import Plan, Result, run_all
from bench.tables import report, tables

KERNELS = ("auto", "python", "fast")

FILE_WIDTH = 120

ENDS = """exit status:
  0    everything was measured, and all counts agree
  1    counts differ, from each other or from those in models.toml
  2    not everything was measured: Ctrl-C, or a checker gave no figures
  4    the command line or a file cannot be used
"""


def parser() -> argparse.ArgumentParser:
    """The options; README.md has examples."""
    found = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures the explorer, and TLC beside it, on the same models in turn.",
        epilog=ENDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = found.add_argument
    add("models", nargs="*", metavar="MODEL", help="a model or a group; all but the huge ones")
    add("--tlc", metavar="JAR", help="the jar of TLC (more after a colon), or maven")
    add("--kernel", action="append", choices=KERNELS, help="may be repeated; python, auto")
    add("--workers", action="append", type=int, metavar="N", help="may be repeated; 1")
    add("--repeat", type=int, default=3, metavar="N", help="rounds; medians are shown; 3")
    add("--max-seconds", type=float, metavar="S", help="the most that a single run may take")
    add("--heap", default="4g", metavar="SIZE", help="what TLC may have, as Java writes it; 4g")
    add("--huge", action="store_true", help="the huge models too, each in one round")
    add("--json", type=Path, metavar="FILE", help="write every run and all ratios to this file")
    add("--table", action="store_true", help="write the ratios into README.md too")
    add("--list", action="store_true", help="show the models and measure nothing")
    return found


def chosen(models: dict[str, Model], names: list[str], *, huge: bool) -> dict[str, Model]:
    """The models that the names mean. Raises BadModel for a name that is none."""
    groups = {group for model in models.values() for group in model.groups}
    unknown = [name for name in names if name not in models and name not in groups]
    if unknown:
        raise BadModel(
            f"there is no model or group {', '.join(unknown)}\n"
            f"models: {', '.join(models)}\ngroups: {', '.join(sorted(groups))}"
        )
    return {
        name: model
        for name, model in models.items()
        if name in names or ((huge or not model.huge) and (not names or {*names} & {*model.groups}))
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, and say by the exit status how it went."""
    given = parser().parse_args(arguments)
    console = Console(highlight=False)
    if not console.is_terminal:  # a file has room for the whole table
        console.width = max(console.width, FILE_WIDTH)
    try:
        models = chosen(load_models(), given.models, huge=given.huge)
        if given.list:
            for name, model in models.items():
                console.print(
                    f"{name} ({', '.join(model.groups)}) {model.title}",
                    markup=False,
                    soft_wrap=True,
                )
            return 0
        if given.repeat < 1:
            raise BadModel(f"--repeat {given.repeat}: at least one round is needed")
        kernels, workers = given.kernel or ["python", "auto"], given.workers or [1]
        others = contenders(kernels, workers, given.tlc, given.heap)
    except (BadModel, Failed) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 4
    # As an installation does: where Python may not write bytecode, each run would compile all it imports.
    compileall.compile_dir(ROOT / "tools", quiet=1)
    plan = Plan(models, others, given.repeat, given.max_seconds)
    result = run_all(plan, console)
    for table in tables(result):
        console.print(table)
    for line in [*result.failures, *result.differences]:
        console.print(line, style="red", markup=False)
    try:
        if given.json is not None:
            given.json.write_bytes(report(result))
        if given.table:
            rewrite(result)
    except OSError as problem:
        print(f"error: cannot write {problem.filename}: {problem.strerror}", file=sys.stderr)
        return 4
    return status(result)


def status(result: Result) -> int:
    """The exit status that a result asks for."""
    if result.differences:
        return 1
    return 2 if result.failures or result.interrupted else 0


if __name__ == "__main__":
    sys.exit(main())
