"""What the translation cannot do, as a typed fact."""

from __future__ import annotations

from tlakit.language.ir import Span


class Untranslatable(Exception):
    """A construct beyond bounded checking. `span` is where it stands, None until that is known."""

    def __init__(self, what: str, span: Span | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.span = span

    def __str__(self) -> str:
        if self.span is None:
            return self.what
        return f"{self.what}\n  at {self.span.file}:{self.span.line}:{self.span.column}"
