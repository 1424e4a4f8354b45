"""Pictures are found by their words: title, caption, alternative text, credit, who brought them in; and by a day.

Words are read as the archive reads them (``bangla.analyse``): spelling, case endings and digits make no difference. The last
word may be a beginning, as lists search while one types. ``2026-11-28`` or ``২০২৬-১১`` is the day or the month on which the
picture was taken or brought in.

A look costs the same among a million pictures: the rarest word leads, of its pictures the newest ``LOOKED`` are looked at, and
each other word is asked of these alone.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database import SearchBackend as DatabaseBackend

from harkara.bangla.analyse import analyse, folded, tokens
from harkara.bangla.digits import to_latin
from harkara.desk import clock
from harkara.desk.models import Picture, PictureWord

LOOKED: Final = 3_000
"""Pictures of the rarest word that are looked at, the newest. Who finds so many types another word."""

LONGEST: Final = 40
"""Letters of a word that are kept."""

ASKED: Final = 8
"""Words of a question that are asked."""

_DAY: Final = re.compile(r"(?<![\w-])(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?![\w-])")

Rows = TypeVar("Rows", bound="QuerySet[Picture]")


def words(picture: Picture) -> set[str]:
    """The words by which ``picture`` is found."""
    who = picture.uploaded_by_user
    said = [picture.title, picture.alt, picture.caption, picture.credit, who.get_full_name() if who else ""]
    found = analyse("\n".join(said))
    return {word[:LONGEST] for word in (*found.exact.split(), *found.folded.split())}


def note(picture: Picture) -> None:
    """Writes the words of ``picture`` down, those that changed. Call it in the transaction that saves it."""
    now = words(picture)
    before = set(picture.words.values_list("word", flat=True))
    if gone := before - now:
        PictureWord.objects.filter(picture=picture, word__in=gone).delete()
    PictureWord.objects.bulk_create(
        (PictureWord(picture=picture, word=word) for word in sorted(now - before)), ignore_conflicts=True
    )


def find(text: str, pictures: Rows) -> Rows:
    """Those of ``pictures`` that ``text`` asks for, in their order; all of them where it asks for nothing."""
    text = to_latin(text)
    for spoken in _DAY.finditer(text):
        span = _span(*spoken.groups())
        pictures = pictures.filter(_within(*span)) if span else pictures.none()
    asked = _asked(tokens(_DAY.sub(" ", text))[:ASKED], is_open=bool(text) and not text[-1].isspace())
    if not asked:
        return pictures
    by_rarity = sorted(asked, key=lambda one: one.rows()[:LOOKED].count())
    pictures = pictures.filter(pk__in=by_rarity[0].newest())
    for other in by_rarity[1:]:
        pictures = pictures.filter(Exists(other.rows().filter(picture=OuterRef("pk"))))
    return pictures


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word that is asked for, by its stem; one that may go on has its beginning, too."""

    stem: str
    beginning: str = ""

    def rows(self) -> "QuerySet[PictureWord]":
        wanted = Q(word=self.stem)
        if self.beginning:
            wanted |= self._begins()
        return PictureWord.objects.filter(wanted)

    def newest(self) -> set[int]:
        """Pictures that have the word: its newest, and of what only begins so the first that come, as sorting all of
        these would cost more the more there are. The numbers themselves: a database that is given the question instead may
        answer it once a picture.
        """
        own = PictureWord.objects.filter(word=self.stem).order_by("-picture").values_list("picture", flat=True)[:LOOKED]
        found = set(own)
        if self.beginning:
            found.update(PictureWord.objects.filter(self._begins()).values_list("picture", flat=True)[:LOOKED])
        return found

    def _begins(self) -> Q:
        return Q(word__gte=self.beginning, word__lt=self.beginning + "\U0010ffff")


def _asked(words: list[str], *, is_open: bool) -> list[_Asked]:
    """What each word asks; the last one may go on where it is open."""
    last = len(words) - 1
    return [
        _Asked(folded(word)[:LONGEST], word[:LONGEST] if is_open and place == last and len(word) > 1 else "")
        for place, word in enumerate(words)
    ]


def _span(year: str, month: str, day: str | None) -> tuple[datetime, datetime] | None:
    """From when until when a day or a month lasts in the paper's zone; ``None`` for one that is none."""
    try:
        first = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    last = first if day else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return clock.begin(first), clock.end(last)


def _within(begin: datetime, end: datetime) -> Q:
    """Taken or brought in between: two looks at indexes, the newest of each."""
    found: set[int] = set()
    for name in ("taken_at", "created_at"):
        span = {f"{name}__gte": begin, f"{name}__lt": end}
        found.update(Picture.objects.filter(**span).order_by(f"-{name}").values_list("pk", flat=True)[:LOOKED])
    return Q(pk__in=found)


class _Finding:
    """Searches pictures the paper's way, and everything else as the database's own backend does."""

    def search(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        return self._found("search", query, model_or_queryset, *args, **kwargs)

    def autocomplete(self, query: Any, model_or_queryset: Any, *args: Any, **kwargs: Any) -> Any:
        return self._found("autocomplete", query, model_or_queryset, *args, **kwargs)

    def _found(self, how: str, query: Any, rows: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(rows, QuerySet) and rows.model is Picture and isinstance(query, str):
            return find(query, rows)
        return getattr(super(), how)(query, rows, *args, **kwargs)


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 (the name that Wagtail looks for)
    """The backend of the setting ``WAGTAILSEARCH_BACKENDS``."""
    plain = DatabaseBackend(params)
    kind = type(f"{connection.vendor.title()}Finding", (_Finding, type(plain)), {})
    found: BaseSearchBackend = kind(params)
    return found
