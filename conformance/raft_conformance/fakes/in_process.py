"""Fakes without a process, so that many can be tried quickly."""

from collections.abc import Callable
from typing import Any

import msgspec

from raft_conformance.protocol.client import Adapter
from raft_conformance.protocol.connection import InProcess
from raft_conformance.protocol.messages import AnyRequest


def connected(answer: Callable[[AnyRequest], dict[str, Any]]) -> Adapter:
    """An adapter that gives these replies; every request and reply still passes as a line."""

    def exchange(line: bytes) -> bytes:
        request: AnyRequest = msgspec.json.decode(line, type=AnyRequest)
        return msgspec.json.encode({"id": request.id, **answer(request)})

    return Adapter(InProcess(exchange))
