"""The drill: a backup is brought back in a temporary home, proved by `harkara check --all`, and every address of it is held
against the running paper, byte for byte.

The running paper goes on meanwhile, so an address may differ for one reason alone: something that its page reads was touched
after the position of the backup. Then the voucher copies of the running paper say what was handed out at that position, where
somebody had it printed; and what they say is compared instead.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings

from harkara.press.backups import sides
from harkara.press.backups.folders import head_of
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.sealing import Key
from harkara.press.recovery import STORY
from harkara.rack import changes, ledger, lite
from harkara.rack.keys import of_frame
from harkara.rack.shelf import place_of
from harkara.rack.vouchers import Vouchers, vouchers_of

ELSEWHERE: Final = ("HARKARA_RACK", "HARKARA_ARCHIVE", "HARKARA_PRESS_URL", "HARKARA_DROPS", "HARKARA_NETRC")
"""Settings that would lead a paper that was brought back to what is the running one's."""

SHOWN: Final = 20


@dataclass(slots=True)
class Drilled:
    """What a drill found. Only ``wrong`` and a check that fails say that the backup is not the paper that it was."""

    compared: int = 0
    as_then: int = 0
    since: int = 0
    wrong: list[str] = field(default_factory=list)
    checked: str = ""
    is_right: bool = False

    @property
    def same(self) -> int:
        """How many addresses say what the running paper says."""
        return self.compared - self.as_then - self.since - len(self.wrong)

    def lines(self) -> Iterator[str]:
        """What was found, to be read."""
        yield from self.wrong[:SHOWN]
        if len(self.wrong) > SHOWN:
            yield f"… and {len(self.wrong) - SHOWN} more."
        yield f"harkara check --all: {self.checked}"
        yield (
            f"{self.compared} addresses: {self.same} the same as in the running paper, {self.as_then} as they were at the"
            f" backup's position (voucher copies), {self.since} touched since and not printed at that time,"
            f" {len(self.wrong)} wrong."
        )


def drill(path: Path, key: Key, paper: str, room: Path | None, sample: int | None) -> int:
    """Brings the backup ``path`` back and compares it with the ``paper`` that runs at that URL. Returns 0 where all is as it was,
    else 1. Raises :class:`NotKept` where it cannot be brought back.
    """
    found = drilled(path.absolute(), key, paper, room, sample)
    for line in found.lines():
        print(line)
    return 0 if found.is_right and not found.wrong else 1


def drilled(path: Path, key: Key, paper: str, room: Path | None = None, sample: int | None = None) -> Drilled:
    """The same, and returns what was found."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-drill-", dir=room)))
        told = _environment(folder / "home")
        told |= stack.enter_context(_databases())
        _run(told, "restore", str(path), *_opening(key, folder))
        position = int(head_of(path, key)["position"])
        _run(told, "press", "--once")
        found = Drilled()
        differing = list(_compare(told, paper, sample, found))
        checked = _harkara(told, "check", "--all")
        found.is_right = checked.returncode == 0
        found.checked = (checked.stdout.strip().splitlines() or [checked.stderr.strip()])[-1]
        if not found.is_right:
            found.wrong += checked.stdout.strip().splitlines()[:-1]
    _explain(differing, position, found)
    return found


def _environment(home: Path) -> dict[str, str]:
    """The environment of a paper like this one, with all that it writes in ``home``."""
    told = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    return told | {"HARKARA_HOME": str(home), "HARKARA_LOG": "ERROR", "DJANGO_SETTINGS_MODULE": "harkara.settings"}


@contextmanager
def _databases() -> Iterator[dict[str, str]]:
    """Databases for the drill on the servers of the running ones, where these have any; thrown away afterwards."""
    told = {}
    with ExitStack() as stack:
        for name, alias in sides.SIDES.items():
            database = settings.DATABASES[alias]
            if sides.engine_of(database) == "postgresql":
                made = f"harkara_drill_{name}_{secrets.token_hex(4)}"
                sides.make(database, made)
                stack.callback(sides.drop, database, made)
                variable = "HARKARA_DATABASE" if name == "newsroom" else "HARKARA_READERS_DATABASE"
                told[variable] = _url(database, made)
        yield told


def _url(database: Mapping[str, Any], name: str) -> str:
    user, password, host, port = (quote(str(database[word]), safe="") for word in ("USER", "PASSWORD", "HOST", "PORT"))
    return f"postgresql://{user}{f':{password}' if password else ''}@{host}{f':{port}' if port else ''}/{name}"


def _opening(key: Key, folder: Path) -> list[str]:
    """How `harkara restore` is told the key: by files that nobody else reads."""
    words = []
    for option, text in (("--passphrase-file", key.passphrase), ("--identity", "\n".join(key.identities))):
        if text:
            file = folder / option.strip("-")
            file.touch(mode=0o600)
            file.write_text(f"{text}\n")
            words += [option, str(file)]
    return words


def _harkara(told: Mapping[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "harkara", *words]
    return subprocess.run(command, env=told, capture_output=True, text=True, check=False)  # noqa: S603 - our own verbs


def _run(told: Mapping[str, str], *words: str) -> None:
    done = _harkara(told, *words)
    if done.returncode:
        raise NotKept(f"“harkara {words[0]}” failed in the drill: {(done.stderr or done.stdout).strip()}")


def _compare(told: Mapping[str, str], paper: str, sample: int | None, found: Drilled) -> Iterator[dict[str, Any]]:
    """What differs, as the process that compares tells it."""
    words = [sys.executable, "-m", "harkara.press.backups.comparing", paper, *([str(sample)] if sample else [])]
    with subprocess.Popen(words, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            said = json.loads(line)
            if "compared" in said:
                found.compared = said["compared"]
            else:
                yield said
        last = (process.stderr.read().strip().splitlines() or [""])[-1]
    if process.returncode:
        raise NotKept(f"The running paper at {paper} could not be compared: {last} Name it with --paper.")


def _explain(differing: list[dict[str, Any]], position: int, found: Drilled) -> None:
    """Says of each address that differs whether it may."""
    keys = _touched(position)
    numbers = {ledger.number(key) for key in keys}
    is_framed = bool(of_frame(frozenset(keys)))
    vouchers = Vouchers(vouchers_of(settings.HARKARA_RACK))
    for one in differing:
        story = STORY.match(lite.full(one["path"]))
        is_touched = is_framed or not numbers.isdisjoint(one["keys"])
        if not is_touched and story:
            is_touched = any(key.split(":")[:2] == ["story", story[1]] for key in keys)
        if not is_touched:
            found.wrong.append(f"{one['path']} {one['wrong']}.")
        elif one["sha256"] and any(
            one["sha256"] == kept.sha256 for kept in vouchers.of(one["name"], place_of(one["name"]))
        ):
            found.as_then += 1
        else:
            found.since += 1


def _touched(position: int) -> set[str]:
    """The keys that were touched in the running paper after ``position``."""
    keys = set[str]()
    while batch := changes.since(position):
        keys |= set().union(*(change.keys for change in batch))
        position = batch[-1].position
    return keys
