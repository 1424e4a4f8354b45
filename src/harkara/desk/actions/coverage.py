"""Live coverage: an editor begins and ends it; reporters post, change, correct and strike entries; the summary is pinned, the
scoreboard set. Every change is kept with what stood there before.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla import bijoy
from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.errors import Killed, Missing, NothingToDo, NotPublished, Overtaken, Refused
from harkara.desk.models import Coverage, LiveChange, LiveEntry, Story
from harkara.desk.models.coverage import PAGE
from harkara.desk.results import Board, told
from harkara.people.models import User
from harkara.rack import changes

BEGUN: Final = "desk.begin_coverage"
ENDED: Final = "desk.end_coverage"

LONGEST: Final = 2_000
"""Letters of an entry: what is longer is a story."""

HEADLINE: Final = 120
SUMMARY: Final = 1_200
CLIENT: Final = 40


@dataclass(frozen=True, slots=True)
class Posting:
    """What stands on a phone. ``client`` is what the phone calls it: the same one again is the same entry."""

    client: str
    text: str
    headline: str = ""
    key: bool = False


def begin_coverage(story: Story, user: User | None, *, reporters: bool = True) -> Coverage:
    """Begins live coverage of the published ``story``, or takes it up again where it had ended. ``reporters``: who may write
    posts to readers at once, else only who may publish. Raises ``NotPublished``, ``Killed``, ``NothingToDo``, ``Refused``.
    """
    with transaction.atomic():
        row = _locked(story, user, "publish")
        coverage = Coverage.objects.select_for_update().filter(story=row).first()
        if coverage is not None and coverage.ended_at is None and coverage.reporters == reporters:
            raise NothingToDo(_("“%(headline)s” is covered live already.") % {"headline": row})
        if coverage is None:
            coverage = Coverage(story=row, began_at=clock.now(), began_by=user)
        coverage.ended_at, coverage.ended_by, coverage.reporters = None, None, reporters
        coverage.version += 1
        coverage.save()
        log(instance=row, action=BEGUN, user=user, data={"reporters": reporters})
        changes.touch(*sorted(_whole(row)))
    return coverage


def end_coverage(story: Story, user: User | None) -> Coverage:
    """Ends live coverage: the story is one like any other from now on, with the entries below its text. Raises
    ``NothingToDo`` where none runs, ``Refused``.
    """
    with transaction.atomic():
        row = _locked(story, user, "publish")
        coverage = _running(row)
        coverage.ended_at, coverage.ended_by = clock.now(), user
        coverage.version += 1
        coverage.save()
        log(instance=row, action=ENDED, user=user, data={"entries": coverage.entries})
        changes.touch(*sorted(_whole(row)))
    return coverage


def post_entry(story: Story, user: User | None, posting: Posting) -> LiveEntry:
    """Posts an entry, which readers see at once, and returns it; the same posting again returns what it became. Pasted Bijoy
    becomes Unicode. Raises ``NothingToDo`` where no coverage runs, ``Refused`` without words, for too many, and where ``user``
    may not.
    """
    headline, text = _line(posting.headline), _lines(posting.text)
    if not 1 <= len(posting.client) <= CLIENT:
        raise Refused(_("What was sent does not say what the phone calls it: open the screen anew and send again."))
    with transaction.atomic():
        row, coverage = _posting(story, user)
        if (sent := LiveEntry.objects.filter(story=row, client=posting.client).first()) is not None:
            return sent
        _running(row)
        _check(headline, text)
        coverage.version += 1
        entry = LiveEntry.objects.create(
            story=row,
            place=coverage.entries,
            client=posting.client,
            written_at=clock.now(),
            headline=headline,
            text=text,
            key=posting.key,
            version=coverage.version,
            author=user,
        )
        before = coverage.older_pages
        coverage.entries += 1
        coverage.save(update_fields=["entries", "version"])
        _keep(row, LiveChange.Kind.POSTED, user, entry.place)
        moved = {before, coverage.older_pages} - {0} if coverage.older_pages != before else set()
        changes.touch(keys.live(row.pk), *sorted(keys.live_page(row.pk, page) for page in moved))
    return entry


def change_live_entry(
    story: Story, user: User | None, place: int, *, seen: int, text: str, headline: str = "", key: bool = False
) -> LiveEntry:
    """Changes the words of an entry, or whether it is a key event; readers are told nothing of it (``correct_live_entry`` does
    that). ``seen``: the version that ``user`` had before them. Raises ``Overtaken``, ``NothingToDo``, ``Missing``, ``Refused``.
    """
    said = {"headline": _line(headline), "text": _lines(text), "key": key}
    return _changed(story, user, place, seen, LiveChange.Kind.CHANGED, said)


def correct_live_entry(
    story: Story, user: User | None, place: int, *, seen: int, text: str, note: str, headline: str = ""
) -> LiveEntry:
    """Corrects an entry: it carries ``note``, what was wrong, with the time. Raises as ``change_live_entry``, and ``Refused``
    without a note.
    """
    note = _lines(note)
    if not note:
        raise Refused(_("A correction tells readers what was wrong: write that too."))
    said = {"headline": _line(headline), "text": _lines(text), "correction": note, "corrected_at": clock.now()}
    return _changed(story, user, place, seen, LiveChange.Kind.CORRECTED, said)


def strike_live_entry(story: Story, user: User | None, place: int, *, seen: int) -> LiveEntry:
    """Takes the words of an entry from readers; in its place stands that it was withdrawn. Raises as ``change_live_entry``."""
    return _changed(story, user, place, seen, LiveChange.Kind.STRUCK, {"struck_at": clock.now()})


def restore_live_entry(story: Story, user: User | None, place: int, *, seen: int) -> LiveEntry:
    """Brings the words of a struck entry back. Raises as ``change_live_entry``."""
    return _changed(story, user, place, seen, LiveChange.Kind.RESTORED, {"struck_at": None})


def pin_summary(story: Story, user: User | None, summary: str) -> Coverage:
    """Pins what is known so far above the entries, a point a line; empty takes it away. Raises ``NothingToDo``, ``Refused``."""
    summary = _lines(summary)
    if len(summary) > SUMMARY:
        raise Refused(
            _("What is known so far has at most %(most)s letters: keep what matters most.") % {"most": SUMMARY}
        )
    with transaction.atomic():
        row, coverage = _posting(story, user)
        if summary == coverage.summary:
            raise NothingToDo(_("The summary says that already."))
        _keep(row, LiveChange.Kind.SUMMARY, user, was={"summary": coverage.summary})
        coverage.summary, coverage.summary_at = summary, clock.now()
        coverage.version += 1
        coverage.save(update_fields=["summary", "summary_at", "version"])
        changes.touch(keys.live(row.pk))
    return coverage


def set_board(story: Story, user: User | None, board: Board | None) -> Coverage:
    """Sets the scoreboard or the table of results above the entries; ``None`` takes it away. Raises ``NothingToDo``,
    ``Refused``.
    """
    stored = told(board) if board is not None else None
    with transaction.atomic():
        row, coverage = _posting(story, user)
        if stored == coverage.board:
            raise NothingToDo(_("The scoreboard says that already."))
        _keep(row, LiveChange.Kind.BOARD, user, was={"board": coverage.board})
        coverage.board = stored
        coverage.version += 1
        coverage.save(update_fields=["board", "version"])
        changes.touch(keys.live(row.pk))
    return coverage


def cut_live(entry: LiveEntry) -> set[str]:
    """Says that the words of an entry were redacted: who has the page open gets the new ones. Returns the keys to touch. Inside
    the redaction.
    """
    coverage = Coverage.objects.select_for_update().get(story=entry.story_id)
    coverage.version += 1
    coverage.save(update_fields=["version"])
    LiveEntry.objects.filter(pk=entry.pk).update(version=coverage.version, changed_at=clock.now())
    return _on_pages(coverage, entry.place)


def may_post(user: User, story: Story, coverage: Coverage) -> bool:
    """Whether ``user`` posts to readers of this coverage."""
    return rights.may(user, "write" if coverage.reporters else "publish", story)


def _changed(
    story: Story, user: User | None, place: int, seen: int, kind: LiveChange.Kind, said: dict[str, Any]
) -> LiveEntry:
    with transaction.atomic():
        row, coverage = _posting(story, user)
        entry = LiveEntry.objects.filter(story=row, place=place).first()
        if entry is None:
            raise Missing(_("There is no entry %(number)s in this coverage.") % {"number": place + 1})
        if user is not None and entry.author_id != user.pk:
            rights.demand(user, "edit", row)
        if entry.version != seen:
            raise Overtaken(_("Somebody changed this entry meanwhile: look at it again, your words are kept here."))
        was = {name: getattr(entry, name) for name, value in said.items() if getattr(entry, name) != value}
        if not was or (kind == LiveChange.Kind.STRUCK and entry.is_struck):
            raise NothingToDo(_("Nothing would change."))
        for name in was:
            setattr(entry, name, said[name])
        _check(entry.headline, entry.text)
        coverage.version += 1
        entry.version, entry.changed_at = coverage.version, clock.now()
        entry.save()
        coverage.save(update_fields=["version"])
        _keep(row, kind, user, place, {name: value for name, value in was.items() if not name.endswith("_at")})
        changes.touch(*sorted(_on_pages(coverage, place)))
    return entry


def _on_pages(coverage: Coverage, place: int) -> set[str]:
    """The keys of what shows the entry at ``place``."""
    page = place // PAGE + 1
    old = {keys.live_page(coverage.story_id, page)} if page <= coverage.older_pages else set()
    return {keys.live(coverage.story_id), *old}


def _locked(story: Story, user: User | None, act: str) -> Story:
    """The row of a published story, locked, with which ``user`` may do ``act``."""
    return _fit(traces.locked(story.pk), user, act)


def _fit(row: Story, user: User | None, act: str) -> Story:
    """``row``, where readers see it and ``user`` may do ``act`` with it."""
    rights.demand(user, act, row)
    if row.killed_at:
        raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
    if not row.live:
        raise NotPublished(_("“%(headline)s” is not published: publish it first.") % {"headline": row})
    return row


def _running(row: Story) -> Coverage:
    coverage = Coverage.objects.select_for_update().filter(story=row).first()
    if coverage is None or coverage.ended_at is not None:
        raise NothingToDo(_("“%(headline)s” is not covered live: an editor begins that.") % {"headline": row})
    return coverage


def _posting(story: Story, user: User | None) -> tuple[Story, Coverage]:
    """The story and its coverage, running or ended, both locked, for who posts there."""
    row = traces.locked(story.pk)
    coverage = Coverage.objects.select_for_update().filter(story=row).first()
    if coverage is None:
        raise NothingToDo(_("“%(headline)s” is not covered live: an editor begins that.") % {"headline": row})
    return _fit(row, user, "write" if coverage.reporters else "publish"), coverage


def _check(headline: str, text: str) -> None:
    if not headline and not text:
        raise Refused(_("There is no text yet: write what happened."))
    if len(text) > LONGEST or len(headline) > HEADLINE:
        raise Refused(
            _("An entry has at most %(most)s letters, its headline %(few)s: post it in two.")
            % {"most": LONGEST, "few": HEADLINE}
        )


def _keep(
    row: Story,
    kind: LiveChange.Kind,
    user: User | None,
    place: int | None = None,
    was: dict[str, Any] | None = None,
) -> None:
    LiveChange.objects.create(story=row, place=place, kind=kind, made_at=clock.now(), made_by=user, was=was or {})


def _whole(row: Story) -> set[str]:
    """The keys of a story that becomes live coverage, or is none any more."""
    before = traces.stood(row)
    return traces.settle(before, before) | {keys.live(row.pk)}


def _line(text: str) -> str:
    line = " ".join(text.replace("\0", "").split())
    return normalise(bijoy.mend(line)) if bijoy.is_bijoy(line) else normalise(line)


def _lines(text: str) -> str:
    """The lines of ``text`` that say something, each mended."""
    return "\n".join(filter(None, map(_line, text.replace("\r\n", "\n").split("\n"))))
