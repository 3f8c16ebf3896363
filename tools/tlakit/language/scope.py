"""Scopes: what each name stands for at a place in a module."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from tlakit.language import ir
from tlakit.language.diagnostics import DUPLICATE, UNKNOWN_NAME, Diagnostic, Related

HOMES = {
    **dict.fromkeys(("+", "-", "*", "^", "<", ">", "<=", ">=", "..", "%", r"\div", "Nat"), "Naturals"),
    **dict.fromkeys(("-.", "Int"), "Integers"),
    **dict.fromkeys(("/", "Real", "Infinity"), "Reals"),
    **dict.fromkeys(
        ("Seq", "Len", "Append", "Head", "Tail", "SubSeq", "SelectSeq", r"\o"), "Sequences"
    ),
    **dict.fromkeys(("Cardinality", "IsFiniteSet"), "FiniteSets"),
    **dict.fromkeys((":>", "@@", "Print", "PrintT", "Assert", "Permutations", "SortSeq"), "TLC"),
    **dict.fromkeys(("(+)", "BagToSet", "SetToBag", "BagIn", "EmptyBag", "CopiesIn"), "Bags"),
}  # fmt: skip
"""The standard module in which a missing name is most likely meant."""


MOST_SUGGESTIONS = 30
"""Faults after which no nearest name is looked for."""

MEANT = {"&&": "/\\", "||": "\\/", ":=": "=", "|": "\\/", "&": "/\\"}
"""Operators that TLA+ leaves to be defined, with what they are in other languages."""


class InstanceName(msgspec.Struct, frozen=True, eq=False):
    """The name before `== INSTANCE`, which only stands before `!`; `arity` counts its parameters."""

    span: ir.Span
    name: str
    arity: int = 0


class Fact(msgspec.Struct, frozen=True, eq=False):
    """The name of a theorem with ASSUME and PROVE; `parts` has None for what is no expression."""

    span: ir.Span
    name: str
    parts: tuple[ir.Expression | None, ...]


Symbol: TypeAlias = (
    ir.Constant | ir.Variable | ir.Bound | ir.Parameter | ir.Definition | InstanceName | Fact
)


class Scope:
    """Names of one region of text, and the regions around it.

    Members of an instance stand under their full names, `I!Op`.
    """

    __slots__ = ("names", "parent")

    def __init__(self, parent: Scope | None = None) -> None:
        self.names: dict[str, Symbol] = {}
        self.parent = parent

    def lookup(self, name: str) -> Symbol | None:
        """The symbol of the innermost scope that has the name, or None."""
        scope: Scope | None = self
        while scope is not None:
            symbol = scope.names.get(name)
            if symbol is not None:
                return symbol
            scope = scope.parent
        return None

    def bound_since(self, outer: Scope | None) -> list[str]:
        """The names bound between the scope `outer`, or the nearest definition, and this one."""
        found: list[str] = []
        scope: Scope | None = self
        while scope is not None and scope is not outer:
            if any(not isinstance(symbol, ir.Bound) for symbol in scope.names.values()):
                break
            found = [*scope.names, *found]
            scope = scope.parent
        return found

    def visible(self) -> Iterator[str]:
        """All names that can be used here, the innermost first."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.names
            scope = scope.parent


class Reporter:
    """Collects diagnostics, each fault once."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.unit: ir.Span | None = None
        """The unit of a module that is being resolved."""
        self._seen: set[tuple[str, ir.Span | None]] = set()
        self._unknown: dict[tuple[str, ir.Span | None], tuple[int, int]] = {}

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic unless the same code was already reported at its place."""
        key = (diagnostic.code, diagnostic.span)
        if key not in self._seen:
            self._seen.add(key)
            self.diagnostics.append(diagnostic)

    def error(
        self,
        code: str,
        message: str,
        span: ir.Span,
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        """Report what a message says, with the way out and the other places that matter."""
        self.report(Diagnostic(code=code, message=message, span=span, hint=hint, related=related))

    def _is_known_to_be_unknown(self, name: str) -> bool:
        """Whether the unit's name was reported before; then the report says how often it stands there."""
        place, times = self._unknown.get((name, self.unit), (-1, 0))
        if place < 0 or self.unit is None:
            self._unknown[name, self.unit] = (len(self.diagnostics), 0)
            return False
        self._unknown[name, self.unit] = (place, times + 1)
        known = self.diagnostics[place]
        message = known.message.partition(" (and")[0]
        again = f"{times + 1} more time{'s' if times else ''}"
        self.diagnostics[place] = msgspec.structs.replace(
            known, message=f"{message} (and {again} in this definition)"
        )
        return True

    def declare(self, scope: Scope, name: str, symbol: Symbol) -> None:
        """Put a name into a scope; a name that already means something else is reported."""
        known = scope.lookup(name)
        if known is not None and known is not symbol:
            self.report(
                Diagnostic(
                    code=DUPLICATE,
                    message=f"`{name}` already has a meaning here",
                    span=symbol.span,
                    related=(Related(known.span, "It was introduced here"),),
                    hint="TLA+ has no shadowing. Give one of the two another name.",
                )
            )
        scope.names[name] = symbol

    def import_into(self, scope: Scope, name: str, symbol: Symbol, place: ir.Span) -> bool:
        """Put a name into a scope that EXTENDS or INSTANCE brings; False if an older one stays.

        As in SANY, a name that two modules define with the same number of parameters is that of
        the first; any other clash is reported at `place`.
        """
        known = scope.lookup(name)
        if known is None or known is symbol:
            scope.names[name] = symbol
            return True
        if (
            isinstance(known, ir.Definition)
            and isinstance(symbol, ir.Definition)
            and len(known.parameters) == len(symbol.parameters)
        ):
            return False
        self.report(
            Diagnostic(
                code=DUPLICATE,
                message=f"this brings `{name}`, which already has a meaning here",
                span=place,
                related=(
                    Related(known.span, "It was introduced here"),
                    Related(symbol.span, "and here"),
                ),
                hint="Rename one of them, or use a named instance: `M == INSTANCE ...`.",
            )
        )
        return False

    def unknown(self, scope: Scope, name: str, span: ir.Span, later: ir.Span | None) -> None:
        """Report a name that means nothing here; `later` is where it is defined further down."""
        if self._is_known_to_be_unknown(name):
            return
        hint = ""
        related: tuple[Related, ...] = ()
        if later is not None:
            related = (Related(later, "It is defined only here"),)
            hint = "Move its definition up, or declare it RECURSIVE before its first use."
        elif name in HOMES:
            hint = f"It is defined in {HOMES[name]}: add it to EXTENDS."
        elif name in MEANT:
            hint = f"Nothing defines it. Did you mean `{MEANT[name]}`?"
        else:
            # Among so many faults one more suggestion is worth nothing, and takes its time.
            names = (
                dict.fromkeys(scope.visible()) if len(self.diagnostics) < MOST_SUGGESTIONS else ()
            )
            close = difflib.get_close_matches(name, names, 1, 0.7)
            if close:
                hint = f"Did you mean `{close[0]}`?"
        self.report(
            Diagnostic(
                code=UNKNOWN_NAME,
                message=f"unknown {'name' if name[0].isalnum() or name[0] == '_' else 'operator'}"
                f" `{name}`",
                span=span,
                related=related,
                hint=hint,
            )
        )
