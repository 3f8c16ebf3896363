"""The operators of TLA+: spellings, fixity, precedence and associativity.

The ranges are those of Specifying Systems, table 6 (section 15.2.1), but for SUBSET, UNION and DOMAIN,
where they are SANY's (the book has 8-8, 8-8 and 9-9): an operator with range
`low..high` binds tighter than one whose range lies wholly below it, and two operators whose ranges
overlap may not stand side by side without parentheses, unless both are the same associative one.

Every operator has one canonical ASCII name, used from the token on: `<=` for `=<` and `\\leq`,
`\\o` for `\\circ`, `#` for `/=`, `\\oplus` for `(+)`, and so on (`SPELLINGS`).
"""

from __future__ import annotations

from enum import Enum

import msgspec


class Fixity(Enum):
    """Where an operator stands with respect to its operands."""

    PREFIX = "prefix"
    INFIX = "infix"
    POSTFIX = "postfix"


class OperatorSymbol(msgspec.Struct, frozen=True):
    """An operator of the table; `low` and `high` bound its precedence, larger is tighter."""

    name: str
    fixity: Fixity
    low: int
    high: int
    associative: bool = False


def _infix(text: str) -> dict[str, OperatorSymbol]:
    """Read rows of `low high names...`; a trailing `*` before the names marks associative ones."""
    table: dict[str, OperatorSymbol] = {}
    for row in text.split("\n"):
        fields = row.split()
        if fields:
            low, high, kind, *names = fields
            for name in names:
                table[name] = OperatorSymbol(
                    name, Fixity.INFIX, int(low), int(high), associative=kind == "left"
                )
    return table


INFIX = _infix(r"""
 1  1 none =>
 2  2 none -+-> <=> ~>
 3  3 left /\ \/
 5  5 none # = < > <= >= -| ::= := =| |- |= \in \notin
 5  5 none \approx \asymp \cong \doteq \gg \ll \prec \preceq \propto \sim \simeq
 5  5 none \sqsubset \sqsubseteq \sqsupset \sqsupseteq \subset \subseteq
 5  5 none \succ \succeq \supset \supseteq
 5 14 left \cdot
 6  6 left @@
 7  7 none :> <:
 8  8 none \
 8  8 left \cap \cup
 9  9 none .. ...
 9 13 none !!
 9 13 left ## $ $$ ?? \sqcap \sqcup \uplus
 9 14 none \wr
10 10 left + ++ \oplus
10 11 none %
10 11 left %% | ||
10 13 none \X
11 11 left - -- \ominus
13 13 left & && * ** \odot \otimes \bigcirc \bullet \o \star
13 13 none / // \oslash \div
14 14 none ^ ^^
""")

PREFIX = {
    name: OperatorSymbol(name, Fixity.PREFIX, low, high)
    for name, low, high in (
        ("~", 4, 4),
        ("ENABLED", 4, 15),
        ("UNCHANGED", 4, 15),
        ("[]", 4, 15),
        ("<>", 4, 15),
        ("SUBSET", 10, 13),
        ("UNION", 10, 13),
        ("DOMAIN", 10, 13),
        ("-.", 12, 12),
    )
}

POSTFIX = {name: OperatorSymbol(name, Fixity.POSTFIX, 15, 15) for name in ("'", "^+", "^*", "^#")}

BULLETS = frozenset({"/\\", "\\/"})
"""The operators that, where an expression may begin, begin a bulleted list."""

BUILTIN = frozenset(
    {"=", "#", "=>", "<=>", "/\\", "\\/", "~>", "-+->", r"\cdot", r"\in", r"\notin", "'"}
    | {r"\cup", r"\cap", "\\", r"\subseteq", r"\X"}
    | (PREFIX.keys() - {"-."})
)
"""Operators of the language itself; every other one is defined by some module."""

