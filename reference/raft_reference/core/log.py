"""What one log says about itself."""

from raft_reference.core.types import Index, Log, Term


def last_index(log: Log) -> Index:
    """`LastIndex`: the index of the last entry; 0 for an empty log."""
    return Index(len(log))


def term_at(log: Log, index: Index) -> Term:
    """`TermAt`: the term of the entry at an index; 0 where there is no entry.

    >>> from raft_reference.core.types import Entry
    >>> log = (Entry(1, b"x"), Entry(3, b"y"))
    >>> [term_at(log, index) for index in range(4)]
    [0, 1, 3, 0]
    """
    return log[index - 1].term if 1 <= index <= len(log) else Term(0)


def last_term(log: Log) -> Term:
    """`LastTerm`: the term of the last entry; 0 for an empty log."""
    return term_at(log, last_index(log))
