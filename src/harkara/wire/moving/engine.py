"""The engine of moving in: from a reader's parcels to stories, a batch at a time, and on from where it was killed.

A batch is one transaction of the newsroom's database, with the position behind it. What readers said lies in the other database
and comes after: the position up to which it is taken in, too, is one batch behind. So after a kill at any moment the last batch's
comments are gone through again, and nothing else; both know what they have by its origin (decision 31).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from harkara.comments import moving as talk
from harkara.desk import moving as desk
from harkara.rack.once import address
from harkara.wire.moving import hands, setting
from harkara.wire.moving.parcel import Dropped, Found, Label, Laid, Parcel, Picture, Reader
from harkara.wire.moving.report import Line, Report

BATCH: Final = 500
"""Items of one transaction."""

LABELS: Final = 1000
NOTICED: Final = timedelta(minutes=1)
"""Changes sooner after publication are no update that readers were told of."""

PAGES: Final = Label("পাতা", "pages")
UNSORTED: Final = Label("বিবিধ", "misc")
OLDEST: Final = datetime(1800, 1, 1, tzinfo=UTC)

STATES: Final = {
    "draft": "It was a draft there.",
    "pending": "It waited for an editor there.",
    "private": "It was private there: only people with an account read it.",
    "protected": "It was behind a password there.",
    "withdrawn": "It was withdrawn there.",
    "scheduled": "Its time passed before it moved in, and it was not published there.",
}
"""Why something that a reader found is a draft here."""


@dataclass(slots=True)
class Tally:
    """What was counted, for the last words."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


Progress = Callable[[float, int], None]
"""Hears the share that lies behind, and how many items that were."""


