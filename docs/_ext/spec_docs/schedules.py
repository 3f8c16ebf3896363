"""The words of a written schedule, as the reference's own descriptions of its commands say."""

from __future__ import annotations

from raft_reference.commands import NUMBER_WORDS, SERVER_WORDS, Change, HandOver, Heal, Split
from spec_docs import markdown

OTHERS = (HandOver, Change, Split, Heal)


def words_page(_: str) -> str:
    """A table of the words: an example of each, and what happens."""
    kinds = (*SERVER_WORDS.values(), *NUMBER_WORDS.values(), *OTHERS)
    return markdown.table(("word", "what happens"), [_row(kind.__doc__ or "") for kind in kinds])


def _row(described: str) -> tuple[str, str]:
    """`word`: and the rest of a docstring, all its paragraphs as one."""
    example, _, meaning = " ".join(described.split()).partition(": ")
    return example, meaning