PUNCTUATION = {
    "==": "DEFINES",
    "<-": "FROM",
    "->": "ARROW",
    "|->": "MAPS_TO",
    "<<": "OPEN_TUPLE",
    ">>": "CLOSE_TUPLE",
    ">>_": "CLOSE_ANGLE",
    "[": "OPEN_BRACKET",
    "]": "CLOSE_BRACKET",
    "]_": "CLOSE_BOX",
    "(": "OPEN_PAREN",
    ")": "CLOSE_PAREN",
    "{": "OPEN_BRACE",
    "}": "CLOSE_BRACE",
    ",": "COMMA",
    ":": "COLON",
    "::": "LABELS",
    ".": "DOT",
    "!": "BANG",
    "@": "AT",
    "_": "PLACEHOLDER",
    "-.": "NEGATIVE",
    r"\A": "QUANTIFIER",
    r"\E": "QUANTIFIER",
    r"\AA": "QUANTIFIER",
    r"\EE": "QUANTIFIER",
}
"""Symbols that are no operators, with the type of their token."""

SPELLINGS = {
    "=<": "<=",
    r"\leq": "<=",
    r"\geq": ">=",
    "/=": "#",
    r"\lnot": "~",
    r"\neg": "~",
    r"\land": "/\\",
    r"\lor": "\\/",
    r"\equiv": "<=>",
    r"\union": r"\cup",
    r"\intersect": r"\cap",
    r"\times": r"\X",
    r"\circ": r"\o",
    "(+)": r"\oplus",
    "(-)": r"\ominus",
    "(.)": r"\odot",
    "(/)": r"\oslash",
    r"(\X)": r"\otimes",
}
"""Other ASCII spellings, to the canonical name."""

UNICODE = {
    alternative: canonical
    for row in (
        "≜ ==  ← <-  → ->  ↦ |->  ⟨ <<  ⟩ >>  ⟩_ >>_  〈 <<  〉 >>  ∀ \\A  ∃ \\E",
        "⇒ =>  ⇸ -+->  ⇔ <=>  ≡ <=>  ↝ ~>  ⤳ ~>  ∧ /\\  ∨ \\/  ¬ ~  □ []  ◇ <>  ◻ []  ⬦ <>",
        "≠ #  ≤ <=  ≥ >=  ⊣ -|  ⩴ ::=  ≔ :=  ⫤ =|  ⊢ |-  ⊨ |=  ∈ \\in  ∉ \\notin",
        "≈ \\approx  ≍ \\asymp  ≅ \\cong  ≐ \\doteq  ≫ \\gg  ≪ \\ll  ≺ \\prec  ⪯ \\preceq",
        "≼ \\preceq  ∝ \\propto  ∼ \\sim  ≃ \\simeq  ⊏ \\sqsubset  ⊑ \\sqsubseteq",
        "⊐ \\sqsupset  ⊒ \\sqsupseteq  ⊂ \\subset  ⊆ \\subseteq  ≻ \\succ  ⪰ \\succeq",
        "≽ \\succeq  ⊃ \\supset  ⊇ \\supseteq  ⋅ \\cdot  · \\cdot  ∩ \\cap  ∪ \\cup  ∖ \\",
        "‥ ..  … ...  ‼ !!  ⁇ ??  ⊓ \\sqcap  ⊔ \\sqcup  ⊎ \\uplus  ≀ \\wr  ⊕ \\oplus",
        "⊖ \\ominus  ⊙ \\odot  ⊘ \\oslash  ⊗ \\otimes  × \\X  ‖ ||  ◯ \\bigcirc  ● \\bullet",
        "÷ \\div  ∘ \\o  ⋆ \\star  ⁺ ^+  ′ '  ⟦ [  ⟧ ]  － -  − -  ∷ ::  ∀∀ \\AA  ∃∃ \\EE",
        "• \\bullet  ○ \\bigcirc  ⋄ <>  ⧵ \\  ⨯ \\X  ⟶ ->  ⟵ <-  ⟼ |->  ⟹ =>  ⟺ <=>",
    )
    for alternative, canonical in [pair.split() for pair in row.split("  ")]
}
"""Unicode spellings, to the canonical ASCII name."""

UNICODE_NAMES = {"ℕ": "Nat", "ℤ": "Int", "ℝ": "Real"}
"""Unicode letters that stand for an identifier."""
