"""TLC's configuration files as data: what the constants are, what to check.

    CONSTANTS   Server = {s1, s2}      Max = 3      Op <- Other      Op <-[Module] Other
    SPECIFICATION Spec                 INVARIANTS TypeOK Safe        PROPERTY Live
    CONSTRAINT Bounds                  CHECK_DEADLOCK FALSE          \\* and comments

`config_parse` reads the text, `binding` and `properties` apply it to a module.
"""

from __future__ import annotations

import msgspec

from tlakit.language.ir import Span
from tlakit.semantics.values import Value

MALFORMED = "E601"
UNSUPPORTED = "E602"
UNKNOWN = "E603"
MISSING = "E604"
ARITY = "E605"
UNREADABLE = "E606"

MEANINGS = {
    MALFORMED: "a configuration that cannot be read",
    UNSUPPORTED: "a configuration that asks for what cannot be done",
    UNKNOWN: "a configuration that names what the module does not define",
    MISSING: "a configuration that leaves out what the model needs",
    ARITY: "a value or a replacement for an operator with other parameters",
    UNREADABLE: "a configuration file that cannot be opened",
    "E607": "a models.toml that cannot be read",
}
"""What each code means, as half a sentence."""


class Name(msgspec.Struct, frozen=True):
    """A name in a configuration, and where it stands."""

    text: str
    span: Span


class Assignment(msgspec.Struct, frozen=True):
    """`name = value`."""

    name: Name
    value: Value


class Replacement(msgspec.Struct, frozen=True):
    """`name <- other`, or `name <-[module] other`; `module` is None where none is written."""

    name: Name
    other: Name
    module: Name | None = None


class Config(msgspec.Struct, frozen=True):
    """What a .cfg file says, and what it cannot say: `sometimes`, what some state or step must satisfy.

    `text` is the file's, for diagnostics.
    """

    file: str = ""
    text: str = ""
    assignments: tuple[Assignment, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    specification: Name | None = None
    init: Name | None = None
    next: Name | None = None
    invariants: tuple[Name, ...] = ()
    properties: tuple[Name, ...] = ()
    constraints: tuple[Name, ...] = ()
    action_constraints: tuple[Name, ...] = ()
    postconditions: tuple[Name, ...] = ()
    symmetry: Name | None = None
    view: Name | None = None
    alias: Name | None = None
    check_deadlock: bool = True
    sometimes: tuple[Name, ...] = ()
