"""The corpus as data: what README.md defines, read from the TOML files."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
CASES = HERE / "cases"
PENDING = HERE / "pending"

NAMES = "a b c d e f g h p q r s t A B C S T U"
CONTEXT = f"""\
CONSTANTS {", ".join(NAMES.split())}, F(_), G(_, _), H(_, _, _)
VARIABLES v, w, x, y, z
K(Op(_), arg) == Op(arg)
L(Op(_, _), arg) == Op(arg, arg)"""
"""What an expression whose tree is asked for may refer to."""


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The error that a case must give: `line` is one line or a first and a last; 1-based."""

    kind: str
    line: int | tuple[int, int] | None = None
    column: int | None = None
    file: str = ""

    @property
    def lines(self) -> range:
        """The lines where the error may be reported; empty where that is left open."""
        if self.line is None:
            return range(0)
        first, last = (self.line, self.line) if isinstance(self.line, int) else self.line
        return range(first, last + 1)


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The size of a model's state graph."""

    generated: int
    distinct: int
    depth: int | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case of the corpus; README.md says what each field means."""

    id: str
    about: str
    expression: str = ""
    module: str = ""
    files: dict[str, str] = {}
    config: str = ""
    see: str = ""
    extends: tuple[str, ...] = ()
    tree: str | None = None
    value: str | None = None
    level: str | None = None
    error: Fault | None = None
    counts: Counts | None = None
    verdict: str | None = None
    departs: str = ""

    @property
    def expects(self) -> str:
        """Which of the kinds of expectation the case has."""
        found = [
            kind
            for kind in ("tree", "value", "level", "error", "counts", "verdict")
            if getattr(self, kind) is not None
        ]
        if len(found) != 1 or bool(self.expression) == bool(self.module):
            raise ValueError(f"{self.id} must have one source and one expectation")
        return found[0]

    @property
    def evaluates(self) -> bool:
        """Whether the case needs an evaluator rather than a parser alone."""
        if self.error is not None:
            return self.error.kind == "evaluation"
        return self.expects in ("value", "counts", "verdict")

    @property
    def declares(self) -> bool:
        """Whether the names of CONTEXT are declared around the expression."""
        return not self.evaluates

    def sources(self) -> dict[str, str]:
        """The case as module files: text by module name; the first is the root."""
        if self.module:
            return {root_name(self.module): self.module, **self.files}
        return {"M": around(self.extends, self.declares, f"Result ==\n{self.expression}")}


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of cases: `see` and `extends` hold for each case that has none of its own."""

    topic: str
    about: str
    see: str
    case: tuple[Case, ...]
    extends: tuple[str, ...] = ()


def around(extends: tuple[str, ...], declares: bool, body: str) -> str:
    """The text of a module M around an expression's definition."""
    lines = ["---- MODULE M ----"]
    lines += [f"EXTENDS {', '.join(extends)}"] if extends else []
    lines += [CONTEXT] if declares else []
    return "\n".join([*lines, body, "====", ""])


def root_name(text: str) -> str:
    """The name of the first module of a text."""
    found = re.search(r"-{4,}[ \t]*MODULE[ \t]+(\w+)", text)
    return "M" if found is None else found[1]


def read(folder: Path = CASES) -> dict[str, Case]:
    """All cases of a folder by `topic/id`, in the order of the files and in them."""
    cases: dict[str, Case] = {}
    for path in sorted(folder.glob("*.toml")):
        topic = msgspec.toml.decode(path.read_bytes(), type=Topic)
        for case in topic.case:
            name = f"{path.stem}/{case.id}"
            if name in cases:
                raise ValueError(f"{name} stands twice in the corpus")
            cases[name] = msgspec.structs.replace(
                case, see=case.see or topic.see, extends=case.extends or topic.extends
            )
    return cases
