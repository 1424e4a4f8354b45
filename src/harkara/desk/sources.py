"""Sources that were used before: remembered when a story is published, found by a name in any spelling or script."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db.models import Q

from harkara.bangla import skeleton
from harkara.bangla.clean import normalise
from harkara.bangla.naming import SURE, Knife, forms
from harkara.desk import clock
from harkara.desk.models import KnownSource, SourceLink

MOST = 8
"""Sources that are offered at once."""


def remember(links: Iterable[SourceLink]) -> None:
    """Keeps what ``links`` say of their sources; of an address the site only, since the page is another one next time."""
    named = {
        normalise(link.name).strip(): link for link in links if link.name.strip() and link.kind != SourceLink.Kind.OWN
    }
    rows = [
        KnownSource(
            name=name,
            kind=link.kind,
            latin=link.latin,
            url=_site(link.url),
            key=_key(name),
            latin_key=_key(link.latin),
            used_at=clock.now(),
        )
        for name, link in named.items()
    ]
    if rows:
        said = ["kind", "latin", "url", "key", "latin_key", "used_at"]
        KnownSource.objects.bulk_create(rows, update_conflicts=True, update_fields=said, unique_fields=["name"])


def beginning(typed: str) -> list[KnownSource]:
    """The sources whose names begin as ``typed`` does, in any spelling or script, the last used first. Two indexes."""
    typed = normalise(typed).strip()
    key = _key(typed)
    if not key:
        return []
    found = KnownSource.objects.filter(Q(key__startswith=key) | Q(latin_key__startswith=key))
    rows = list(found.order_by("-used_at", "name")[: MOST * 4])
    low = typed.lower()
    rows.sort(
        key=lambda row: not (row.name.startswith(typed) or row.latin.lower().startswith(low))
    )  # stable: last used first
    return rows[:MOST]


def forget(words: str, knife: Knife) -> None:
    """Drops the sources that name ``words`` in any ending or spelling, or that ``knife`` would cut: a redacted name is
    not offered again.
    """
    known = list(KnownSource.objects.values_list("pk", "name", "latin", "url"))
    sure = [form for form in forms(words, (text for _, *said in known for text in said)) if form.kind in SURE]
    whole = Knife([*knife.forms, *sure], "")
    KnownSource.objects.filter(pk__in=[pk for pk, *said in known if whole.holds(said)]).delete()


def _key(name: str) -> str:
    return skeleton.key("".join(name.split()))[:120]


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""
