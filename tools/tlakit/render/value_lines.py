"""A value as TLA+ text in lines: on one line where it fits, else each part on a line of its own."""

from __future__ import annotations

from tlakit.semantics.values import FunctionValue, RecordValue, SetValue, TupleValue, Value

_STEP = 2
_SHORT = 20


def value_lines(value: Value, width: int = 80) -> list[str]:
    """The value's text in lines of at most `width` columns where its parts allow it.

    >>> from tlakit.semantics.values import integer, set_of
    >>> value_lines(set_of(map(integer, range(3))), 8)
    ['{ 0, 1,', '  2 }']
    """
    return _laid_out(value, 0, width, "")


def _laid_out(value: Value, indent: int, width: int, after: str) -> list[str]:
    """The lines, without the indentation of the first; `after` follows the last one."""
    whole = value.text + after
    parts = _parts(value)
    if indent + len(whole) <= width or not parts:
        return [whole]
    opening, closing, separator, entries = parts
    if all(not label and _is_short(item) for label, item in entries):
        texts = [item.text for _, item in entries]
        return _filled(texts, opening, f" {closing}{after}", indent, width)
    lines: list[str] = []
    inside = indent + len(opening) + 1
    for number, (label, item) in enumerate(entries):
        last = number == len(entries) - 1
        end = f" {closing}{after}" if last else separator
        found = _entry(label, item, inside, width, end)
        first = f"{opening} " if not lines else " " * inside
        lines.append(first + found[0])
        lines += found[1:]
    return lines


def _is_short(value: Value) -> bool:
    return len(value.text) <= _SHORT and _parts(value) is None


def _filled(texts: list[str], opening: str, end: str, indent: int, width: int) -> list[str]:
    """As many on each line as fit, for the elements of a set or sequence of small values."""
    margin = " " * (indent + len(opening) + 1)
    lines = [opening]
    used = indent + len(opening)
    for number, text in enumerate(texts):
        piece = text + (end if number == len(texts) - 1 else ",")
        if used + 1 + len(piece) > width and used > len(margin):
            lines.append(margin + piece)
            used = len(margin) + len(piece)
        else:
            lines[-1] += f" {piece}"
            used += 1 + len(piece)
    return lines


def _entry(label: str, item: Value, indent: int, width: int, after: str) -> list[str]:
    """`label item`, the item below its label where the two do not fit on one line."""
    if not label or indent + len(label) + 1 + len(item.text) + len(after) <= width:
        lead = f"{label} " if label else ""
        found = _laid_out(item, indent + len(lead), width, after)
        return [lead + found[0], *found[1:]]
    deeper = indent + _STEP
    found = _laid_out(item, deeper, width, after)
    return [label, " " * deeper + found[0], *found[1:]]


def _parts(value: Value) -> tuple[str, str, str, list[tuple[str, Value]]] | None:
    """Brackets, separator and labelled parts; None for what cannot be divided."""
    match value:
        case SetValue() if len(value):
            return "{", "}", ",", [("", element) for element in value]
        case TupleValue() if value.items:
            return "<<", ">>", ",", [("", item) for item in value.items]
        case RecordValue() if value.has_field_names:
            return "[", "]", ",", [(f"{name} |->", item) for name, item in value.fields.items()]
        case RecordValue() | FunctionValue():
            pairs = [(f"{key.text} :>", item) for key, item in value.mapping.items()]
            return "(", ")", " @@", pairs
        case _:
            return None
