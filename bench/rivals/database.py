"""A MariaDB of the bench's own, from the unpacked packages, reachable by a socket alone."""

import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from bench.rivals.packages import root
from bench.rivals.sides import Skipped, started


def libraries(folder: Path) -> dict[str, str]:
    """The environment in which unpacked programs find their libraries."""
    found = {str(file.parent) for file in root(folder).rglob("*.so*")}
    place = [one for one in sorted(found) if one.endswith("linux-gnu")]
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(place)}


def program(folder: Path, pattern: str) -> Path:
    """An unpacked program. Raises :class:`Skipped`."""
    for place in ("usr/sbin", "usr/bin"):
        found = sorted((root(folder) / place).glob(pattern))
        if found:
            return found[-1]
    raise Skipped(f"{pattern} is not among the packages.")


class MariaDB:
    """The server, started; ``socket`` is where it listens."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.folder, self.place = folder, folder / "mariadb"
        self.socket = self.place / "socket"
        data = self.place / "data"
        base = root(folder) / "usr"
        own = [f"--basedir={base}", f"--datadir={data}", "--user=root", f"--lc-messages-dir={base}/share/mysql"]
        if not (data / "mysql").exists():
            data.mkdir(parents=True, exist_ok=True)
            install = [str(program(folder, "mariadb-install-db")), "--no-defaults", *own, "--skip-test-db"]
            done = subprocess.run(
                [*install, "--auth-root-authentication-method=normal"],
                env=libraries(folder),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise Skipped(f"MariaDB cannot be set up: {done.stderr.strip().splitlines()[-1:]}")
        command: list[str | Path] = [program(folder, "mariadbd"), "--no-defaults", *own, f"--socket={self.socket}"]
        more = ["--skip-networking", "--skip-grant-tables", f"--pid-file={self.place}/pid"]
        cache = ["--innodb-buffer-pool-size=512M", "--character-set-server=utf8mb4", "--plugin-dir=" + self._plugins()]
        self.process = started(stack, [*command, *more, *cache], self.place, libraries(folder))
        self._await()

    def say(self, sql: str, database: str = "") -> str:
        """Has SQL carried out; returns what the client prints. Raises :class:`Skipped` where it is refused."""
        client = [program(self.folder, "mariadb"), "--no-defaults", f"--socket={self.socket}", "-N", "-B"]
        command = [*map(str, client), "--default-character-set=utf8mb4", *([database] if database else [])]
        done = subprocess.run(
            command, input=sql, env=libraries(self.folder), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Skipped(f"MariaDB refuses: {done.stderr.strip()[:200]}")
        return done.stdout

    def _plugins(self) -> str:
        return str(next(root(self.folder).rglob("mariadb19/plugin"), root(self.folder) / "usr/lib/mysql/plugin"))

    def _await(self) -> None:
        for _ in range(300):
            if self.socket.exists():
                try:
                    self.say("SELECT 1")
                    return
                except Skipped:
                    pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise Skipped("MariaDB does not start.")
