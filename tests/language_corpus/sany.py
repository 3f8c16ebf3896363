"""Trees and levels of definitions, read from the XML that SANY's exporter writes."""

from __future__ import annotations

import re
from typing import TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Tree: TypeAlias = "str | list[Tree]"

CONSTRUCTS = {
    "$AngleAct": "$angle",
    "$BoundedChoose": "CHOOSE",
    "$BoundedExists": r"\E",
    "$BoundedForall": r"\A",
    "$CartesianProd": r"\X",
    "$Case": "CASE",
    "$ConjList": "$and",
    "$DisjList": "$or",
    "$Except": "EXCEPT",
    "$FcnApply": "$apply",
    "$FcnConstructor": "$function",
    "$IfThenElse": "IF",
    "$RcdConstructor": "$record",
    "$RcdSelect": "$field",
    "$SetEnumerate": "$set",
    "$SetOfAll": "$map",
    "$SetOfFcns": "$functions",
    "$SetOfRcds": "$records",
    "$SF": "SF",
    "$SquareAct": "$box",
    "$SubsetOf": "$filter",
    "$TemporalExists": r"\EE",
    "$TemporalForall": r"\AA",
    "$Tuple": "$tuple",
    "$UnboundedChoose": "CHOOSE",
    "$UnboundedExists": r"\E",
    "$UnboundedForall": r"\A",
    "$WF": "WF",
}
SPELLINGS = {
    r"\land": "/\\",
    r"\lor": "\\/",
    r"\lnot": "~",
    r"\neg": "~",
    "/=": "#",
    r"\equiv": "<=>",
    r"\union": r"\cup",
    r"\intersect": r"\cap",
    r"\leq": "<=",
    "=<": "<=",
    r"\geq": ">=",
    r"\circ": r"\o",
    "(+)": r"\oplus",
    "(-)": r"\ominus",
    "(.)": r"\odot",
    "(/)": r"\oslash",
    r"(\X)": r"\otimes",
}
LEVELS = ("constant", "state", "action", "temporal")


def parse_tree(text: str) -> Tree:
    """An S-expression as nested lists."""
    stack: list[list[Tree]] = [[]]
    for token in re.findall(r'"(?:\\.|[^"\\])*"|[()]|[^\s()"]+', text):
        if token == "(":
            stack.append([])
        elif token == ")":
            closed = stack.pop()
            stack[-1].append(closed)
        else:
            stack[-1].append(token)
    return stack[0][0]


def as_sany_sees_it(tree: Tree) -> Tree:
    """A tree of the corpus without what SANY's semantic tree does not keep.

    It knows one argument of a function (a tuple), strings for the fields of EXCEPT, and no RECURSIVE.
    """
    if isinstance(tree, str):
        return tree
    if tree[0] == "!":
        tree = [["$apply", f'"{s[1]}"'] if s[0] == "$field" else s for s in tree]
    parts = [as_sany_sees_it(part) for part in tree if not _is_declaration(part)]
    head, arguments = parts[0], parts[1:]
    if head == "$apply" and len(arguments) > 2 and not _binds(arguments[1]):
        return [head, arguments[0], ["$tuple", *arguments[1:]]]
    if head == "!":
        steps = [["$apply", _one(step[1:])] for step in arguments[:-1]]
        return [head, *steps, arguments[-1]]
    return parts


def _one(arguments: str | list[Tree]) -> Tree:
    return arguments[0] if len(arguments) == 1 else ["$tuple", *arguments]


def _is_declaration(tree: Tree) -> bool:
    return isinstance(tree, list) and tree[0] == "RECURSIVE"


def _binds(tree: Tree) -> bool:
    return isinstance(tree, list) and tree[0] == r"\in"


