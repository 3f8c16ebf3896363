"""Generators that run raftspec and show what it prints."""

from __future__ import annotations

import ast
import inspect
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sphinx.errors import ExtensionError

from raft_conformance.catalogue import CASES
from raftspec import exits
from spec_docs import markdown
from spec_docs.mutants import read_mutants

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = "100"
WRONG_INPUT = 4

BROKEN = """\
---- MODULE Clock ----
EXTENDS Naturals
VARIABLE hour

Init == hour \\in 1..12
Next == hour' = IF hour = 12 THEN 1 ELSE our + 1
====
"""


DOOR = """\
---- MODULE Door ----
EXTENDS Naturals
VARIABLES door, alarm

Init == door = "shut" /\\ alarm = 0
Open == door = "shut" /\\ door' = "open" /\\ alarm' = alarm
Shut == door = "open" /\\ door' = "shut" /\\ alarm' = 0
Louder(n) == IF n < 3 THEN n + 1 ELSE 3
Ring == door = "opened" /\\ alarm' = Louder(alarm) /\\ UNCHANGED door
Next == Open \\/ Shut \\/ Ring

OpenIfLoud == alarm > 0 => door = "open"
====
"""


def help_page(argument: str) -> str:
    """The help text of a command, as it prints it itself."""
    status, text = run(*argument.split(), "--help")
    if status:
        raise ExtensionError(f"raftspec {argument} --help ends with status {status}:\n{text}")
    return _block(text)


def output_page(argument: str) -> str:
    """What a command prints; its verdict may be any, but the input must be in order."""
    status, text = run(*argument.split())
    if status >= WRONG_INPUT:
        raise ExtensionError(f"raftspec {argument} ends with status {status}:\n{text}")
    return _block(text)


def diagnostic_page(_: str) -> str:
    """A module with a wrong name and what `raftspec check` says of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Clock.tla")
        path.write_text(BROKEN, encoding="utf-8")
        path.with_suffix(".cfg").write_text("INIT Init\nNEXT Next\n", encoding="utf-8")
        status, text = run("check", path.name, folder=folder)
    if status != WRONG_INPUT:
        raise ExtensionError(f"the broken module is accepted, with status {status}:\n{text}")
    return f"```{{code-block}} tla\n\n{BROKEN}```\n\n{_block(text)}"


def run_report_page(_: str) -> str:
    """A module that holds because little of it ever happens, and how `raftspec check` says so."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Door.tla")
        path.write_text(DOOR, encoding="utf-8")
        config = "INIT Init\nNEXT Next\nINVARIANT OpenIfLoud\n"
        path.with_suffix(".cfg").write_text(config, encoding="utf-8")
        status, text = run("check", path.name, "--coverage", folder=folder)
    if status or not all(name in text for name in ("Ring", "Louder", "OpenIfLoud (")):
        raise ExtensionError(f"the report of the door has status {status}:\n{text}")
    return f"```{{code-block}} tla\n\n{DOOR}```\n\n{_block(text)}"


def exits_page(_: str) -> str:
    """The exit statuses with the text that stands under each in the source."""
    body = ast.parse(inspect.getsource(exits.Exit)).body[0]
    assert isinstance(body, ast.ClassDef)
    texts = [
        node.value.value.split("\n\n")[0]
        for node in body.body[1:]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str)
    ]
    members = list(exits.Exit)
    if len(texts) != len(members):
        raise ExtensionError("raftspec.exits: a status has no text under it")
    rows = [
        (f"`{int(member)}`", markdown.prose_text(" ".join(text.split())))
        for member, text in zip(members, texts, strict=True)
    ]
    return markdown.table(("status", "meaning"), rows)


def cases_page(_: str) -> str:
    """The table of conformance cases."""
    rows = [
        (
            f"`{case.id}`",
            markdown.prose_text(case.title),
            ", ".join(case.rules),
            case.tier,
            markdown.prose_text(case.source),
        )
        for case in CASES
    ]
    return markdown.table(("case", "what it does", "rules it aims at", "tier", "source"), rows)


def mutant_table_page(_: str) -> str:
    """The table that `raftspec mutants --json docs/data/mutants.json` wrote."""
    rows = json.loads((ROOT / "docs/data/mutants.json").read_text(encoding="utf-8"))["mutants"]
    violates = {mutant.identifier: mutant.violates for mutant in read_mutants(ROOT / "spec")}
    return markdown.table(
        ("mutant", "violates", "killed by", "states explored", "steps"),
        [
            (
                markdown.link(f"{row['id']}: {row['title']}", markdown.mutant_anchor(row["id"])),
                markdown.operator_link(violates[row["id"]]),
                ", ".join(row["killed_by"]),
                f"{row['states']:,}",
                str(row["steps"]),
            )
            for row in rows
        ],
    )


def run(*arguments: str, folder: str | None = None) -> tuple[int, str]:
    """Exit status and output of a raftspec command, both streams together, at a fixed width."""
    environment = dict(
        os.environ, COLUMNS=COLUMNS, NO_COLOR="1", TERM="dumb", PYTHONIOENCODING="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "raftspec", *arguments],
        cwd=folder or ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, "\n".join(row.rstrip() for row in done.stdout.strip().splitlines())


def _block(text: str) -> str:
    return f"```{{code-block}} text\n\n{text}\n```"
