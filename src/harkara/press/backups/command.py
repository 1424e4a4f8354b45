"""``harkara backup``: keeps the whole paper, looks whether a backup is whole, and proves that one comes back."""

import argparse
import sys
import time
from pathlib import Path
from typing import Final, TextIO

from django.conf import settings

from harkara.press.backups import drilling, taking
from harkara.press.backups.file import Found
from harkara.press.backups.folders import lock_of_folder, look_through
from harkara.press.backups.refusals import NotKept
from harkara.press.backups.restoring import VARIABLE, passphrase
from harkara.press.backups.sealing import Key, Lock, identities_in, lock_of_passphrase, lock_of_recipient
from harkara.press.backups.taking import Kept, Wishes


def backup(argv: list[str]) -> int:
    """``harkara backup FOLDER|FILE``: keeps both databases and all pictures while the paper is published.

    ``--check``: whether a backup is whole. ``--drill``: whether it comes back as the paper that it was. Returns 0 where all is
    well, 1 where something is lacking or differs, 2 for a refusal.
    """
    options = _parser().parse_args(argv)
    try:
        words = passphrase(options.passphrase_file)
        if options.check or options.drill:
            key = Key(words, identities_in(options.identity) if options.identity else ())
            if options.check:
                return _check(options.target, key)
            return drilling.drill(options.target, key, options.paper, options.room, options.sample)
        wishes = Wishes(_lock(options, words), options.with_keys, options.with_vouchers, options.keep or 0)
        kept = taking.take(options.target, wishes, Telling(sys.stderr))
    except NotKept as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.target} is not kept: {error.strerror} ({error.filename}).", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Broken off: nothing is left behind.", file=sys.stderr)
        return 2
    for line in _lines(kept, wishes):
        print(line)
    return 1 if kept.manifest["lacking"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harkara backup",
        description="Keeps both databases and all pictures while the paper is published. Into a FOLDER only pictures that"
        " are new there are copied; a FILE has everything in it.",
    )
    parser.add_argument("target", type=Path, metavar="FOLDER|FILE", help="a folder that is there, or a new file")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="take none: look whether the backup FILE is whole")
    what.add_argument(
        "--drill", action="store_true", help="take none: bring FILE back in a temporary home, and compare every address"
    )
    seal = parser.add_mutually_exclusive_group()
    seal.add_argument("--passphrase-file", type=Path, metavar="FILE", help=f"seal with it (or {VARIABLE})")
    seal.add_argument("--to", metavar="age1…", help="seal for who has the private half of this public key of age")
    parser.add_argument("--identity", type=Path, metavar="FILE", help="private keys of age, for --check and --drill")
    parser.add_argument("--with-keys", action="store_true", help="secret-key, readers-key, netrc too; only when sealed")
    parser.add_argument("--with-vouchers", action="store_true", help="the voucher copies of printed pages too")
    parser.add_argument(
        "--keep", type=_number, metavar="N", help="of a FOLDER keep the last N backups, throw others away"
    )
    parser.add_argument(
        "--paper", metavar="URL", default="http://127.0.0.1:8000", help="--drill: the running paper (%(default)s)"
    )
    parser.add_argument("--room", type=Path, metavar="FOLDER", help="--drill: where there is room for another paper")
    parser.add_argument("--sample", type=_number, metavar="N", help="--drill: about N addresses instead of all")
    return parser


def _number(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 10**9:
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 1 on")
    return int(word)


def _lock(options: argparse.Namespace, words: str) -> Lock | None:
    if options.to:
        lock: Lock | None = lock_of_recipient(options.to)
        return lock_of_folder(options.target, lock) if options.target.is_dir() else lock
    if options.target.is_dir():
        return lock_of_folder(options.target, None, words)
    return lock_of_passphrase(words) if words else None


def _check(path: Path, key: Key) -> int:
    found = look_through(path, key)
    print(f"{path} is whole: {said(found)}.")
    return 0


def said(found: Found) -> str:
    """What is in a backup, in some words."""
    manifest = found.manifest
    files = manifest["files"]
    return (
        f"the paper of {manifest['made']} at position {manifest['position']}, by Harkara {manifest['harkara']};"
        f" {files['files']} files of pictures and the like ({size(files['bytes'])})"
        f"{', with its keys' if manifest['keys'] else ''}"
    )


def _lines(kept: Kept, wishes: Wishes) -> list[str]:
    manifest = kept.manifest
    files = manifest["files"]
    lines = [
        f"{kept.path} ({size(kept.path.stat().st_size)}{', sealed' if wishes.lock else ''}): the paper at position "
        f"{manifest['position']}, {files['files']} files of pictures and the like ({size(files['bytes'])})"
        + (f", of which {kept.copied} were new ({size(kept.copied_bytes)})." if not manifest["inside"] else ".")
    ]
    lines += [f"Lacking: {name} is in the database and not among the media." for name in manifest["lacking"]]
    if kept.dropped:
        lines.append(f"{kept.dropped} older backups and {kept.swept} files of none of the others were thrown away.")
    if not wishes.with_keys:
        lines.append(f"Without the keys: keep {Path(settings.HARKARA_HOME) / 'secret-key'} where the backups are not.")
    return lines


UNITS: Final = (("GiB", 30), ("MiB", 20), ("KiB", 10))


def size(count: int) -> str:
    """Bytes, to be read."""
    unit, power = next(((name, 2**bits) for name, bits in UNITS if count >= 2**bits), ("bytes", 1))
    return f"{count / power:.1f} {unit}" if power > 1 else f"{count} bytes"


class Telling:
    """Says on ``out`` what is kept now and how much of it: in place on a screen, else a line a minute."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._is_screen, self._said = out, out.isatty(), time.monotonic()

    def __call__(self, what: str, done: int) -> None:
        """``done`` of ``what`` are kept."""
        now = time.monotonic()
        if now - self._said < (0.2 if self._is_screen else 60.0):
            return
        self._said = now
        words = f"{what}: {done:,}" if done else what
        print(
            f"\r{words}" if self._is_screen else words, end="" if self._is_screen else "\n", file=self._out, flush=True
        )