class Engine:
    """Takes in what ``reader`` finds. ``now`` is the moment of the import, aware; ``jobs`` processes read beside this one."""

    def __init__(
        self, reader: Reader, report: Report, kind: str, export: str, now: datetime, progress: Progress, jobs: int = 0
    ) -> None:
        self.reader, self.report, self.kind, self.export = reader, report, kind, export
        self.now, self.progress, self.jobs = now, progress, jobs
        self.tally = Tally()
        self._sections: dict[tuple[str, ...], int] = {}
        self._topics: dict[str, int | None] = {}
        self._people: dict[str, int | None] = {}
        self._desks: dict[str, int] = {}
        self._done = self._reported = 0

    def run(self) -> Counter[str]:
        """Takes everything in, from where it was left; returns what was counted since it began."""
        at = desk.begin(self.reader.origin, self.kind, self.export)
        self.tally.counts = Counter({name: many for name, many in at.counts.items() if name != "report"})
        self._reported = at.counts.get("report", 0)
        self.report.begin(self._reported)
        if at.stage == "taking":
            self._take(at)
            self._lead()
            desk.close(self.reader.origin, "listing")
        names = desk.due()
        for nth, name in enumerate(names, 1):
            desk.set_listing(name)
            self.progress(nth / len(names), self._done)
        desk.close(self.reader.origin, "done")
        return self.tally.counts

    def rehearse(self) -> Counter[str]:
        """Goes through everything and writes the report, and stores nothing."""
        self.report.begin(0)
        with closing(hands.found(self.reader, "", self.jobs)) as found:
            for lot in _lots(found):
                self._rehearsed(lot)
        return self.tally.counts

    def _rehearsed(self, lot: Sequence[Found]) -> None:
        parcels = [one.laid for one in lot if one.laid]
        known = desk.known([one.name for one in parcels])
        lines: list[Line] = [self._dropped(one) for one in lot if one.dropped]
        counts = Counter({"dropped": len(lines)})
        for one in parcels:
            if one.name in known:
                counts["known"] += 1
                lines.append(Line(one.key, "known", str(known[one.name]), "", one.old, one.parcel.headline))
                continue
            live, due, why = self._state(one.parcel)
            became = "story" if live else "draft"
            counts.update({became: 1, "comments": len(one.parcel.comments), "addresses": len(one.addresses)})
            lacks = [*one.parcel.dropped, *([Dropped("its state", why)] if why and not due else [])]
            lacks += [
                Dropped(picture.address, "Its file did not come along (--uploads).")
                for picture in dict.fromkeys(one.pictures)
                if self.reader.picture(picture.address) is None
            ]
            lacks += one.dropped
            lacks += [Dropped(href, told) for href in one.addresses if (told := desk.wrong(href))]
            lines.append(Line(one.key, became, "", "", one.old, one.headline))
            lines += [Line(one.key, "lacks", what=each.what, why=each.reason) for each in lacks]
            counts["lacks"] += len(lacks)
        self.report.add(lines)
        self.tally.counts += counts
        self._done += len(lot)
        self.progress(lot[-1].share, self._done)

    def _take(self, at: desk.At) -> None:
        again = at.said != at.position
        with closing(hands.found(self.reader, at.said, self.jobs)) as found:
            for lot in _lots(found, until=at.position if again else ""):
                parcels = [one.laid for one in lot if one.laid]
                if again:
                    self._say(parcels, desk.known([one.name for one in parcels]))
                    again = False
                else:
                    self._batch(lot, parcels)
                desk.all_said(self.reader.origin)
                self._done += len(lot)
                self.progress(lot[-1].share, self._done)

    def _batch(self, lot: Sequence[Found], parcels: Sequence[Laid]) -> None:
        numbers = desk.known([one.name for one in parcels])
        fresh = [one for one in parcels if one.name not in numbers]
        kept, lost = self._pictures(fresh)
        lacks: dict[str, list[Dropped]] = {}
        arrivals = [
            self._arrival(one, kept, lost, lacks.setdefault(one.key, list(one.parcel.dropped))) for one in fresh
        ]

        def told(settled: list[desk.Settled]) -> Counter[str]:
            lines = [self._dropped(one) for one in lot if one.dropped]
            counts = Counter({"dropped": len(lines)})
            for one in parcels:
                if number := numbers.get(one.name):
                    lines.append(Line(one.key, "known", str(number), "", one.old, one.parcel.headline))
                    counts["known"] += 1
            for one, arrival, became in zip(fresh, arrivals, settled, strict=True):
                word = "known" if not became.was_new else "story" if arrival.live else "draft"
                counts[word] += 1
                lines.append(Line(one.key, word, str(became.story), became.href, one.old, arrival.headline))
                pairs = [(each.what, each.reason) for each in lacks[one.key]] + list(became.lacks)
                lines += [Line(one.key, "lacks", str(became.story), what=what, why=why) for what, why in pairs]
                counts["lacks"] += len(pairs)
            self.tally.counts.update(counts)
            size = self.report.add(lines)
            counts["report"], self._reported = size - self._reported, size
            return counts

        settled = desk.take(self.reader.origin, arrivals, lot[-1].position, told)
        numbers |= {one.name: became.story for one, became in zip(fresh, settled, strict=True)}
        self._say(parcels, numbers)

    def _say(self, parcels: Sequence[Laid], numbers: dict[str, int]) -> None:
        """What readers said under the stories of a batch."""
        said: list[talk.Said] = []
        for one in parcels:
            number = numbers.get(one.name)
            for each in one.parcel.comments if number else ():
                said.append(
                    talk.Said(
                        name=desk.digest(self.reader.origin, each.key),
                        story=number or 0,
                        signed=each.author,
                        words=each.text,
                        at=each.at,
                        parent=desk.digest(self.reader.origin, each.parent) if each.parent else "",
                        approved=each.approved,
                    )
                )
        if not said:
            return
        refused = talk.move_in(said)
        self.tally.counts["comments"] += len(said) - len(refused)
        keys = {
            desk.digest(self.reader.origin, each.key): (one, each) for one in parcels for each in one.parcel.comments
        }
        self.report.add(
            Line(keys[name][0].key, "dropped", what=keys[name][1].key, why=why) for name, why in refused.items()
        )

    def _arrival(
        self, laid: Laid, kept: dict[str, desk.Kept], lost: dict[str, str], lacks: list[Dropped]
    ) -> desk.Arrival:
        one, headline = laid.parcel, laid.headline
        shown: dict[int, Picture] = {}

        def found(picture: Picture) -> int | None:
            if picture.address not in kept:
                words = f" Its caption: {picture.caption}" if picture.caption else ""
                lacks.append(Dropped(picture.address, f"{lost.get(picture.address, '')}{words}"))
                return None
            have = kept[picture.address]
            if have.lacks_rights and have.id not in shown:
                lacks.append(
                    Dropped(
                        picture.address, f"Picture {have.id} has no credit or no rights yet: say them in the library."
                    )
                )
            shown.setdefault(have.id, picture)
            return have.id

        lead = found(one.lead) if one.lead else None
        body = setting.body(laid, found)
        lacks += laid.dropped
        live, due, why = self._state(one)
        if live and not (body and headline):
            live, why = False, "It has no text." if headline else "It has neither headline nor text."
        if why and not due:
            lacks.append(Dropped("its state", why))
        if not one.headline.strip() and headline:
            lacks.append(Dropped("its headline", "It had none there: its first words stand for it."))
        for field_, text, most in (("headline", headline, setting.HEADLINE), ("summary", one.summary, setting.SUMMARY)):
            if len(text) > most:
                lacks.append(Dropped(f"its {field_}", f"It is longer than {most} characters and was cut: {text}"))
        words = {have.address: kept[have.address] for have in shown.values()}
        return desk.Arrival(
            name=laid.name,
            headline=desk.spelled(setting.cut(headline, setting.HEADLINE)),
            body=body,
            live=live,
            section=self._section(one),
            kind="news" if one.kind == "page" else one.kind,
            kicker=desk.spelled(one.kicker[:60]),
            summary=desk.spelled(setting.cut(one.summary, setting.SUMMARY)),
            published_at=one.published or one.updated,
            updated_at=self._updated(one),
            due=due,
            topics=self._numbers(one.topics, self._topic),
            people=self._numbers(one.authors, self._person),
            areas=tuple(desk.area_numbers(one.places).values()),
            desk=self._desk(one.desk) if one.desk else None,
            picture=lead,
            captions={
                str(number): desk.spelled(said)
                for number, picture in shown.items()
                if (said := _otherwise(picture, words[picture.address]))
            },
            dateline=desk.spelled(one.dateline[:120]),
            video=one.video[:300],
            comments="" if one.takes_comments else "off",
            addresses=laid.addresses,
            files=laid.files,
            sources=tuple((link.name, link.kind, link.latin or "") for link in one.sources),
            corrections=tuple((note.at, note.text) for note in one.corrections),
            updates=tuple((note.at, note.text) for note in one.updates),
            number=one.number,
            slug=laid.slug,
        )

    def _state(self, one: Parcel) -> tuple[bool, datetime | None, str]:
        """Whether readers see it at once, when they will, and why not."""
        at = one.published or one.updated
        if one.state in ("live", "scheduled") and at is not None and at > self.now:
            return False, at, ""
        if one.state != "live":
            return False, None, STATES[one.state]
        if at is None:
            return False, None, "It does not say when it was published."
        if at < OLDEST:
            return False, None, f"It says that it was published in {at.year}: correct the time."
        return True, None, ""

    def _updated(self, one: Parcel) -> datetime | None:
        if one.updated is None or one.published is None or one.updated > self.now:
            return None
        return one.updated if one.updated - one.published >= NOTICED else None

    def _pictures(self, parcels: Sequence[Laid]) -> tuple[dict[str, desk.Kept], dict[str, str]]:
        """What became of the pictures of a batch: those of the library, and of the others why not; by address."""
        wanted = {picture.address: picture for one in parcels for picture in one.pictures}
        names = {address_: desk.digest(self.reader.origin, "picture", address_) for address_ in wanted}
        before = desk.kept(list(names.values()))
        kept, lost = {}, {}
        for where, picture in wanted.items():
            if names[where] in before:
                kept[where] = before[names[where]]
                continue
            data = self.reader.picture(where)
            if data is None:
                lost[where] = "Its file did not come along (--uploads)."
                continue
            words = {"caption": picture.caption, "alt": picture.alt, "credit": picture.credit, "terms": picture.terms}
            try:
                kept[where] = desk.picture(names[where], data, where.rpartition("/")[2], words)
                self.tally.counts["pictures"] += 1
            except desk.Unfit as why:
                lost[where] = str(why)
        return kept, lost

    def _section(self, one: Parcel) -> int:
        path = (PAGES,) if one.kind == "page" and not one.sections else one.sections or (UNSORTED,)
        path = (path[0], path[-1]) if len(path) > 1 else path
        names = tuple(label.name for label in path)
        if names not in self._sections:
            above = self._section(replace(one, sections=path[:1])) if len(path) > 1 else None
            self._sections[names] = desk.section(path[-1].name, path[-1].slug, above)
        return self._sections[names]

    def _topic(self, label: Label) -> int | None:
        if label.name not in self._topics:
            self._topics[label.name] = desk.topic(label.name)
        return self._topics[label.name]

    def _person(self, label: Label) -> int | None:
        if label.name not in self._people:
            self._people[label.name] = desk.person(label.name, label.about)
        return self._people[label.name]

    def _desk(self, name: str) -> int:
        if name not in self._desks:
            self._desks[name] = desk.desk(name)
        return self._desks[name]

    def _numbers(self, labels: Sequence[Label], made: Callable[[Label], int | None]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for label in labels if (number := made(label)) is not None))

    def _lead(self) -> None:
        """Lets the old addresses of sections, topics and people lead to those that stories brought here."""
        labels = iter(self.reader.labels())
        while lot := list(islice(labels, LABELS)):
            wanted: list[tuple[str, desk.Which, int]] = []
            lines: list[Line] = []
            for which, label in lot:
                place = desk.counterpart(which, label.name)
                hrefs = [address(one) for one in label.addresses]
                if place is None:
                    why = "No story here belongs to it: its pages lead nowhere."
                    lines.append(
                        Line(
                            f"{which}:{label.slug or label.name}",
                            "dropped",
                            old=hrefs[0] if hrefs else "",
                            headline=label.name,
                            why=why,
                        )
                    )
                else:
                    wanted += [(href, *place) for href in hrefs]
            refused = desk.lead(wanted)
            lines += [Line("list", "lacks", what=href, why=why) for href, why in refused]
            self.report.add(lines)
            self.tally.counts["lists"] += len(wanted) - len(refused)

    def _dropped(self, one: Found) -> Line:
        assert one.dropped is not None
        self.tally.reasons[one.dropped.reason] += 1
        return Line(one.key, "dropped", what=one.dropped.what, why=one.dropped.reason)


def _otherwise(picture: Picture, have: desk.Kept) -> dict[str, str]:
    """What a story says of a picture where that differs from what the library says."""
    said = {"caption": " ".join(picture.caption.split())[:400], "alt": " ".join(picture.alt.split())[:250]}
    return {key: text for key, text in said.items() if text and text != getattr(have, key)}


def _lots(found: Iterator[Found], until: str = "") -> Iterator[list[Found]]:
    """What is found, in lots of ``BATCH``; the first ends at the position ``until``, if that is given."""
    if until:
        first: list[Found] = []
        for one in found:
            first.append(one)
            if one.position == until:
                break
        if first:
            yield first
    while lot := list(islice(found, BATCH)):
        yield lot
