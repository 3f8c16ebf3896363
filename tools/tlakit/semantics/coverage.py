"""What was ever evaluated: operators, and the parts of properties that may say nothing.

Whoever remembers evaluations still makes each different one once. So a mark that is set when a
compiled closure runs tells exactly what a run has evaluated, and costs nothing where results are only
looked up. Marks are numbered once, from the formulas that the configuration names, and are set in the
bin of the formula that is being evaluated: an operator that a property shares with an action proves
nothing about the property.

A part of a property is *vacuous* if it was evaluated and never said anything (see `claims`); below a
vacuous part nothing more is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from tlakit.language import ir
from tlakit.semantics.claims import Claim, Key, claim_of, key_of, named_in, parts_of
from tlakit.semantics.machine import Frame, Test
from tlakit.semantics.natives import find_native, is_library
from tlakit.semantics.run_report import Unevaluated, Vacuity

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Program

Bin: TypeAlias = bytearray
"""The marks of one formula, by number."""


class Coverage:
    """The marks of one model. `bin` is where closures set them at the moment.

    `actions` are formulas whose operators count, `claims` those of properties by what their parts
    are reported under. The parts of one property, by name, share their marks.
    """

    def __init__(
        self,
        program: Program,
        actions: Sequence[ir.Expression] = (),
        claims: Mapping[ir.Expression, str] | None = None,
    ) -> None:
        self.program = program
        self.properties = dict(claims or {})
        self.roots = (*actions, *self.properties)
        self.operators: dict[ir.Definition, int] = {}
        self.claims: dict[Key, Claim] = {}
        self.size = 0
        self._number_operators()
        for root in self.properties:
            self._number_claims(root, set())
        self.aside_bin = bytearray(self.size)
        self.constants_bin = bytearray(self.size)
        of_property = {name: bytearray(self.size) for name in self.properties.values()}
        self.bins: dict[ir.Expression | None, Bin] = {
            root: of_property[self.properties[root]]
            if root in self.properties
            else bytearray(self.size)
            for root in self.roots
        }
        self.bin = self.aside_bin

    def enter(self, root: ir.Expression | None, opened: Iterable[ir.Definition] = ()) -> None:
        """Evaluations from now on are those of this formula, or of none if it is not known.

        `opened` are operators that were replaced by their bodies: they are evaluated too.
        """
        marks = self.bin = self.bins.get(root, self.aside_bin)
        for definition in opened:
            place = self.operators.get(definition)
            if place is not None:
                marks[place] = 1

    def ask(self, expression: ir.Expression) -> None:
        """Notes that a part of a property is evaluated."""
        claim = self.claims.get(key_of(expression))
        if claim is not None:
            self.bin[claim.place] = 1

    def meet(self, expression: ir.Expression) -> None:
        """Notes that it says something."""
        claim = self.claims.get(key_of(expression))
        if claim is not None:
            self.bin[claim.place + 1] = 1

    def asked(self, expression: ir.Expression, test: Test) -> Test:
        """The test of a part of a property, which notes that it is made; other tests as they are."""
        claim = self.claims.get(key_of(expression))
        return test if claim is None else self._marking(claim.place, test)

    def met(self, expression: ir.Expression, test: Test) -> Test:
        """The test of what such a part says, which notes that it says something."""
        claim = self.claims.get(key_of(expression))
        return test if claim is None else self._marking(claim.place + 1, test)

    def _marking(self, place: int, test: Test) -> Test:
        def marked(frame: Frame) -> bool:
            self.bin[place] = 1
            return test(frame)

        return marked

    @contextmanager
    def once(self) -> Iterator[None]:
        """In the block, what is evaluated is kept for all runs, and so are its marks."""
        outside, self.bin = self.bin, self.constants_bin
        try:
            yield
        finally:
            self.bin = outside

    def begin(self) -> None:
        """A new run: nothing has been evaluated, but for what is kept of constants."""
        for marks in self.bins.values():
            marks[:] = bytes(self.size)

    def dump(self) -> list[str]:
        """All marks as text, for `merge` in a run of the same model, in this process or another."""
        return [marks.hex() for marks in self._all_bins()]

    def merge(self, dumped: Sequence[str]) -> None:
        """Adds the marks of another run; ValueError if they are not of the same model."""
        for marks, text in zip(self._all_bins(), dumped, strict=True):
            for number, mark in zip(range(self.size), bytes.fromhex(text), strict=True):
                marks[number] |= mark

    def _all_bins(self) -> list[Bin]:
        return [self.constants_bin, *self.bins.values()]

    def unevaluated(self) -> tuple[Unevaluated, ...]:
        """The operators of the model's own modules that were never evaluated, in text order.

        Copies of a definition in instances count as one.
        """
        names: dict[tuple[str, int, int], list[str]] = {}
        spans: dict[tuple[str, int, int], ir.Span] = {}
        done: set[tuple[str, int, int]] = set()
        for definition, place in self.operators.items():
            span = definition.span
            key = span.file, span.line, span.column
            spans[key] = span
            names.setdefault(key, []).append(definition.name)
            if self._evaluated(place):
                done.add(key)
        return tuple(
            Unevaluated(min(names[key], key=len), spans[key])
            for key in sorted(spans)
            if key not in done
        )

    def vacuous(self) -> tuple[Vacuity, ...]:
        """The vacuous parts of all properties, each once."""
        found: dict[Vacuity, None] = {}
        for root, name in self.properties.items():
            for claim in self._vacuous(root, self.bins[root], set()):
                kind = claim.node.kind if isinstance(claim.node, ir.Quantified) else claim.node.name
                found[Vacuity(name, kind, claim.premise)] = None
        return tuple(found)

    def _evaluated(self, place: int) -> bool:
        return bool(self.constants_bin[place]) or any(one[place] for one in self.bins.values())

    def _vacuous(
        self, expression: ir.Expression, marks: Bin, entered: set[ir.Definition]
    ) -> Iterator[Claim]:
        for claim in self._outermost(expression, entered):
            if marks[claim.place + 1]:
                for inner in claim.rest:
                    yield from self._vacuous(inner, marks, entered)
            elif marks[claim.place]:
                yield claim

    def _outermost(self, expression: ir.Expression, entered: set[ir.Definition]) -> Iterator[Claim]:
        for part in parts_of(expression, self.program, entered):
            claim = self.claims.get(key_of(part))
            if claim is not None:
                yield claim

    def _number_claims(self, expression: ir.Expression, entered: set[ir.Definition]) -> None:
        for node in parts_of(expression, self.program, entered):
            claim = self.claims.get(key_of(node))
            if claim is None:
                claim = self.claims[key_of(node)] = claim_of(node, self.size)
                self.size += 2
            for inner in claim.rest:
                self._number_claims(inner, entered)

    def _number_operators(self) -> None:
        """Numbers the operators that the formulas lead to, but for those of standard modules."""
        pending: list[object] = list(self.roots)
        seen: set[ir.Definition] = set()
        while pending:
            for definition in named_in(pending.pop(), self.program):
                if definition in seen or definition in self.program.values:
                    continue
                seen.add(definition)
                if definition.body is None or find_native(definition):
                    continue
                pending.append(definition.body)
                if definition.module and not is_library(definition.span.file):
                    self.operators[definition] = self.size
                    self.size += 1