class Exported:
    """The definitions of one exported module."""

    def __init__(self, xml: str) -> None:
        end = "</modules>"
        root = ElementTree.fromstring(xml[xml.index("<modules") : xml.index(end) + len(end)])
        self.entries: dict[str, Element] = {}
        self.definitions: dict[str, Element] = {}
        for entry in root.iter("entry"):
            number, symbol = entry[0].text or "", entry[1]
            self.entries[number] = symbol
            if symbol.tag == "UserDefinedOpKind":
                self.definitions[symbol.findtext("uniquename", "")] = symbol

    def level(self, name: str) -> str:
        """The level of a definition."""
        return LEVELS[int(self.definitions[name].findtext("level", "0"))]

    def tree(self, name: str) -> Tree:
        """The tree of a definition's body."""
        body = self.definitions[name].find("body")
        assert body is not None
        return self._node(body[0])

    def _name(self, reference: Element) -> str:
        name = self.entries[reference.findtext("UID", "")].findtext("uniquename", "")
        return SPELLINGS.get(name, CONSTRUCTS.get(name, name))

    def _node(self, node: Element) -> Tree:
        match node.tag:
            case "NumeralNode":
                return node.findtext("IntValue", "")
            case "DecimalNode":
                digits = node.findtext("mantissa", "")
                point = int(node.findtext("exponent", "0")) or len(digits)
                return f"{digits[:point]}.{digits[point:]}"
            case "StringNode":
                if node.text == "$Other":
                    return "OTHER"
                text = (node.findtext("StringValue") or "").replace("\\", "\\\\")
                return '"' + text.replace('"', '\\"').replace("\n", "\\n") + '"'
            case "AtNode":
                return "@"
            case "OpArgNode":
                return self._operator(node[-1][0])
            case "LetInNode":
                return self._let(node)
            case "LabelNode":
                names = [self._name(ref) for ref in node.findall("params//FormalParamNodeRef")]
                label = node.findtext("uniquename", "")
                return ["::", [label, *names] if names else label, self._body(node)]
            case "OpApplNode":
                return self._application(node)
        raise ValueError(f"a node that this reader does not know: {node.tag}")

    def _body(self, node: Element) -> Tree:
        body = node.find("body")
        assert body is not None
        return self._node(body[-1])

    def _operator(self, reference: Element) -> Tree:
        name = self._name(reference)
        if name != "LAMBDA":
            return name
        definition = self.entries[reference.findtext("UID", "")]
        return ["LAMBDA", *self._parameters(definition), self._body(definition)]

    def _parameters(self, definition: Element) -> list[Tree]:
        found: list[Tree] = []
        for reference in definition.findall("params//FormalParamNodeRef"):
            arity = int(self.entries[reference.findtext("UID", "")].findtext("arity", "0"))
            name = self._name(reference)
            found.append([name, *["_"] * arity] if arity else name)
        return found

    def _let(self, node: Element) -> Tree:
        definitions: list[Tree] = []
        for reference in node.findall("opDefs/UserDefinedOpKindRef"):
            definition = self.entries[reference.findtext("UID", "")]
            name, parameters = self._name(reference), self._parameters(definition)
            body = self._body(definition)
            if isinstance(body, list) and str(body[0]).endswith("RecursiveFcnSpec"):
                bounds = [part for part in body[1:-1] if _binds(part)]
                definitions.append(["==", ["$apply", name, *bounds], body[-1]])
            else:
                definitions.append(["==", [name, *parameters] if parameters else name, body])
        return ["LET", *definitions, self._body(node)]

    def _application(self, node: Element) -> Tree:
        operator = node.find("operator")
        assert operator is not None
        name = self._operator(operator[0])
        operands = [self._node(operand) for operand in node.findall("operands/*")]
        match name:
            case "CASE":
                return ["CASE", *(pair[1:] for pair in operands)]
            case "$record" | "$records":
                return [name, *([str(pair[1])[1:-1], pair[2]] for pair in operands)]
            case "EXCEPT":
                return [name, operands[0], *map(_update, operands[1:])]
            case "$field":
                return [name, operands[0], str(operands[1])[1:-1]]
        bounds = [self._bound(bound) for bound in node.findall("boundSymbols/*")]
        if name == "$map":
            return [name, *operands, *_flat(bounds)]
        parts: list[Tree] = [*_flat(bounds), *operands]
        return [name, *parts] if parts or str(name).startswith("$") else name

    def _bound(self, bound: Element) -> list[Tree]:
        names: list[Tree] = [self._name(ref) for ref in bound.findall("FormalParamNodeRef")]
        if bound.tag == "unbound":
            return names
        if bound.find("tuple") is not None:
            names = [["$tuple", *names]]
        return [[r"\in", *names, self._node(bound[-1])]]


def _flat(bounds: list[list[Tree]]) -> list[Tree]:
    return [part for bound in bounds for part in bound]


def _update(pair: Tree) -> Tree:
    assert isinstance(pair, list)
    steps = pair[1]
    assert isinstance(steps, list)
    return ["!", *(["$apply", step] for step in steps[1:]), pair[2]]
