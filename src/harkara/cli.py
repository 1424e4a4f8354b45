"""The ``harkara`` command: the paper's own verbs, and Django's beside them."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

import harkara
from harkara.stand import roles
from harkara.waking import wake

VERBS = {
    "clip": ("harkara.wire.command", "clip", "take a saved news page in"),
    "take": ("harkara.wire.take_command", "take", "take agencies' files and correspondents' letters in"),
    "import": ("harkara.wire.moving.command", "move_in", "take in the archive of another paper: WordPress …"),
    "wire": ("harkara.wire.round_command", "wire", "look at the sources of the wire, until stopped"),
    "press": ("harkara.press.command", "press", "print what changed, until stopped"),
    "bake": ("harkara.press.command", "bake", "bake every sheet of the paper ahead of its readers"),
    "check": ("harkara.press.command", "check", "prove that the rack equals a fresh rendering"),
    "archive": (
        "harkara.press.archive_command",
        "archive",
        "make the search indexes anew, check them, say how they stand",
    ),
    "voucher": ("harkara.press.vouchers", "voucher", "find a page as it was printed, with time and hash"),
    "export": (
        "harkara.press.moving_out.command",
        "export",
        "pack the whole paper into a folder: ninjs, pictures, a site",
    ),
    "backup": ("harkara.press.backups.command", "backup", "keep the whole paper in one file, while it is published"),
    "restore": ("harkara.press.backups.restoring", "restore", "bring a paper back from a backup"),
    "drill": (
        "harkara.press.drill",
        "drill",
        "kill a paper of its own again and again on this machine, and say what was lost",
    ),
    "doctor": ("harkara.press.doctor", "doctor", "say what is wrong with this paper, and what to do about it"),
    "count": ("harkara.readings.command", "count", "count what was read, where no press runs"),
    "post": ("harkara.post.command", "post", "carry what readers asked to be sent, until stopped"),
    "push-keys": ("harkara.post.push.keys", "push_keys", "draw the keys with which notices are sent"),
    "serve": ("harkara.stand.command", "serve", "serve the paper, the newsroom and the press"),
    "dispatch": ("harkara.rack.nodes.command", "dispatch", "hand the rack out to stands on other machines"),
    "follow": ("harkara.rack.nodes.command", "follow", "keep this machine's rack as the press keeps its own"),
    "purge": ("harkara.rack.edge.command", "purge", "tell a CDN or Varnish in front which pages are over"),
    "newsroom": ("harkara.stand.newsroom", "newsroom", "what `serve` starts behind the stand: Django"),
    "voices": ("harkara.stand.newsroom", "voices", "what `serve` starts behind the stand for comments"),
    "letters": ("harkara.post.letters.command", "letters", "carry letters to those who ordered them, until stopped"),
    "search": ("harkara.archive.command", "search", "find what was printed, and with --newsroom what is in hand"),
    "bangla": ("harkara.bangla.command", "main", "the language's tools, on standard input"),
}
"""Verb: module, function (``argv -> exit code``) and what it does. Everything else is Django's."""

WITHOUT_DJANGO = {
    "bangla",
    "clip",
    "dispatch",
    "drill",
    "follow",
    "purge",
    "push-keys",
    "restore",
    "search",
    "serve",
    "take",
}
"""Verbs that need no Django, or only when they store something, or only in what they start."""

OF_READERS = {"letters", "post", "voices"}
"""Verbs of the readers' side: they run without desk, without Wagtail, and without the newsroom's database."""


GROUNDED = {"archive", "bake", "check", "count", "letters", "newsroom", "post", "press", "voices", "wire"}
"""Verbs that do not start on a database that is not fit for the paper (:mod:`harkara.rack.ground`)."""

OF_NEWSROOM = {
    "archive",
    "backup",
    "bake",
    "check",
    "doctor",
    "export",
    "import",
    "newsroom",
    "press",
    "restore",
    "voucher",
    "wire",
}
"""Verbs that read the newsroom's database."""


def usage() -> str:
    """What ``harkara --help`` prints."""
    width = max(map(len, VERBS)) + 2
    lines = [f"  {verb:<{width}}{what}" for verb, (_, _, what) in VERBS.items()]
    return "\n".join(
        [
            "usage: harkara VERB …",
            "",
            *lines,
            "",
            "`harkara VERB --help` tells more. Every management command works too: `harkara demo`, `harkara migrate` …",
        ]
    )


def main(argv: list[str] | None = None) -> int:
    """Runs the command line ``argv`` (without the program's name) and returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in ("-h", "--help"):
        print(usage())
        return 0 if words else 2
    if words[0] in ("-V", "--version"):
        print(f"harkara {harkara.__version__}")
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    verb = words[0]
    why = _elsewhere(words) if roles.role(os.environ) == roles.STAND else ""
    if why := why or roles.refusal(verb, os.environ):
        print(why, file=sys.stderr)
        return 2
    if verb not in VERBS:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        with suppress(ImproperlyConfigured):  # Django says it better, and gives help all the same
            wake()
        execute_from_command_line(["harkara", *words])
        return 0
    module, function, _ = VERBS[verb]
    if verb == "doctor" and roles.role(os.environ) == roles.STAND:
        module = "harkara.rack.nodes.doctor"
    if verb in OF_READERS:
        os.environ["HARKARA_ROLE"] = "stand"  # before any setting is read
    if verb not in WITHOUT_DJANGO:
        wake()
    if verb in GROUNDED and (why := _unfit()):
        print(why, file=sys.stderr)
        return 1
    run: Callable[[list[str]], int] = getattr(import_module(module), function)
    return run(words[1:])


def _unfit() -> str:
    """Why a database of this process is not fit for the paper; empty where all are, or do not answer yet."""
    from harkara.rack import ground

    return ground.unfit()


def _elsewhere(words: list[str]) -> str:
    """Why the readers' side cannot do what ``words`` ask for; empty where it can."""
    verb = words[0]
    if verb in OF_NEWSROOM and verb != "doctor":
        return (
            f"“harkara {verb}” reads the newsroom's database, of which HARKARA_ROLE=stand knows nothing:"
            " run it where the newsroom runs, without HARKARA_ROLE."
        )
    if verb == "migrate" and not any("readers" in word for word in words):
        return (
            "“harkara migrate” makes the newsroom's tables too, of which HARKARA_ROLE=stand knows nothing: run it where the"
            " newsroom runs, or “harkara migrate --database readers” for those of the readers' side alone."
        )
    return ""
