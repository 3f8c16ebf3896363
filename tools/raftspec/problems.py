"""What a user can put right: every message says what is wrong, where, and what to do next."""

from __future__ import annotations


class InputProblem(Exception):
    """The input cannot be used; the text is shown as it is, with exit status 4."""
