"""The adapter protocol: JSON lines over stdin and stdout, described in PROTOCOL.md.

`messages` holds every request and reply as a typed value, `views` what a message between nodes says,
`client` the suite's end of the pipe, `failures` what an adapter can do wrong, `schema` the JSON Schema
made from the messages.
"""

from raft_conformance.protocol.client import Adapter
from raft_conformance.protocol.failures import AdapterFailure
from raft_conformance.protocol.messages import PROTOCOL

__all__ = ["PROTOCOL", "Adapter", "AdapterFailure"]
