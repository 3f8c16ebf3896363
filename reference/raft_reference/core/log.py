"""What a server's log holds: entries after a snapshot (RP section 7; D 5.1)."""

from raft_reference.core.state import ServerState
from raft_reference.core.types import AnyEntry, Index, Log, Term


def last_index(s: ServerState) -> Index:
    """`LastIndex`: the index of the last entry; 0 for an empty log."""
    return Index(s.snapshot.last_index + len(s.log))


def entry_at(s: ServerState, index: Index) -> AnyEntry:
    """`EntryAt`: the entry at an index; IndexError where the log holds none.

    >>> from msgspec.structs import replace
    >>> from raft_reference.core.state import init_server
    >>> from raft_reference.core.types import Entry
    >>> s = replace(init_server("a", server=frozenset("abc")), log=(Entry(1, b"x"), Entry(3, b"y")))
    >>> entry_at(s, 2)
    Entry(term=3, value=b'y')
    >>> [term_at(s, index) for index in range(4)]
    [0, 1, 3, 0]
    """
    position = index - s.snapshot.last_index - 1
    if position < 0:
        raise IndexError(f"the entry at index {index} is compacted")
    return s.log[position]


def entries(s: ServerState, first: Index, last: Index) -> Log:
    """`Entries`: those at the indexes from `first` to `last`, none of them compacted."""
    base = s.snapshot.last_index
    return s.log[first - base - 1 : last - base]


def term_at(s: ServerState, index: Index) -> Term:
    """`TermAt`: the term of the entry at an index; 0 where there is none, or it is compacted.

    Of the compacted ones only the last is still known.
    """
    if index == s.snapshot.last_index:
        return s.snapshot.last_term
    if s.snapshot.last_index + 1 <= index <= last_index(s):
        return entry_at(s, index).term
    return Term(0)


def last_term(s: ServerState) -> Term:
    """`LastTerm`: the term of the last entry; 0 for an empty log."""
    return term_at(s, last_index(s))


def whole_log(s: ServerState) -> Log:
    """`WholeLog`: all of it, from index 1 on.

    Only where the snapshot's state is the entries that it covers: TypeError where the host made
    something else of them.
    """
    if isinstance(s.snapshot.state, bytes):
        raise TypeError("the snapshot holds a host's state and not the entries that it covers")
    return s.snapshot.state + s.log
