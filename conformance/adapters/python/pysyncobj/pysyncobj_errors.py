"""What the adapter can answer instead of `ok`, one class an error kind of the protocol."""

from __future__ import annotations


class AdapterError(Exception):
    """The base of the three; `kind` is the protocol's name of it."""

    kind = "implementation"


class BadRequestError(AdapterError):
    """The request is malformed, or names a node or a message that does not exist."""

    kind = "bad-request"


class UnsupportedError(AdapterError):
    """PySyncObj has no such thing, or this adapter does not drive it."""

    kind = "unsupported"


class ImplementationError(AdapterError):
    """PySyncObj itself raised an exception; its traceback is on standard error."""

    kind = "implementation"
