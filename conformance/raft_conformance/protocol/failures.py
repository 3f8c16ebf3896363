"""What an adapter can do wrong, each a typed fact that names the offending line."""

from collections.abc import Sequence
from typing import Literal

FailureCode = Literal[
    "did-not-start",
    "exited",
    "hung",
    "closed-stdout",
    "not-json",
    "wrong-shape",
    "wrong-id",
    "line-too-long",
    "stderr-flood",
    "refused",
]

ADVICE: dict[FailureCode, str] = {
    "did-not-start": "Run the command by hand and see what it says.",
    "exited": "An adapter must answer until `shutdown`; its own last words are above.",
    "hung": "Every request needs a reply; --timeout allows a slow implementation more time.",
    "closed-stdout": "Keep standard output open until `shutdown` was answered.",
    "not-json": "Standard output is for replies only; print everything else to standard error.",
    "wrong-shape": "Compare the reply with PROTOCOL.md and protocol.schema.json.",
    "wrong-id": "Answer each request once, in order, with the request's own `id`.",
    "line-too-long": "A reply is one line of at most 16 MiB.",
    "stderr-flood": "Lower the implementation's log level.",
    "refused": "See the reply's message; `unsupported` is only for what no capability promises.",
}

SHOWN_CHARACTERS = 300


class AdapterFailure(Exception):
    """An adapter broke the protocol.

    `line` is the offending line of its output (shortened; empty where there is none), `request`
    the one that it should have answered, `stderr` the last that it wrote there.
    """

    def __init__(
        self,
        code: FailureCode,
        what: str,
        *,
        line: str = "",
        request: str = "",
        stderr: str = "",
        command: Sequence[str] = (),
    ) -> None:
        super().__init__(what)
        self.code: FailureCode = code
        self.what = what
        self.line = shorten(line)
        self.request = shorten(request)
        self.stderr = stderr
        self.command = tuple(command)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """What is wrong, where, and what to do next, a line each."""
        shown = [f"adapter {self.code}: {self.what}"]
        if self.request:
            shown.append(f"  request: {self.request}")
        if self.line:
            shown.append(f"  line:    {self.line}")
        if self.command:
            shown.append(f"  command: {' '.join(self.command)}")
        shown.extend(f"  stderr:  {text}" for text in self.stderr.splitlines()[-5:])
        shown.append(f"  {ADVICE[self.code]}")
        return shown


class Refused(Exception):
    """The adapter answered with an error of its own: a fact about it, not a broken pipe."""

    def __init__(self, kind: str, message: str, request: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.request = shorten(request)


def shorten(text: str) -> str:
    """The text in one printable line of at most 300 characters.

    >>> shorten("a" * 301).endswith("... (301 characters)")
    True
    """
    line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: SHOWN_CHARACTERS + 1])
    if len(text) <= SHOWN_CHARACTERS:
        return line
    return f"{line[:SHOWN_CHARACTERS]}... ({len(text)} characters)"
