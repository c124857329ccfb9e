"""Child processes that do not outlive us, and signals that reach them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


def start_child(
    args: Sequence[str | os.PathLike[str]], *, death_signal: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """On Linux the child gets `death_signal` when we die, even by kill -9.

    Call it in the main thread: to the kernel, the parent is the thread that forked.
    """
    return subprocess.Popen(args, preexec_fn=_follow_parent(death_signal), **options)


def _follow_parent(death_signal: int) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def follow() -> None:
        prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died before the kernel was told
            os._exit(1)

    return follow


def run_captured(args: Sequence[str | os.PathLike[str]], **options: Any) -> tuple[int, str]:
    """Exit code and all output. Ctrl-C does not reach the child: we end it ourselves, quietly."""
    child = start_child(
        args,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **options,
    )
    try:
        output, _ = child.communicate()
    except BaseException:
        stop_child(child, signal.SIGTERM)
        raise
    return child.returncode, output.decode(errors="replace").strip()


def stop_child(child: subprocess.Popen[bytes], *signals: int, patience: float = 20) -> None:
    """Send the signals in turn, each with time to take effect, and at last SIGKILL."""
    with _stop_signals_handled_by(signal.SIG_IGN):
        for signum in (*signals, signal.SIGKILL):
            child.send_signal(signum)
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            break
        if child.stdout:
            child.stdout.close()


def wait_forwarding_signals(
    child: subprocess.Popen[bytes], *, terminal: bool = False, group: bool = False
) -> int:
    """Exit code of the child.

    With `terminal`, Ctrl-C has reached the child already. With `group`, the child leads a session
    of its own, of which nothing is left when it is gone.
    """

    def forward(signum: int, _frame: object) -> None:
        if not (terminal and signum == signal.SIGINT):
            child.send_signal(signum)

    with _stop_signals_handled_by(forward):
        if group and sys.platform == "linux":
            _kill_group_at_the_end(child)
        code = child.wait()
    return code if code >= 0 else 128 - code


def _kill_group_at_the_end(leader: subprocess.Popen[bytes]) -> None:
    # Not reaped yet, the leader keeps its number, so the group cannot be anybody else's.
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, leader.pid, os.WEXITED | os.WNOWAIT)
        os.killpg(leader.pid, signal.SIGKILL)


@contextlib.contextmanager
def stop_signals_interrupt() -> Iterator[None]:
    """SIGTERM and SIGHUP unwind the stack as Ctrl-C does, so what we started is stopped."""

    def interrupt(_signum: int, _frame: object) -> None:
        raise KeyboardInterrupt

    unset = [s for s in STOP_SIGNALS if signal.getsignal(s) == signal.SIG_DFL]
    with _stop_signals_handled_by(interrupt, unset):
        yield


@contextlib.contextmanager
def _stop_signals_handled_by(
    handler: Any, signals: Sequence[signal.Signals] = STOP_SIGNALS
) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set handlers
        return
    previous = {signum: signal.signal(signum, handler) for signum in signals}
    try:
        yield
    finally:
        for signum, old in previous.items():
            signal.signal(signum, old)
