"""What Sphinx loads: the lexer of TLA+ and the generated parts of pages."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from spec_docs.lexer import TlaLexer
from spec_docs.pages import LINE, expand


def setup(app: Sphinx) -> ExtensionMetadata:
    """Registers both; called by Sphinx."""
    app.add_lexer("tla", TlaLexer)
    app.connect("source-read", _generate)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _generate(app: Sphinx, page: str, source: list[str]) -> None:
    if LINE.search(source[0]):
        source[0] = expand(source[0])
        app.env.note_reread()
