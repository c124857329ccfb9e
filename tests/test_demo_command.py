"""`make demo`, really started."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from perhepalvelut import demo

START = "import sys, pathlib; from perhepalvelut.demo import main; "
START += "sys.exit(main(pathlib.Path(sys.argv[1])))"
PATIENCE = 120


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """Where the database's own user can go too."""
    with tempfile.TemporaryDirectory(prefix="perhepalvelut-test-", dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        yield Path(directory) / "var"


@pytest.fixture
def port() -> int:
    """Free, and below the range from which the system gives ports to others meanwhile."""
    return next(number for number in range(20_000, 30_000) if is_free(number))


def start(state_dir: Path, port: int) -> subprocess.Popen[str]:
    left_out = {"DATABASE_URL", "SECRET_KEY", "STATIC_ROOT"}
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    environment["PORT"] = str(port)
    return subprocess.Popen(
        [sys.executable, "-c", START, str(state_dir)],
        cwd=demo.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process: subprocess.Popen[str], words: str) -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def test_demo_is_killed_recovers_and_stops_cleanly(state_dir: Path, port: int) -> None:
    with start(state_dir, port) as process:
        try:
            output = read_until(process, "Ctrl-C")
            server = descendants(process.pid)
        finally:
            process.kill()
    wait_until_gone(server)  # a worker that is still starting would take the port once more
    assert f"http://127.0.0.1:{port}/" in output
    assert len(output.splitlines()) <= 13
    wait_until_free(port)
    with start(state_dir, port) as process:
        try:
            read_until(process, "Ctrl-C")
            for path in ("/fi/", "/sv/services/", "/en/places/"):
                assert_serves(port, path)
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, rest.strip()) == (0, "Stopped.")
    assert is_free(port)


def assert_serves(port: int, path: str) -> None:
    address = f"http://{demo.HOST}:{port}{path}"
    with urllib.request.urlopen(address, timeout=PATIENCE) as response:
        assert response.status == 200


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in children for one in (int(child), *descendants(int(child)))]


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def wait_until_free(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_free(port):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_free(port: int) -> bool:
    try:
        return demo.port_from(str(port)) == port
    except demo.DemoError:
        return False


def test_taken_port_is_said_before_anything_starts(state_dir: Path, port: int) -> None:
    with socket.create_server((demo.HOST, port)), start(state_dir, port) as process:
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert output.startswith(f"Port {port} is taken.")
    assert len(output.splitlines()) == 1
    assert not state_dir.exists()


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "8000 ", "²"])
def test_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(demo.DemoError, match="PORT must be a number"):
        demo.port_from(text)


def test_secret_key_is_kept_and_private(tmp_path: Path) -> None:
    first = demo.secret_key(tmp_path / "var")
    assert demo.secret_key(tmp_path / "var") == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
