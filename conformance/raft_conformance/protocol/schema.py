"""The protocol's JSON Schema, made from the typed messages.

`python -m raft_conformance.protocol.schema` writes protocol.schema.json; a test compares.
"""

from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from raft_conformance.protocol import messages as m

SCHEMA_FILE = Path(__file__).with_name("protocol.schema.json")

REPLIES: dict[str, type[msgspec.Struct]] = {
    "hello": m.Introduction,
    "create": m.StateReply,
    "timeout": m.Effects,
    "tick": m.Effects,
    "deliver": m.Effects,
    "propose": m.Answered,
    "transfer": m.Effects,
    "compact": m.Effects,
    "register": m.Answered,
    "expire": m.Answered,
    "read": m.Answered,
    "change": m.Answered,
    "state": m.StateReply,
    "log": m.LogReply,
    "crash": m.Nothing,
    "sync": m.Effects,
    "write": m.Effects,
    "restart": m.Effects,
    "inject": m.Effects,
    "shutdown": m.Nothing,
}


def protocol_schema() -> dict[str, Any]:
    """A document with `request`, and under `replies` what `ok` holds for each request."""
    types = [m.AnyRequest, m.Refusal, *REPLIES.values()]
    schemas, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    request, refusal, *replies = schemas
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": m.PROTOCOL,
        "description": "One JSON object a line: requests to the adapter, replies from it.",
        "properties": {
            "request": request,
            "error": refusal,
            "replies": {"properties": dict(zip(REPLIES, replies, strict=True))},
        },
        "$defs": {name: _tidy(definition) for name, definition in definitions.items()},
    }


def _tidy(definition: dict[str, Any]) -> dict[str, Any]:
    """With a docstring as its description that is not indented: versions of msgspec differ in this."""
    if "description" not in definition:
        return definition
    return {**definition, "description": cleandoc(definition["description"])}


def schema_text() -> str:
    """The file's content."""
    return msgspec.json.format(msgspec.json.encode(protocol_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text())
