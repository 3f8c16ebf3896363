"""The diagnostics with an example each: recorded sessions under tests/errors, tested and shown.

    python -m spec_docs.errors     runs every example again and records what is printed

A folder `tests/errors/E301-misspelt-name` holds the files of one example and `session.txt`: the
command line behind `$ `, and below it what the command prints. The test beside the folders runs each
and compares; the documentation shows the same files.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import msgspec

from spec_docs import markdown
from spec_docs.commands import ROOT, run

_CODE = re.compile(r'^ *([A-Z_]+) = "(E[1-9]\d\d)"$', re.MULTILINE)
_DURATION = re.compile(r"\d+\.\d+ s\b")
_MEMORY = re.compile(r", [\d,]+ MiB\b")
_DEPTH = re.compile(r"\d[\d,]* more calls")
FOLDER = ROOT / "tests/errors"
WIDEST = 100

GROUPS = {
    "E1": "The text",
    "E2": "Modules and files",
    "E3": "Names",
    "E4": "Levels",
    "E5": "Evaluation",
    "E6": "Configuration",
}

# Codes that no command line can bring about, and why.
UNREACHABLE = {
    "E607": "a fault in this project's own catalogue, spec/models.toml, which its tests would find",
}


class Example(msgspec.Struct, frozen=True):
    """One recorded session; `name` is its folder's, `files` are texts by name."""

    name: str
    command: str
    output: str
    files: dict[str, str]

    @property
    def code(self) -> str:
        """The code that it shows."""
        return self.name.partition("-")[0]

    @property
    def title(self) -> str:
        """What it shows, in the words of its folder's name."""
        return self.name.partition("-")[2].replace("-", " ")


def read_examples() -> tuple[Example, ...]:
    """All examples, by code."""
    return tuple(_read(folder) for folder in sorted(FOLDER.glob("E[0-9]*-*")))


def _read(folder: Path) -> Example:
    session = (folder / "session.txt").read_text(encoding="utf-8")
    command, _, output = session.partition("\n")
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=lambda path: (path.suffix != ".tla", path.name))
        if path.suffix in (".tla", ".cfg")
    }
    return Example(folder.name, command.removeprefix("$ "), output.rstrip("\n"), files)


def meanings() -> dict[str, str]:
    """Every code of the toolchain, with what it stands for.

    A module that has codes explains them in its table MEANINGS; where that has no entry, the name of
    the constant must do.
    """
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tools/tlakit").rglob("*.py")):
        codes = dict(_CODE.findall(path.read_text(encoding="utf-8")))
        if codes:
            dotted = ".".join(path.relative_to(ROOT / "tools").with_suffix("").parts)
            table = getattr(import_module(dotted), "MEANINGS", {})
            found |= {code: name.lower().replace("_", " ") for name, code in codes.items()}
            found |= {code: table[code] for code in codes.values() if code in table}
    return found


def errors_page(_: str) -> str:
    """All codes in their groups, each with its examples."""
    by_code: dict[str, list[Example]] = {}
    for example in read_examples():
        by_code.setdefault(example.code, []).append(example)
    parts: list[str] = []
    group = ""
    for code, meaning in sorted(meanings().items()):
        if code[:2] != group:
            group = code[:2]
            parts.append(f"## {GROUPS[group]}")
        parts += [f"(error-{code})=", f"### {code}: {markdown.prose_text(meaning)}"]
        if code in UNREACHABLE:
            parts.append(f"{markdown.prose_text(UNREACHABLE[code]).capitalize()}.")
        parts += [_shown(example) for example in by_code.get(code, [])]
    return "\n\n".join(parts)


def _shown(example: Example) -> str:
    lines = [f"**{example.title.capitalize()}**", ""]
    for name, text in example.files.items():
        language = "tla" if name.endswith(".tla") else "text"
        lines += [f"```{{code-block}} {language}", f":caption: {name}", "", *_cut(text), "```", ""]
    lines += ["```{code-block} console", "", f"$ {example.command}", *_cut(example.output), "```"]
    return "\n".join(lines)


def _cut(text: str) -> list[str]:
    """The lines, those that no page is wide enough for cut short."""
    return [
        line if len(line) <= 2 * WIDEST else f"{line[:WIDEST]} ..." for line in text.splitlines()
    ]


def steady(output: str) -> str:
    """What is printed, without what is different each time or elsewhere.

    That is durations, memory, how deep a recursion may be, and spaces at line ends.
    """
    lines = "\n".join(line.rstrip() for line in output.strip().splitlines())
    lines = _MEMORY.sub("", _DURATION.sub("0.0 s", lines))
    return _DEPTH.sub("many more calls", lines)


def record() -> None:
    """Runs every example in a copy of its folder and writes down what it prints."""
    for example in read_examples():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in example.files.items():
                Path(folder, name).write_text(text, encoding="utf-8")
            _, output = run(*shlex.split(example.command)[1:], folder=folder)
        session = f"$ {example.command}\n{steady(output)}\n"
        (FOLDER / example.name / "session.txt").write_text(session, encoding="utf-8")


if __name__ == "__main__":
    record()
    sys.stdout.write(f"{len(read_examples())} sessions recorded\n")
