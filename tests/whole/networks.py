"""Machines in network namespaces: a bridge, a cable to each, which can be pulled, and a PostgreSQL in one of them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import mould, postgres

NETWORK = "10.77.0"


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr}"


class Network:
    """A bridge and namespaces. Skips the test where this user, or this machine, may not make them."""

    def __init__(self) -> None:
        if os.geteuid() or not shutil.which("ip"):
            pytest.skip("network namespaces need root and iproute2")
        self._tag = f"hk{os.getpid() % 100_000}"
        self.names: dict[str, int] = {}
        try:
            _ip("link", "add", f"{self._tag}b", "type", "bridge")
        except AssertionError as error:
            pytest.skip(f"no network namespaces here: {error}")
        _ip("link", "set", f"{self._tag}b", "up")

    def join(self, name: str) -> tuple[str, str]:
        """Another machine; returns its namespace and its address."""
        number = self.names[name] = len(self.names) + 1
        space = f"{self._tag}-{name}"
        _ip("netns", "add", space)
        _ip("link", "add", f"{self._tag}v{number}", "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", f"{self._tag}v{number}", "master", f"{self._tag}b", "up")
        _ip("-n", space, "addr", "add", f"{NETWORK}.{number}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", space, "link", "set", device, "up")
        return space, f"{NETWORK}.{number}"

    def cut(self, name: str) -> None:
        """Pulls the cable of a machine."""
        _ip("link", "set", f"{self._tag}v{self.names[name]}", "down")

    def heal(self, name: str) -> None:
        """Puts it back."""
        _ip("link", "set", f"{self._tag}v{self.names[name]}", "up")

    def close(self) -> None:
        """Takes everything down."""
        for name in self.names:
            with suppress(AssertionError):
                _ip("netns", "del", f"{self._tag}-{name}")
        with suppress(AssertionError):
            _ip("link", "del", f"{self._tag}b")


class Server:
    """PostgreSQL in a namespace, with the databases and roles of ``deploy/postgres/paper.sql``."""

    def __init__(self, namespace: str, address: str) -> None:
        folder = postgres.binaries()
        if folder is None:
            pytest.skip("the PostgreSQL binaries (initdb, postgres) are not on this machine")
        self.folder, self.namespace, self.address = folder, namespace, address
        self.home = Path(tempfile.mkdtemp(prefix="harkara-nodes-"))
        os.chown(self.home, pwd.getpwnam("postgres").pw_uid, -1)
        self.data = self.home / "data"
        postgres._run(
            "postgres", folder / "initdb", "-D", self.data, "-A", "trust", "-U", "harkara", "-E", "UTF8", "-N"
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"listen_addresses = '{address}'\nunix_socket_directories = '{self.home}'\n")
            settings.write("max_connections = 100\nfsync = off\n")
        with (self.data / "pg_hba.conf").open("a") as doors:
            doors.write(f"host all all {NETWORK}.0/24 scram-sha-256\n")
        self.control("start")
        self._found()

    def control(self, word: str, *options: str) -> None:
        """``pg_ctl`` in the namespace."""
        enter = ("ip", "netns", "exec", self.namespace, "runuser", "-u", "postgres", "--")
        postgres._run(
            None, *enter, self.folder / "pg_ctl", "-D", self.data, "-w", "-l", self.home / "log", *options, word
        )

    def url(self, role: str, database: str) -> str:
        """Where ``role`` enters ``database`` from another machine."""
        return f"postgresql://{role}:secret-of-{role}@{self.address}/{database}"

    def inside(self, role: str, database: str) -> str:
        """The same through the server's own socket, which needs no password."""
        return f"postgresql://{role}@{quote(str(self.home), safe='')}/{database}"

    def close(self) -> None:
        """Stops it, and throws it away."""
        with suppress(AssertionError):
            self.control("stop", "-m", "immediate")
        shutil.rmtree(self.home, ignore_errors=True)

    def _found(self) -> None:
        script = Path(__file__).resolve().parents[2] / "deploy/postgres/paper.sql"
        words = [said for name in ("newsroom", "readers", "runner") for said in ("-v", f"{name}='secret-of-{name}'")]
        self._psql(*words, "-f", str(script), self.inside("harkara", "postgres"))
        url = self.inside("harkara", "postgres")
        tables = mould._mould(".sql", lambda made: mould._postgres(url, self.folder, made))
        self._psql("-o", os.devnull, "-f", str(tables), self.inside("newsroom", "newsroom"))

    def _psql(self, *words: str) -> None:
        command = [str(self.folder / "psql"), "-q", "-v", "ON_ERROR_STOP=1", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
