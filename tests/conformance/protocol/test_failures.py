"""Adapters that break the protocol: each gets its own error, and leaves no process behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from raft_conformance.cases import SuiteResult
from raft_conformance.conform import choose
from raft_conformance.fakes.broken import Kind
from raft_conformance.protocol.client import Adapter
from raft_conformance.protocol.failures import AdapterFailure, FailureCode, Refused
from raft_conformance.protocol.messages import Introduction, Member
from raft_conformance.runner import run_suite

TWO_CASES = choose(["election/one-leader-a-term", "election/a-minority-elects-nobody"])


def fake(kind: Kind, after: int = 1) -> list[str]:
    return [
        *(sys.executable, "-m", "raft_conformance.fakes"),
        *("--broken", kind, "--after", str(after)),
    ]


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def provoke(kind: Kind, timeout_seconds: float = 20.0) -> AdapterFailure:
    """Let a fake answer hello, and misbehave at create."""
    with (
        Adapter.start(fake(kind), timeout_seconds) as adapter,
        pytest.raises(AdapterFailure) as caught,
    ):
        adapter.hello()
        adapter.create("n1", [Member(id="n1")], seed=1)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "code", "quoted"),
    [
        ("exits", "exited", ""),
        ("garbage", "not-json", "starting election at term 5"),
        ("other-protocol", "wrong-shape", '{"jsonrpc":"2.0","result":{}}'),
        ("wrong-id", "wrong-id", '{"id":1002,"ok":{}}'),
        ("huge-line", "line-too-long", "xxx"),
        ("closes-stdout", "closed-stdout", ""),
        ("floods-stderr", "stderr-flood", ""),
    ],
)
def test_each_misbehaviour_has_its_own_error(kind: Kind, code: FailureCode, quoted: str) -> None:
    failure = provoke(kind)
    assert failure.code == code
    assert failure.line.startswith(quoted)
    assert '"op":"create"' in failure.request
    first, *_, last = str(failure).splitlines()
    assert first.startswith(f"adapter {code}: ")
    assert last.strip().endswith((".", "above."))


@pytest.mark.parametrize(("kind", "quoted"), [("hangs", ""), ("half-a-line", '{"id":2,"ok"')])
def test_an_adapter_that_does_not_answer_in_time_hangs(kind: Kind, quoted: str) -> None:
    failure = provoke(kind, timeout_seconds=1.0)
    assert failure.code == "hung"
    assert failure.line == quoted


def test_an_exit_names_the_status_and_the_last_words() -> None:
    failure = provoke("exits")
    assert "status 101" in failure.what
    assert "panic: index out of range" in str(failure)


def test_a_command_that_does_not_exist_did_not_start() -> None:
    with pytest.raises(AdapterFailure) as caught:
        Adapter.start(["/nowhere/adapter"])
    assert caught.value.code == "did-not-start"
    assert "/nowhere/adapter" in str(caught.value)


def test_ignoring_shutdown_is_a_failure() -> None:
    with Adapter.start(fake("ignores-shutdown")) as adapter:
        adapter.hello()
        with pytest.raises(AdapterFailure, match="it lives on after shutdown"):
            adapter.shutdown()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ('{"id":1}', "neither `ok` nor `error`"),
        ('{"id":1,"ok":{"implementation":"x"}}', "missing required field"),
        ('{"ok":{}}', "missing required field `id`"),
        ("", "an empty line"),
        ("[1, 2]", "Expected `object`"),
        (
            '{"id":1,"ok":{"implementation":"x","version":"1","capabilities":{"clock":"sundial"}}}',
            "Invalid enum value 'sundial' - at `$.capabilities.clock`",
        ),
    ],
)
def test_a_reply_of_the_wrong_shape_says_what_is_wrong(reply: str, words: str) -> None:
    command = program(f"input(); print({reply!r}); input()")
    with Adapter.start(command) as adapter, pytest.raises(AdapterFailure) as caught:
        adapter.hello()
    assert words in str(caught.value)
    assert reply[:40] in str(caught.value)


def test_an_error_of_the_adapter_itself_is_no_broken_protocol() -> None:
    command = program(
        """import sys
for line in sys.stdin:
    print('{"id":1,"error":{"kind":"implementation","message":"index out of range"}}', flush=True)
"""
    )
    with Adapter.start(command) as adapter, pytest.raises(Refused) as caught:
        adapter.hello()
    assert (caught.value.kind, caught.value.message) == ("implementation", "index out of range")


def is_gone(process: int) -> bool:
    """Whether no such process runs; one that ended and was not yet buried counts as gone."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return True
    return state == "Z"


def eventually(condition: object) -> bool:
    """Ask again for a while: the kernel takes a moment to end a process."""
    assert callable(condition)
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            return False
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_killing_an_adapter_kills_what_it_started(tmp_path: Path) -> None:
    child = tmp_path / "child"
    command = program(
        f"""import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
open({str(child)!r}, "w").write(str(child.pid))
print("garbage", flush=True)
input(); input()
"""
    )
    with Adapter.start(command) as adapter, pytest.raises(AdapterFailure):
        adapter.hello()
    number = int(child.read_text())
    try:
        assert eventually(lambda: is_gone(number))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_no_orphan(tmp_path: Path, number: signal.Signals) -> None:
    marker = tmp_path / "adapter"
    adapter = (
        f"import os, time; open({str(marker)!r}, 'w').write(str(os.getpid())); time.sleep(3600)"
    )
    # Whoever runs the tests in the background may have made all that they start ignore Ctrl-C.
    suite = f"""import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from rich.console import Console
from raft_conformance.conform import conform
conform([sys.executable, "-c", {adapter!r}], spec=Path("spec"), console=Console(), replay=[],
        timeout_seconds=3600)
"""
    running = subprocess.Popen(program(suite), cwd=Path(__file__).parents[3], stderr=-3, stdout=-3)
    try:
        assert eventually(lambda: marker.exists() and marker.read_text())
        os.kill(running.pid, number)
        running.wait(20)
        assert eventually(lambda: is_gone(int(marker.read_text())))
    finally:
        running.kill()
        running.wait()


def suite_with(kind: Kind, after: int) -> SuiteResult:
    return run_suite(fake(kind, after), cases=TWO_CASES, timeout_seconds=20)


def test_one_bad_case_does_not_stop_the_others() -> None:
    # hello, three creates and two timeouts go well: the first case breaks, and so does the next.
    suite = suite_with("garbage", after=6)
    assert [result.verdict for result in suite.results] == ["error", "error"]
    assert all("starting election at term 5" in result.reason for result in suite.results)
    assert suite.exit_status == 3


def test_an_adapter_that_dies_at_start_is_tried_once() -> None:
    suite = suite_with("dies-at-start", after=0)
    assert [result.verdict for result in suite.results] == ["error", "error"]
    assert "cannot find my configuration" in suite.results[1].reason
    assert (suite.implementation, suite.capabilities) == ("unknown", None)


def test_hello_is_understood() -> None:
    with Adapter.start(fake("ignores-shutdown")) as adapter:
        assert isinstance(adapter.hello(), Introduction)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_nor_does_one_that_comes_as_the_adapter_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen[bytes].__init__

    def interrupted(process: subprocess.Popen[bytes], *arguments: Any, **options: Any) -> None:
        start(process, *arguments, **options)
        started.append(process)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(subprocess.Popen, "__init__", interrupted)
    # As above: it may be ignored here.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            Adapter.start(program("import time; time.sleep(3600)"))
        assert eventually(lambda: is_gone(started[0].pid))
    finally:
        signal.signal(signal.SIGINT, before)
        started[0].kill()
        started[0].wait()
