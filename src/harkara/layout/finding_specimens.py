"""Specimens of the search page, in all its states. Invented, as those of :mod:`.specimens`."""

from datetime import timedelta

from harkara.layout.copy import Link
from harkara.layout.finding import ChoiceCopy, FieldsCopy, HitCopy, Marked, PageLink, SearchCopy
from harkara.layout.specimens import FIRST, HEADLINES, SECTIONS, SUMMARY

LONG_WORD = "অনির্বচনীয়তাবোধসম্পন্নজনগোষ্ঠীকল্যাণপরিষদসদস্যবৃন্দ" * 4
HERE = "/search/?q=%E0%A6%9A%E0%A6%B0"


def marked(text: str, *words: str) -> Marked:
    """``text`` with each of ``words`` marked."""
    pieces: list[tuple[str, bool]] = [(text, False)]
    for word in words:
        cut: list[tuple[str, bool]] = []
        for piece, is_wanted in pieces:
            before, found, after = ("", "", "") if is_wanted else piece.partition(word)
            cut += [(before, False), (found, True), (after, False)] if found else [(piece, is_wanted)]
        pieces = [piece for piece in cut if piece[0]]
    return tuple(pieces)


def hit(number: int) -> HitCopy:
    """The hit ``number``; the fourth is of a section that the paper no longer has."""
    section = SECTIONS[number % len(SECTIONS)]
    return HitCopy(
        href=f"{section.href}{100 + number}/চরের-স্কুলে-সন্ধ্যার-পাঠশালা",
        headline=marked(HEADLINES[number % len(HEADLINES)], "চরের", "নদী"),
        excerpt=marked(f"… {SUMMARY}", "চরের", "সৌরবাতির"),
        section=None if number == 3 else section,
        published_at=FIRST - timedelta(days=40 * number),
    )


def hits() -> SearchCopy:
    """The third of many pages: sections with counts, orders, page numbers."""
    return SearchCopy(
        fields=FieldsCopy(text="চর নদী"),
        asked=True,
        hits=tuple(hit(number) for number in range(20)),
        total=12_345,
        at_least=True,
        first=41,
        sections=(
            ChoiceCopy("সব বিভাগ", HERE, chosen=True),
            *(
                ChoiceCopy(one.name, f"{HERE}&section={one.slug}", count=4321 // (7 * n + 1))
                for n, one in enumerate(SECTIONS)
            ),
        ),
        sorts=sorts(),
        pages=(
            PageLink(1, HERE),
            PageLink(2, f"{HERE}&page=2"),
            PageLink(3, f"{HERE}&page=3", chosen=True),
            PageLink(4, f"{HERE}&page=4"),
            PageLink(0),
            PageLink(50, f"{HERE}&page=50"),
        ),
        before=f"{HERE}&page=2",
        after=f"{HERE}&page=4",
        number=3,
    )


def sorts() -> tuple[ChoiceCopy, ...]:
    """The three orders."""
    return (
        ChoiceCopy("বেশি মিল আগে", HERE, chosen=True),
        ChoiceCopy("নতুন আগে", f"{HERE}&sort=newest"),
        ChoiceCopy("পুরোনো আগে", f"{HERE}&sort=oldest"),
    )


def filtered() -> SearchCopy:
    """Two hits under filters, and a word that may have been meant."""
    return SearchCopy(
        fields=FieldsCopy("পুতীন", "world", "চরাঞ্চল", "রওশন আরা", "১৫ আগস্ট ২০২২", "২০ আগস্ট ২০২২", "newest"),
        asked=True,
        hits=(hit(0), hit(1)),
        total=2,
        meant=Link("পুতিন", "/search/?q=putin"),
        sorts=sorts(),
        filters=(
            Link("বিভাগ: আন্তর্জাতিক", "/search/?q=1"),
            Link("বিষয়: চরাঞ্চল", "/search/?q=2"),
            Link("লেখক: রওশন আরা", "/search/?q=3"),
            Link("১৫ আগস্ট ২০২২ থেকে", "/search/?q=4"),
            Link("২০ আগস্ট ২০২২ পর্যন্ত", "/search/?q=5"),
        ),
    )


def nothing() -> SearchCopy:
    """Nothing was found, and what one may try."""
    return SearchCopy(
        fields=FieldsCopy("নদিভাংগন", section="world"),
        asked=True,
        meant=Link("নদীভাঙন", "/search/?q=6"),
        filters=(Link("বিভাগ: আন্তর্জাতিক", "/search/?q=7"),),
        tries=(Link("বাছাই ছাড়া সব খবরে খুঁজুন", "/search/?q=8"),),
    )


def broken() -> SearchCopy:
    """Words without end, days that are none, a section that is not there."""
    return SearchCopy(
        fields=FieldsCopy(LONG_WORD, begins="৩২ আগস্ট ২০২২", ends="কাল", writer=LONG_WORD[:80]),
        asked=True,
        hits=(HitCopy("/world/1/x", ((LONG_WORD, True),), ((LONG_WORD * 2, False),), SECTIONS[1], FIRST),),
        total=1,
        sorts=sorts(),
        meant=Link(LONG_WORD, "/search/?q=9"),
        filters=(Link(f"লেখক: {LONG_WORD[:80]}", "/search/?q=10"),),
        troubles=("text", "section", "begins", "ends"),
    )


def beyond() -> SearchCopy:
    """A page behind the last one that has hits."""
    return SearchCopy(
        fields=FieldsCopy("চর"),
        asked=True,
        total=30,
        number=9,
        tries=(Link("প্রথম পাতা দেখুন", HERE),),
    )


def resting() -> SearchCopy:
    """The archive cannot be asked."""
    return SearchCopy(fields=FieldsCopy("চর"), asked=True, resting=True)
