"""Run a fake: the spec as an adapter, a mutant of it, or an adapter that breaks the protocol."""

import argparse
import json
import sys
import time
from pathlib import Path

import msgspec

from raft_conformance.fakes import broken, scripted


def main() -> None:
    """Read the command line, and answer until shutdown."""
    parser = argparse.ArgumentParser(prog="python -m raft_conformance.fakes", description=__doc__)
    parser.add_argument("--spec", type=Path, help="the folder of the specification")
    parser.add_argument(
        "--mutant", help="a module of spec/mutants, such as P06_VoteClearedInSameTerm"
    )
    parser.add_argument(
        "--extension",
        help="which module of the spec, such as snapshots; else that which the mutant extends",
    )
    parser.add_argument("--broken", choices=broken.KINDS, help="how to break the protocol")
    parser.add_argument("--after", type=int, default=4, help="requests answered well before that")
    options = parser.parse_args()
    if options.broken:
        _serve_broken(options.broken, options.after)
    elif options.spec:
        _serve_spec(options.spec, options.mutant, options.extension)
    else:
        parser.error("one of --spec and --broken is needed")


def _serve_spec(spec: Path, mutant: str | None, name: str | None) -> None:
    # Imported here, because a broken adapter should start at once.
    from raft_conformance.fakes.extensions import EXTENSIONS, extension_of
    from raft_conformance.fakes.spec_adapter import SpecCluster, operators_of
    from raft_conformance.protocol.messages import AnyRequest, Shutdown

    if name is not None and name not in EXTENSIONS:
        sys.exit(f"there is no extension {name}; those known are {', '.join(EXTENSIONS)}")
    extension = EXTENSIONS[name] if name else extension_of(spec, mutant)
    cluster = SpecCluster(operators_of(spec, mutant, extension), mutant, extension)
    for line in sys.stdin:
        request: AnyRequest = msgspec.json.decode(line, type=AnyRequest)
        reply = {"id": request.id, **cluster.answer(request)}
        print(json.dumps(reply), flush=True)
        if isinstance(request, Shutdown):
            return


def _serve_broken(kind: broken.Kind, after: int) -> None:
    if kind == "dies-at-start":
        broken.die_at_start()
    for number, line in enumerate(sys.stdin):
        request = json.loads(line)
        if number >= after:
            broken.misbehave(kind, request["id"])
        print(json.dumps({"id": request["id"], "ok": scripted.answer(request)}), flush=True)
        if request["op"] == "shutdown":
            if kind == "ignores-shutdown":
                time.sleep(broken.HANG_SECONDS)
            return


if __name__ == "__main__":
    main()
