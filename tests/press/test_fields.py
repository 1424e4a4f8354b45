"""Every field that a sheet shows: it is changed by the desk, and the sheet is among those printed again.

Three things are held together. The fields are those of the copy's dataclasses, and the columns those of the desk's models:
one that is new and has neither a case here nor a reason why it never changes fails the test. Which sheet shows a field
is found by altering it (``fields.shown``), not by what its keys say. And of all sheets printed again at most one in
twenty may have stayed as it was: keys that are too coarse would be right and slow.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat

from harkara.desk import actions, clock, due, fronts, keys
from harkara.desk.actions.coverage import Posting
from harkara.desk.models import (
    Area,
    Banner,
    Byline,
    Campaign,
    Correction,
    Coverage,
    Creative,
    Desk,
    Document,
    Front,
    HeadlineTest,
    Listing,
    LiveEntry,
    NewsDay,
    Package,
    PackageAddress,
    PackageEntry,
    Paper,
    Person,
    Picture,
    PictureUse,
    Place,
    Poll,
    RelatedStory,
    Section,
    SourceLink,
    Space,
    Story,
    StoryAddress,
    StoryUpdate,
    Topic,
)
from harkara.desk.versions import Passage
from harkara.layout.results import ScoreCopy, SideCopy
from harkara.people.models import User
from harkara.press.check import check
from harkara.press.printing import prints
from harkara.press.turns import Turns
from harkara.rack import changes
from harkara.rack.keys import of_frame
from harkara.readings import counting, popular
from harkara.readings.spool import Sum
from tests.desk.factories import (
    NOON,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_section,
    make_story,
    make_topic,
    make_user,
    stored,
)
from tests.press import fields
from tests.press.fields import kind
from tests.press.newsroom import small_pages


class Exhibit:
    """A paper on which every kind of sheet stands, and a story in which every field is filled."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.serial = 0
        own = {"social": "https://t.me/paper", "accent": "#7a1f1f", "logo": make_picture(width=700, height=200)}
        make_paper(
            editor="রওশন আরা",
            google_source="paper.example",
            security_contact="desk@paper.example",
            comments="open",
            **own,
        )
        for position, slug in enumerate(("world", "national", "sports", "economy")):
            make_section(slug, position=position)
        self.user: User = make_user("editor", initials="কখগ")
        self.river, self.rice = make_topic("নদী"), make_topic("ধান")
        self.above, self.inside = make_picture(width=700, height=420), make_picture(width=700, height=420)
        for number in range(9):
            days = 3 if number < 7 else 1
            make_story(
                at=NOON - timedelta(days=days, minutes=-number), headline=self.words("আগের"), topics=[self.river]
            )
        for number in range(8):  # what stands above the front's blocks is full, and they have stories of their own
            make_story(at=NOON - timedelta(days=3, hours=1, minutes=number), headline=self.words("পুরোনো"))
        self.named = make_story(at=NOON - timedelta(hours=2), section="national", headline=self.words("অন্য"))
        make_story(at=NOON - timedelta(hours=1), section="national", headline=self.words("পাশের"), desk=make_desk())
        self.pk = self._whole_story().pk
        self._gather()
        for row in (*Person.objects.all(), *Desk.objects.all()):
            row.public, row.about, row.picture, row.email = True, self.words("পরিচয়"), self.above, "a@paper.example"
            row.links = "https://one.example/"
            row.save()
        self.pages: dict[str, int] = {}
        for position, slug in enumerate(("about", "trust")):
            said: list[dict[str, object]] = stored(("paragraph", "<p>যা করি</p>"))
            page = Document.objects.create(slug=slug, title=self.words("আমরা"), body=said, position=position)
            self.pages[slug] = page.pk
            self.document(slug)
        actions.publish_front("", None, wanted=fronts.usual(""))
        actions.raise_banner(self.named, self.user, "live", 5)
        actions.begin_headlines(self.named, self.user, [self.words("আরেক"), self.words("আরও")], 72)
        sold = make_picture(width=700, height=420)
        Space.objects.create(place="head", on=True, picture=sold, alt=self.words("মেলা"), link="https://fair.example/")
        Space.objects.create(place="foot", on=True, markup="<p>এক</p>")
        actions.begin_coverage(self.story, None)
        for _ in range(9):
            self.post()
        actions.pin_summary(self.story, None, self.words("জানা"))
        actions.set_board(self.story, None, ScoreCopy(self.words("খেলা"), (SideCopy("ক", "1"), SideCopy("খ", "0"))))
        order = Campaign(name="মেলা", advertiser="মেলা কমিটি", on=True, at_front=True)
        order.creatives = [
            Creative(picture=sold, alt="আসুন", link="https://fair.example/", sort_order=0),
            Creative(markup="<p>দুই</p>", sort_order=1),
        ]
        order.save()

        self.ask()

    def ask(self, hours: int = 24) -> None:
        """Asks readers of the whole story something else."""
        actions.ask_poll(self.story, None, self.words("কোনটি"), [self.words("এক"), self.words("দুই")], hours)

    def vote(self) -> None:
        """A reader votes."""
        poll = Poll.objects.get(story=self.pk)
        counting.add([Sum(int(clock.now().timestamp()), self.pk, f"v{poll.turn}1", 1)])

    def post(self) -> None:
        """Posts an entry to the coverage of the whole story."""
        posting = Posting(f"phone-{self.words('')}", self.words("হালনাগাদ"), self.words("মাথা"), key=True)
        actions.post_entry(self.story, None, posting)

    def entry(self, act: Callable[..., object], place: int, **said: object) -> None:
        """Does something to an entry of that coverage."""
        row = LiveEntry.objects.get(story=self.pk, place=place)
        act(self.story, None, place, seen=row.version, **said)

    def order(self, **fields: object) -> None:
        """Changes what is sold on the front."""
        row = Campaign.objects.get()
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    def creative(self, **fields: object) -> None:
        """Changes what it shows."""
        row = Campaign.objects.get()
        row.creatives = list(row.creatives.all())
        for name, value in fields.items():
            setattr(row.creatives.all()[0], name, value)
        row.save()

    def _whole_story(self) -> Story:
        story = make_story(
            published=False,
            headline=self.words("শিরোনাম"),
            kicker="মাঠ থেকে",
            summary=self.words("সারাংশ"),
            dateline="রাজশাহী",
            picture=self.above,
            desk=make_desk(),
            topics=[self.river],
            bylines=[(make_person(), "রাজশাহী")],
            body=self.body(),
            user=self.user,
        )
        story.source_links = [
            SourceLink(name="কেসিএনএ", latin="KCNA", kind="state-media", url="https://source.example/1", sort_order=0),
            SourceLink(name="রয়টার্স", latin="Reuters", kind="agency", sort_order=1),
        ]
        story.save()
        story.save_revision(user=self.user, clean=False)
        story = actions.publish(story, self.user)
        story = actions.edit(story, self.user, tell_reader="নতুন তথ্য")
        actions.correct(story, "আগে ভুল নাম ছাপা হয়েছিল", self.user)
        return story

    def _gather(self) -> None:
        """A package with the whole story between an event and another story, and enough before them for an older page."""
        self.package = actions.make_package("চরের কথা", None, standfirst=self.words("যা ঘটেছে"), picture=self.above)
        actions.add_to_package(self.package, [self.story, *Story.objects.filter(live=True).order_by("pk")[:8]], None)
        self.event = actions.add_event(
            self.package,
            self.words("আলো জ্বলে"),
            clock.now() - timedelta(hours=1),
            None,
            source=self.words("সূত্র"),
            url="https://says.example/1",
        )
        [self.after] = actions.add_to_package(self.package, [self.named], None, at=clock.now() + timedelta(hours=1))

    def tell(self, **told: object) -> None:
        """Says something else of the event before the whole story."""
        actions.change_entry(self.event, None, **told)

    def correct_words(self) -> None:
        """A correction that shows what stood there, of which the words are redacted after."""
        was, now = self.words("ছিল"), self.words("আছে")
        actions.correct(self.story, "", self.user, passages=[Passage("", was, now)])

    def body(self, **other: object) -> list[dict[str, object]]:
        """A body with every kind of block; ``other`` puts another value in place of a part."""
        told: dict[str, object] = {
            "text": "প্রথম অনুচ্ছেদ",
            "mark": "b",
            "href": "https://elsewhere.example/",
            "heading": "উপশিরোনাম",
            "quote": "কথাটি ঠিক",
            "speaker": "একজন কৃষক",
            "items": ["এক", "দুই"],
            "ordered": True,
            "facts": "একনজরে",
            "fact": ["আগে যা ঘটেছে", "এখন যা জানা"],
            "says": "পুলিশ",
            "match": "ফাইনাল",
            "home": "চরজানাজাত",
            "points": "২",
            "status": "শেষ",
            "caption": "পয়েন্ট",
            "rows": "দল|পয়েন্ট\nচরজানাজাত|3\nপলাশতলী|0",
            "head": True,
            "counts": "কমিটি",
            "picture": self.inside.pk,
            **other,
        }
        line = f'<p>{told["text"]} <{told["mark"]}>মোটা</{told["mark"]}> <a href="{told["href"]}">বাইরে</a></p>'
        own = f'<p><a href="{self.named.href}">আগের খবর</a></p>'
        return stored(
            ("paragraph", line),
            ("paragraph", own),
            ("heading", told["heading"]),
            ("quote", {"text": told["quote"], "speaker": told["speaker"]}),
            ("list", {"items": [f"<p>{item}</p>" for item in told["items"]], "ordered": told["ordered"]}),  # type: ignore[attr-defined]
            (
                "facts",
                {
                    "heading": told["facts"],
                    "items": [f"<p>{fact}</p>" for fact in told["fact"]],
                    "source": told["says"],
                },
            ),  # type: ignore[attr-defined]
            (
                "score",
                {
                    "title": told["match"],
                    "home": told["home"],
                    "home_points": told["points"],
                    "away": "পলাশতলী",
                    "away_points": "1",
                    "status": told["status"],
                },
            ),
            (
                "table",
                {"caption": told["caption"], "rows": told["rows"], "head": told["head"], "source": told["counts"]},
            ),
            ("picture", told["picture"]),
        )

    def photos(self) -> list[dict[str, object]]:
        """The body of a photo story."""
        shown = (self.inside.pk, self.above.pk, make_picture(width=700, height=420).pk)
        return stored(("paragraph", "<p>এক দিন</p>"), *(("picture", number) for number in shown))

    def captions(self, *numbers: int) -> dict[str, dict[str, str]]:
        """What the story itself says of pictures."""
        return {str(number): {"caption": self.words("এখানে"), "alt": self.words("দেখা যায়")} for number in numbers}

    def words(self, what: str) -> str:
        """Words that were never printed before."""
        self.serial += 1
        return f"{what} {self.serial:03}"

    @property
    def story(self) -> Story:
        return Story.objects.get(pk=self.pk)

    @property
    def oldest(self) -> Story:
        """The story that was published first, in an earlier year."""
        return Story.objects.filter(live=True).order_by("published_at")[0]

    def edit(self, **changes: object) -> None:
        """Edits the whole story."""
        actions.edit(self.story, self.user, **changes)

    def revise(self, **parts: list[models.Model]) -> None:
        """Publishes a version of the whole story with other bylines or source links."""
        story = self.story
        for name, rows in parts.items():
            setattr(story, name, rows)
        story.save_revision(user=self.user, clean=False)
        actions.publish(story, self.user)

    def rename(self, model: type[Desk | Person | Topic]) -> None:
        rows = model.objects.filter(into=None) if model is Topic else model.objects.all()
        row = rows.order_by("pk")[0]
        row.name = self.words("নাম")
        row.save()

    def document(self, which: str, /, **told: object) -> None:
        """Publishes a page about the paper, which says something else."""
        page = Document.objects.get(pk=self.pages[which])
        for name, value in told.items():
            setattr(page, name, value)
        page.save_revision().publish()

    def profile(self, model: type[Desk | Person], **told: object) -> None:
        """Says something else of a person or a desk."""
        row = model._default_manager.order_by("pk")[0]
        for name, value in told.items():
            setattr(row, name, value)
        row.save()

    def arrangement(self, of: str = "all") -> fronts.Arrangement:
        """Slots of every look, one of them with a story that has other words there."""
        live = Story.objects.filter(live=True).order_by("pk")
        pin = fronts.Pin(live[1].pk, 1, headline=self.words("এখানে"), kicker=self.words("উপরে"))
        slots = (
            fronts.Slot("lead", "lead", 1, of=of),
            fronts.Slot("second", "second", 2, of=of, pins=(pin,)),
            fronts.Slot("latest", "latest", 2, of=of),
            fronts.Slot("river", "block", 2, of=f"topic:{self.river.slug}", title=self.words("নদী")),
            fronts.Slot("photos", "strip", 2, of=of, title=self.words("ছবি"), pins=(fronts.Pin(live[0].pk, 1),)),
        )
        return fronts.Arrangement(slots)

    def voices(self) -> None:
        """A front with a strip of opinions, one of them by who signed the whole story."""
        pin = fronts.Pin(self.pk, 1)
        slots = (*fronts.usual("").slots[:2], fronts.Slot("voices", "opinion", 2, of="kind:opinion", pins=(pin,)))
        actions.publish_front("", None, wanted=fronts.Arrangement(slots, others=True))

    def reorder(self) -> None:
        """The section that stood first stands last."""
        row = Section.objects.order_by("position")[0]
        row.position = 20
        row.save()

    def subordinate(self) -> None:
        """The section that has no story yet becomes a part of another."""
        row = Section.objects.get(slug="opinion")
        row.above = Section.objects.get(slug="world")
        row.full_clean()
        row.save()

    def set_paper(self, **changes: object) -> None:
        row = Paper.load()
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()

    def sell(self, which: str = "head", /, **told: object) -> None:
        """Says something else of what stands in a place for advertising."""
        row = Space.objects.get(place=which)
        for name, value in told.items():
            setattr(row, name, value)
        row.save()

    def look_at(self, number: int) -> None:
        """Says that the subject of a picture stands at its right, above."""
        picture = Picture.objects.get(pk=number)
        picture.focal_point_x, picture.focal_point_y = picture.width - 5, 5
        picture.save()

    def publish(self, section: str, *topics: Topic, at: timedelta = timedelta()) -> Story:
        """A new story, plain."""
        return make_story(
            at=clock.now() - at, section=section, headline=self.words("নতুন"), topics=topics, user=self.user
        )

    def read_most(self) -> None:
        """Readers read the stories, the oldest most."""
        now = int(time.time())
        counting.add(Sum(now, story, "a", 5) for story in (self.oldest.pk, self.story.pk))
        counting.add([Sum(now, self.oldest.pk, "a", 5)])
        popular.settle(now)


Act = Callable[[Exhibit], object]


@dataclass(frozen=True)
class Case:
    """An act of the desk, the fields of the copy that it changes, and the columns in which they stand."""

    act: Act
    fields: str
    columns: str = ""


def _sources(url: str = "https://source.example/1", **other: str) -> list[models.Model]:
    first = {"name": "কেসিএনএ", "latin": "KCNA", "kind": "state-media", "url": url, **other}
    return [SourceLink(**first, sort_order=0), SourceLink(name="রয়টার্স", kind="agency", sort_order=1)]


def _many(paper: Exhibit) -> None:
    """So many stories of one topic in one section that older pages begin."""
    for _ in range(3):
        paper.publish("national", paper.rice)


def _redact(paper: Exhibit) -> None:
    actions.correct(paper.story, "ভুলনাম নয়, ঠিক নাম", paper.user)
    paper.turns.settle()
    actions.redact(paper.story, "ভুলনাম", paper.user, reason="নাম বলা যাবে না")


def _many_signed(paper: Exhibit) -> None:
    """So many stories of one writer and of one desk that older pages of both begin."""
    for _ in range(4):
        make_story(
            at=clock.now(),
            section="economy",
            headline=paper.words("স্বাক্ষরিত"),
            bylines=[(Person.objects.order_by("pk")[0], "")],
            desk=Desk.objects.order_by("pk")[0],
            user=paper.user,
        )


def _move_the_signed(paper: Exhibit) -> None:
    """The newest story of the writer and of the desk goes to another section."""
    writer = Person.objects.order_by("pk")[0]
    newest = Story.objects.filter(live=True, bylines__person=writer).order_by("-published_at")[0]
    actions.move(newest, Section.objects.get(slug="sports"), paper.user)


def _many_corrections(paper: Exhibit) -> None:
    """So many corrections that older pages begin."""
    for _ in range(7):
        actions.correct(paper.named, paper.words("ঠিক কথা"), paper.user)


def _other_slug(paper: Exhibit) -> None:
    """Words of the first headline, and so of the slug, are redacted."""
    actions.redact(paper.story, paper.story.slug.replace("-", " "), paper.user, reason="নাম বলা যাবে না")


CASES = (
    Case(lambda p: p.set_paper(name=p.words("কাগজ")), "PaperCopy.name", "Paper.name"),
    Case(lambda p: p.set_paper(tagline=p.words("কথা")), "PaperCopy.tagline", "Paper.tagline"),
    Case(
        lambda p: p.set_paper(outlet=p.words("ঘর")),
        "PaperCopy.outlet StoryCopy.outlet StoryCopy.sign_off SignOffCopy.outlet SignOffCopy.text",
        "Paper.outlet",
    ),
    Case(lambda p: p.set_paper(editor=p.words("সম্পাদক")), "PaperCopy.editor", "Paper.editor"),
    Case(lambda p: p.set_paper(imprint=p.words("ঠিকানা")), "PaperCopy.imprint", "Paper.imprint"),
    Case(lambda p: p.set_paper(google_source="other.example"), "PaperCopy.google_source", "Paper.google_source"),
    Case(lambda p: p.set_paper(social="https://t.me/other"), "PaperCopy.social", "Paper.social"),
    Case(lambda p: p.set_paper(accent="#005040"), "LookCopy.accent", "Paper.accent"),
    Case(lambda p: p.set_paper(headline_face="sans"), "LookCopy.headline_face", "Paper.headline_face"),
    Case(lambda p: p.set_paper(logo=make_picture()), "LookCopy.logo", "Paper.logo"),
    Case(lambda p: p.set_paper(security_contact="desk@other.example"), "PaperCopy.contact", "Paper.security_contact"),
    Case(lambda p: p.set_paper(ads_txt="ads.example, 1, DIRECT"), "PaperCopy.ads", "Paper.ads_txt"),
    Case(lambda p: p.set_paper(crawlers="refuse"), "PaperCopy.crawlers", "Paper.crawlers"),
    Case(lambda p: p.set_paper(crawlers="allow"), "PaperCopy.crawlers"),
    Case(lambda p: p.set_paper(keeps=False), "", "Paper.keeps"),
    Case(lambda p: p.sell(alt=p.words("মেলা")), "SpaceCopy.alt", "Space.alt"),
    Case(lambda p: p.sell(link="/world/"), "SpaceCopy.href", "Space.link"),
    Case(lambda p: p.sell(picture=make_picture(width=1100, height=420)), "SpaceCopy.files", "Space.picture"),
    Case(lambda p: p.sell("foot", markup="<p>দুই</p>"), "SpaceCopy.markup", "Space.markup"),
    Case(lambda p: p.sell("foot", place="text"), "LookCopy.spaces", "Space.place"),
    Case(lambda p: p.sell(on=False), "LookCopy.spaces", "Space.on"),
    Case(lambda p: make_section("opinion", position=9), "PaperCopy.sections"),
    Case(lambda p: p.subordinate(), "SectionCopy.within", "Section.above"),
    Case(
        lambda p: actions.rename_section(Section.objects.get(slug="world"), p.words("বিভাগ")),
        "SectionCopy.name ListPageCopy.title",
        "Section.name",
    ),
    Case(lambda p: p.reorder(), "PaperCopy.sections", "Section.position"),
    Case(
        lambda p: p.edit(headline=p.words("নতুন শিরোনাম")),
        "StoryCopy.headline TeaserCopy.headline SitemapEntry.headline CorrectedCopy.headline ChangesCopy.stories",
        "Story.headline",
    ),
    Case(lambda p: p.edit(kicker=p.words("উপরে")), "StoryCopy.kicker TeaserCopy.kicker", "Story.kicker"),
    Case(lambda p: p.edit(kind="opinion"), "StoryCopy.kind TeaserCopy.kind", "Story.kind"),
    Case(
        lambda p: p.edit(kind="obituary", remembered=p.words("মাস্টার"), born=1938, died=2025),
        "StoryCopy.kind StoryCopy.life",
        "Story.kind",
    ),
    Case(lambda p: p.edit(remembered=p.words("অধ্যাপক")), "LifeCopy.name", "Story.remembered"),
    Case(lambda p: p.edit(born=1940), "LifeCopy.born", "Story.born"),
    Case(lambda p: p.edit(died=2026), "LifeCopy.died", "Story.died"),
    Case(lambda p: p.edit(kind="photo", body=p.photos()), "StoryCopy.kind StoryCopy.body", "Story.kind"),
    Case(
        lambda p: p.edit(captions=p.captions(p.above.pk, p.inside.pk)),
        "PictureCopy.caption PictureCopy.alt",
        "Story.captions",
    ),
    Case(
        lambda p: p.edit(kind="video", video="https://youtu.be/aqz-KE-bpKQ", picture=p.above),
        "StoryCopy.kind StoryCopy.video",
        "Story.kind",
    ),
    Case(
        lambda p: p.edit(video="https://vimeo.com/76979871"),
        "VideoCopy.provider VideoCopy.href VideoCopy.embed",
        "Story.video",
    ),
    Case(lambda p: p.edit(kind="news", body=p.body()), "StoryCopy.kind", "Story.kind"),
    Case(lambda p: p.edit(summary=p.words("সার")), "StoryCopy.summary TeaserCopy.summary", "Story.summary"),
    Case(lambda p: p.edit(dateline=p.words("স্থান")), "StoryCopy.dateline", "Story.dateline"),
    Case(lambda p: p.edit(syndication="excerpt"), "StoryCopy.syndication", "Story.syndication"),
    Case(lambda p: p.edit(syndication="full"), "StoryCopy.syndication"),
    Case(
        lambda p: actions.edit(p.story, p.user, tell_reader=p.words("নতুন")),
        "StoryCopy.updated_at StoryCopy.updated_because StoryCopy.modified_at SitemapEntry.modified_at StoryCopy.updates "
        "UpdateCopy.at UpdateCopy.because",
        "Story.updated_at Story.updated_because Story.modified_at StoryUpdate.story StoryUpdate.told_at StoryUpdate.because",
    ),
    Case(
        lambda p: p.edit(body=p.body(text=p.words("আরও কথা আছে"))),
        "StoryCopy.body Paragraph.spans Span.text",
        "Story.body",
    ),
    Case(lambda p: p.edit(body=p.body(mark="i")), "Span.marks"),
    Case(lambda p: p.edit(body=p.body(href="https://other.example/")), "Span.href"),
    Case(lambda p: p.edit(body=p.body(heading=p.words("উপ"))), "Heading.text"),
    Case(lambda p: p.edit(body=p.body(quote=p.words("উক্তি"))), "Quote.text"),
    Case(lambda p: p.edit(body=p.body(speaker=p.words("বক্তা"))), "Quote.speaker"),
    Case(lambda p: p.edit(body=p.body(items=["এক"])), "ListBlock.items"),
    Case(lambda p: p.edit(body=p.body(ordered=False)), "ListBlock.ordered"),
    Case(lambda p: p.edit(body=p.body(facts=p.words("তথ্য"))), "FactBox.heading"),
    Case(lambda p: p.edit(body=p.body(fact=["একটি"])), "FactBox.items"),
    Case(lambda p: p.edit(body=p.body(says=p.words("র‍্যাব"))), "FactBox.source"),
    Case(
        lambda p: actions.describe_picture(Picture.objects.get(pk=p.inside.pk), alt=p.words("বিকল্প"), credit="কেউ"),
        "PictureCopy.alt PictureCopy.caption PictureCopy.credit",
    ),
    Case(
        lambda p: p.edit(body=p.body(picture=make_picture(width=700, height=420).pk)),
        "PictureBlock.picture",
    ),
    Case(
        lambda p: actions.describe_picture(Picture.objects.get(pk=p.above.pk), alt=p.words("বিকল্প")),
        "PictureCopy.alt",
        "Picture.alt",
    ),
    Case(
        lambda p: actions.describe_picture(Picture.objects.get(pk=p.above.pk), caption=p.words("পরিচিতি")),
        "PictureCopy.caption",
        "Picture.caption",
    ),
    Case(
        lambda p: actions.describe_picture(Picture.objects.get(pk=p.above.pk), credit=p.words("চিত্রী")),
        "PictureCopy.credit",
        "Picture.credit",
    ),
    Case(
        lambda p: p.edit(captions=p.captions(p.above.pk, p.inside.pk)),
        "PictureCopy.alt PictureCopy.caption",
        "Story.captions",
    ),
    Case(lambda p: p.look_at(p.above.pk), "PictureCopy.focus", "Picture.focal_point_x Picture.focal_point_y"),
    Case(lambda p: due.drawn(p.above.pk), "PictureCopy.files", "Picture.avif"),
    Case(
        lambda p: actions.change_picture(p.story, make_picture(width=1100, height=420), p.user),
        "StoryCopy.picture TeaserCopy.picture",
        "Story.picture",
    ),
    Case(lambda p: actions.change_picture(p.story, None, p.user), "StoryCopy.picture TeaserCopy.picture"),
    Case(lambda p: p.rename(Desk), "StoryCopy.desk ProfileCopy.name ListPageCopy.title", "Desk.name Story.desk"),
    Case(
        lambda p: p.rename(Person),
        "BylineCopy.name ProfileCopy.name ListPageCopy.title",
        "Person.name Byline.person",
    ),
    Case(
        lambda p: p.document("about", title=p.words("কারা")),
        "DocumentCopy.title DocumentCopy.changed_at PaperCopy.documents Link.label",
        "Document.title Document.last_published_at",
    ),
    Case(
        lambda p: p.document("about", slug="ethics"),
        "DocumentCopy.slug DocumentCopy.href PaperCopy.documents",
        "Document.slug",
    ),
    Case(lambda p: p.document("about", summary=p.words("সার")), "DocumentCopy.summary", "Document.summary"),
    Case(
        lambda p: p.document("about", body=stored(("paragraph", f"<p>{p.words('আরও')}</p>"))),
        "DocumentCopy.body Paragraph.spans Span.text",
        "Document.body",
    ),
    Case(
        lambda p: p.document("about", body=stored(("paragraph", f"<p><b>{p.words('জোর')}</b></p>"))),
        "DocumentCopy.body Span.marks",
    ),
    Case(lambda p: p.document("about", position=5), "PaperCopy.documents", "Document.position"),
    Case(lambda p: p.document("about", in_footer=False), "PaperCopy.documents", "Document.in_footer"),
    Case(
        lambda p: Document.objects.get(pk=p.pages["trust"]).unpublish(),
        "PaperCopy.trust PaperCopy.documents",
        "Document.live",
    ),
    Case(lambda p: p.document("trust"), "PaperCopy.trust PaperCopy.documents", "Document.live"),
    Case(lambda p: p.profile(Person, role=p.words("পদ")), "ProfileCopy.role", "Person.role"),
    Case(lambda p: p.profile(Person, about=p.words("কে")), "ProfileCopy.about", "Person.about"),
    Case(lambda p: p.profile(Desk, about=p.words("কারা")), "ProfileCopy.about", "Desk.about"),
    Case(
        lambda p: p.profile(Person, picture=make_picture(width=1100, height=420)),
        "ProfileCopy.picture",
        "Person.picture",
    ),
    Case(lambda p: p.profile(Desk, picture=None), "ProfileCopy.picture", "Desk.picture"),
    Case(lambda p: p.profile(Person, email="b@paper.example"), "ProfileCopy.email", "Person.email"),
    Case(lambda p: p.profile(Desk, email="b@paper.example"), "ProfileCopy.email", "Desk.email"),
    Case(lambda p: p.profile(Person, links="https://two.example/"), "ProfileCopy.links", "Person.links"),
    Case(lambda p: p.profile(Desk, links="https://two.example/"), "ProfileCopy.links", "Desk.links"),
    Case(lambda p: p.profile(Person, public=False), "BylineCopy.href ListPageCopy.profile", "Person.public"),
    Case(lambda p: p.profile(Person, public=True), "BylineCopy.href ListPageCopy.profile", "Person.public"),
    Case(lambda p: p.profile(Desk, public=False), "StoryCopy.desk_href ListPageCopy.profile", "Desk.public"),
    Case(lambda p: p.profile(Desk, public=True), "StoryCopy.desk_href ListPageCopy.profile", "Desk.public"),
    Case(_many_signed, "ListPageCopy.stories ListPageCopy.newer ListPageCopy.older", "Listing.length"),
    Case(_move_the_signed, "TeaserCopy.href"),
    Case(
        lambda p: p.revise(bylines=[Byline(person=make_person(), place=p.words("জেলা"))]),
        "BylineCopy.place",
        "Byline.place",
    ),
    Case(
        lambda p: p.revise(bylines=[Byline(person=make_person(p.words("জন")), place="ঢাকা")]),
        "StoryCopy.bylines",
        "Byline.story Byline.sort_order",
    ),
    Case(lambda p: p.revise(source_links=_sources(name=p.words("সূত্র"))), "SourceLinkCopy.name", "SourceLink.name"),
    Case(lambda p: p.revise(source_links=_sources(kind="outlet")), "SourceLinkCopy.kind", "SourceLink.kind"),
    Case(lambda p: p.revise(source_links=_sources(latin="Other")), "SourceLinkCopy.latin", "SourceLink.latin"),
    Case(
        lambda p: p.revise(source_links=_sources(url="https://source.example/2")),
        "SourceLinkCopy.url",
        "SourceLink.url",
    ),
    Case(
        lambda p: p.revise(source_links=_sources()[:1]),
        "StoryCopy.source_chain",
        "SourceLink.story SourceLink.sort_order",
    ),
    Case(
        lambda p: actions.correct(p.story, p.words("ঠিক কথা"), p.user),
        "StoryCopy.corrections CorrectionCopy.made_at CorrectionsPageCopy.notes CorrectedCopy.note",
        "Correction.story Correction.made_at Correction.place",
    ),
    Case(_many_corrections, "CorrectionsPageCopy.newer CorrectionsPageCopy.older", "Listing.length"),
    Case(
        lambda p: p.correct_words(),
        "StoryCopy.corrections CorrectionCopy.passages PassageCopy.stood PassageCopy.stands",
        "Correction.passages",
    ),
    Case(_redact, "CorrectionCopy.text", "Correction.text"),
    Case(_other_slug, "StoryCopy.slug", "Story.slug"),
    Case(lambda p: p.edit(topics=[p.river, p.rice]), "StoryCopy.topics", "Story.topics"),
    Case(
        lambda p: p.edit(areas=[Area.objects.get(slug="dhaka-savar")]),
        "StoryCopy.areas StoryCopy.points ListPageCopy.below ListPageCopy.newer ListPageCopy.older",
        "Story.areas",
    ),
    Case(lambda p: actions.merge_topics(p.rice, p.river, p.user), "StoryCopy.topics", "Topic.into"),
    Case(lambda p: p.rename(Topic), "Link.label ListPageCopy.title", "Topic.name"),
    Case(
        lambda p: actions.move(p.story, Section.objects.get(slug="sports"), p.user),
        "StoryCopy.section StoryCopy.href TeaserCopy.section TeaserCopy.href SitemapEntry.href CorrectedCopy.href",
        "Story.section StoryAddress.href StoryAddress.story",
    ),
    Case(
        lambda p: actions.unpublish(p.named, p.user),
        "StoryCopy.related Span.href",
        "Story.live RelatedStory.story RelatedStory.named RelatedStory.position",
    ),
    Case(lambda p: actions.publish(p.named, p.user), "StoryCopy.related", "Story.live"),
    Case(
        lambda p: actions.set_front({1: Story.objects.filter(live=True).order_by("pk")[0], 2: p.story}),
        "FrontCopy.lead FrontCopy.secondary RailCopy.top",
        "Front.live",
    ),
    Case(lambda p: p.read_most(), "RailCopy.popular"),
    Case(
        lambda p: actions.set_front({1: p.story}, clock.now() + timedelta(minutes=30)),
        "FrontCopy.lead",
        "Front.live",
    ),
    Case(
        lambda p: actions.publish_front("", None, wanted=p.arrangement()),
        "FrontCopy.secondary FrontCopy.blocks FrontBlockCopy.name FrontBlockCopy.title FrontBlockCopy.href "
        "FrontBlockCopy.look FrontBlockCopy.stories",
        "Front.live",
    ),
    Case(
        lambda p: actions.raise_banner(p.story, p.user, "breaking", 3),
        "FrontCopy.banners BannerCopy.kind BannerCopy.headline BannerCopy.href StoryCopy.mark TeaserCopy.mark",
        "Banner.story Banner.kind Banner.until Banner.raised_at",
    ),
    Case(lambda p: p.edit(headline=p.words("ব্রেকিং")), "BannerCopy.headline", "Story.headline"),
    Case(
        lambda p: actions.raise_banner(p.story, p.user, "live", 3),
        "BannerCopy.kind MarkCopy.kind MarkCopy.until",
        "Banner.kind",
    ),
    Case(lambda p: actions.lower_banner(p.story, p.user), "FrontCopy.banners", "Banner.story"),
    Case(
        lambda p: actions.begin_headlines(p.story, p.user, [p.words("আরেক")], 24),
        "TeaserCopy.tried TriedCopy.turn TriedCopy.others",
        "HeadlineTest.story HeadlineTest.number HeadlineTest.chief HeadlineTest.others HeadlineTest.until",
    ),
    Case(
        lambda p: actions.end_headlines(
            p.story.headline_tests.first() or actions.begin_headlines(p.story, p.user, [p.words("আরেক")], 24), p.user
        ),
        "TeaserCopy.tried",
        "HeadlineTest.ended_at",
    ),
    Case(lambda p: p.voices(), "TeaserCopy.by FrontBlockCopy.look", "Front.live"),
    Case(
        lambda p: p.revise(bylines=[Byline(person=make_person(p.words("লেখক")), place="ঢাকা")]),
        "TeaserCopy.by StoryCopy.bylines",
        "Byline.person",
    ),
    Case(
        lambda p: actions.publish_front("world", None, wanted=p.arrangement("section:world")),
        "ListPageCopy.front FrontCopy.lead FrontCopy.secondary FrontCopy.latest FrontCopy.blocks FrontBlockCopy.name "
        "FrontBlockCopy.title FrontBlockCopy.href FrontBlockCopy.look FrontBlockCopy.stories",
        "Front.live Front.name",
    ),
    Case(lambda p: actions.publish_front("world", None, wanted=fronts.usual("world")), "FrontCopy.blocks"),
    Case(lambda p: actions.publish_front("", None, wanted=fronts.usual("")), "FrontCopy.blocks"),
    Case(
        lambda p: p.publish("world", p.river),
        "FrontCopy.latest RailCopy.latest ListPageCopy.stories NewerCopy.stories",
        "Place.listing Place.story Place.shown Place.number",
    ),
    Case(lambda p: p.publish("economy"), "FrontCopy.blocks", "Listing.shown"),
    Case(
        lambda p: p.publish("economy", at=timedelta(days=70)),
        "CalendarCopy.older CalendarYearCopy.months CalendarYearsCopy.years",
    ),
    Case(
        lambda p: p.publish("economy", at=timedelta(days=68)),
        "CalendarDayCopy.href ListPageCopy.newer",
    ),
    Case(lambda p: p.publish("economy", at=timedelta(days=45)), "CalendarCopy.newer CalendarCopy.others"),
    Case(lambda p: p.publish("economy", at=timedelta(days=365)), "AnniversaryCopy.years"),
    Case(lambda p: p.publish("world", at=timedelta(days=365, minutes=-1)), "AnniversaryYearCopy.stories"),
    Case(
        lambda p: actions.edit(p.oldest, p.user, headline=p.words("পুরোনো")),
        "TeaserCopy.headline",
    ),
    Case(lambda p: actions.move(p.oldest, Section.objects.get(slug="sports"), p.user), "TeaserCopy.href"),
    Case(_many, "ListPageCopy.newer ListPageCopy.older", "Listing.length"),
    Case(lambda p: p.publish("economy", at=timedelta(days=2)), "ListPageCopy.newer ListPageCopy.older"),
    Case(
        lambda p: actions.change_package(p.package, None, name=p.words("চরের কথা")),
        "PackageCopy.title PackageCopy.href PackageBoxCopy.name PackageBoxCopy.href",
        "Package.name Package.slug PackageAddress.package PackageAddress.slug",
    ),
    Case(
        lambda p: actions.change_package(p.package, None, standfirst=p.words("আরও ঘটেছে")),
        "PackageCopy.standfirst",
        "Package.standfirst",
    ),
    Case(
        lambda p: actions.change_package(p.package, None, picture=make_picture(width=1100, height=420)),
        "PackageCopy.picture",
        "Package.picture",
    ),
    Case(
        lambda p: p.tell(line=p.words("আলো নেভে")),
        "PackageEntryCopy.line PackageStepCopy.words",
        "PackageEntry.line",
    ),
    Case(lambda p: p.tell(source=p.words("পুলিশ")), "PackageEntryCopy.source", "PackageEntry.source"),
    Case(lambda p: p.tell(url="https://says.example/2"), "PackageEntryCopy.url", "PackageEntry.url"),
    Case(lambda p: p.tell(timed=True), "PackageEntryCopy.timed PackageStepCopy.timed", "PackageEntry.timed"),
    Case(
        lambda p: p.tell(at=p.event.at - timedelta(minutes=10)),
        "PackageEntryCopy.at PackageStepCopy.at",
        "PackageEntry.at",
    ),
    Case(
        lambda p: actions.move(p.named, Section.objects.get(slug="economy"), p.user),
        "PackageStepCopy.href",
        "Story.section",
    ),
    Case(
        lambda p: actions.take_from_package(p.after, None),
        "PackageCopy.entries PackageBoxCopy.after PackageEntryCopy.story",
        "PackageEntry.story PackageEntry.place Package.shown",
    ),
    Case(
        lambda p: actions.add_event(p.package, p.words("মাঝে"), clock.now() - timedelta(minutes=50), None),
        "PackageBoxCopy.before",
    ),
    Case(
        lambda p: actions.add_to_package(p.package, Story.objects.filter(live=True).order_by("pk")[8:13], None),
        "PackageCopy.newer PackageCopy.older",
    ),
    Case(
        lambda p: actions.show_package(p.package, None, live=not Package.objects.get().live),
        "StoryCopy.packages",
        "Package.live",
    ),
    Case(
        lambda p: actions.show_package(p.package, None, live=not Package.objects.get().live),
        "StoryCopy.packages",
        "Package.live",
    ),
    Case(lambda p: p.edit(comments="off"), "StoryCopy.comments", "Story.comments"),
    Case(lambda p: p.edit(no_advertising=True), "StoryCopy.sold", "Story.no_advertising"),
    Case(lambda p: p.edit(sponsor="মেলা কমিটি"), "StoryCopy.sponsor TeaserCopy.sponsor", "Story.sponsor"),
    Case(lambda p: p.set_paper(comments_days=40), "PaperCopy.comments_days", "Paper.comments_days"),
    Case(lambda p: p.set_paper(comments="off"), "PaperCopy.comments", "Paper.comments"),
    Case(lambda p: p.set_paper(counts_lite=True), "PaperCopy.counts_lite", "Paper.counts_lite"),
    Case(
        lambda p: p.post(),
        "StoryCopy.live LiveCopy.entries LiveCopy.version LiveCopy.total",
        "LiveEntry.story LiveEntry.place LiveEntry.written_at LiveEntry.headline LiveEntry.version Coverage.entries "
        "Coverage.version",
    ),
    Case(lambda p: p.post(), "StoryCopy.live LiveCopy.entries LiveCopy.version"),
    Case(lambda p: p.post(), "LiveCopy.older LiveCopy.total"),
    Case(
        lambda p: p.entry(actions.change_live_entry, 11, text=p.words("বদল")),
        "LiveCopy.entries LiveCopy.version",
        "LiveEntry.text LiveEntry.key",
    ),
    Case(
        lambda p: p.entry(actions.correct_live_entry, 11, text=p.words("ঠিক"), note=p.words("ভুল")),
        "LiveCopy.entries LiveCopy.version",
        "LiveEntry.correction LiveEntry.corrected_at",
    ),
    Case(
        lambda p: p.entry(actions.strike_live_entry, 4),
        "LiveCopy.entries LiveCopy.changed LiveCopy.version",
        "LiveEntry.struck_at LiveEntry.changed_at",
    ),
    Case(lambda p: p.entry(actions.change_live_entry, 1, text=p.words("বদল")), "LiveCopy.changed LiveCopy.version"),
    Case(
        lambda p: actions.pin_summary(p.story, None, p.words("সার")),
        "LiveCopy.summary LiveCopy.summary_at LiveCopy.version",
        "Coverage.summary Coverage.summary_at",
    ),
    Case(
        lambda p: actions.set_board(p.story, None, ScoreCopy(p.words("খেলা"), (SideCopy("ক", "2"), SideCopy("খ", "0")))),
        "LiveCopy.board ScoreCopy.title ScoreCopy.sides",
        "Coverage.board",
    ),
    Case(
        lambda p: p.edit(body=p.body(match=p.words("কাপ"), home="শিমুলিয়া", points="৩")), "ScoreCopy.title ScoreCopy.sides"
    ),
    Case(lambda p: p.edit(body=p.body(status=p.words("চলছে"))), "ScoreCopy.status", "Story.body"),
    Case(lambda p: p.edit(body=p.body(caption=p.words("ছক"))), "TableCopy.caption"),
    Case(lambda p: p.edit(body=p.body(rows="দল|গোল\nশিমুলিয়া|7")), "TableCopy.head TableCopy.rows"),
    Case(lambda p: p.edit(body=p.body(counts=p.words("আয়োজক"))), "TableCopy.source"),
    Case(lambda p: p.vote(), "PollCopy.votes"),
    Case(
        lambda p: p.ask(),
        "StoryCopy.poll PollCopy.question PollCopy.options PollCopy.turn",
        "Poll.question Poll.options Poll.turn",
    ),
    Case(lambda p: p.ask(48), "PollCopy.closes_at", "Poll.closes_at"),
    Case(
        lambda p: actions.end_coverage(p.story, None),
        "StoryCopy.live LiveCopy.ended_at LiveCopy.version",
        "Coverage.ended_at",
    ),
    Case(
        lambda p: actions.kill(p.story, None),
        "StoryCopy.picture",
        "Story.killed_at Picture.withdrawn NewsDay.stories",
    ),
    Case(lambda p: p.set_paper(cards="always"), "PaperCopy.cards", "Paper.cards"),
    Case(lambda p: p.order(weight=3), "AdCopy.weight"),
    Case(lambda p: p.order(sections=[make_section("world")]), "AdCopy.sections"),
    Case(lambda p: p.order(house=True), "AdCopy.is_house"),
    Case(lambda p: p.creative(alt=p.words("এসো")), "AdCopy.content"),
    Case(lambda p: p.set_paper(measure_google="G-AAAA1111"), "PaperCopy.asks", "Paper.measure_google"),
    Case(lambda p: p.set_paper(measure_google="", measure_meta="1234567"), "", "Paper.measure_meta"),
    Case(lambda p: p.set_paper(asks_for_code=True), "AdCopy.asks", "Paper.asks_for_code"),
    Case(lambda p: p.order(on=False), "SpaceCopy.ads"),
)

NEVER = {
    "a number is given once": "StoryCopy.id TeaserCopy.id PictureCopy.id LiveCopy.story AdCopy.number AdCopy.frame",
    "it begins once": "LiveCopy.began_at Coverage.began_at Coverage.story Poll.story PollCopy.story",
    "the clock says it": "PollCopy.closed",
    "set when it is first published": "StoryCopy.published_at TeaserCopy.published_at SitemapEntry.published_at "
    "SignOffCopy.day SignOffCopy.initials Story.published_at Story.signed Place.published_at",
    "a setting of the machine, which makes another edition": "PaperCopy.origin PaperCopy.zone",
    "the house prints in one language": "PaperCopy.language",
    "addresses of sections and topics stay": "SectionCopy.slug SectionCopy.href Link.href Section.slug Topic.slug "
    "Person.slug Desk.slug",
    "it belongs to the page for ever": "ListPageCopy.href ListPageCopy.section ListPageCopy.number ListPageCopy.day "
    "ListPageCopy.feeds PackageCopy.number CorrectionsPageCopy.href CorrectionsPageCopy.number "
    "ProfileCopy.kind",
    "an entry stays in its package": "PackageEntry.package",
    "a day and a month stay what they are": "CalendarDayCopy.day CalendarCopy.title CalendarCopy.href "
    "CalendarCopy.calendar CalendarCopy.days CalendarCopy.years CalendarYearCopy.year CalendarYearsCopy.href "
    "CalendarYearsCopy.calendar CalendarYearsCopy.other AnniversaryYearCopy.day AnniversaryYearCopy.href "
    "AnniversaryCopy.name AnniversaryCopy.href ListPageCopy.month ListPageCopy.on",
    "the press says it": "NoticeCopy.status NoticeCopy.title NoticeCopy.text",
    "a picture keeps its file": "PictureFile.href PictureFile.width PictureFile.height Picture.file "
    "Picture.width Picture.height",
    "the gazetteer says it": "Area.slug Area.kind Area.above Area.name Area.latin Area.lineage ListPageCopy.above "
    "PointCopy.name PointCopy.latitude PointCopy.longitude PointCopy.wide",
    "the list of changes is not full": "ChangesCopy.since",
    "books of what is shown where": "PictureUse.story PictureUse.picture Listing.name NewsDay.day",
}
"""Fields and columns that sheets may show and that no act changes while they stand, by the reason."""

UNSEEN = {
    Story: "latest_revision first_published_at last_published_at live_revision go_live_at expire_at expired locked "
    "locked_at locked_by has_unpublished_changes tell_reader tell_reason embargo_until "
    "embargo_reason clipping kill_note named_by",
    Picture: "collection title description created_at uploaded_by_user focal_point_width "
    "focal_point_height file_size file_hash tags taken_at terms until used",
    SourceLink: "told_at",
    Correction: "made_by",
    Paper: "is_demo one_may_kill cards_ahead",
    Package: "changed_at",
    Banner: "raised_by",
    Coverage: "began_by ended_by reporters",
    LiveEntry: "client author",
    Poll: "opened_at asked_by",
    HeadlineTest: "began_at began_by takes found found_at hindered counts ended ended_by made",
    Document: "latest_revision live_revision first_published_at go_live_at expire_at expired has_unpublished_changes",
    Front: "draft step changed_at changed_by due_at due_by",
}
"""Columns that no sheet shows: the test alters them all and finds every sheet as it was."""

BEHIND: tuple[type[models.Model], ...] = (
    *(
        Paper,
        Section,
        Desk,
        Person,
        Topic,
        Area,
        Picture,
        Story,
        Byline,
        SourceLink,
        Correction,
        RelatedStory,
        StoryUpdate,
    ),
    Document,
    Banner,
    Coverage,
    LiveEntry,
    Poll,
    HeadlineTest,
    Space,
    *(Package, PackageEntry, PackageAddress, PictureUse, StoryAddress, Front, Place, Listing, NewsDay),
)
"""The models behind the copy."""

ELSEWHERE = {
    ("PictureCopy.files", "look"): "it shows the cut that a logo is given once",
    ("PictureCopy.caption", "writer"): "a face has no caption",
    ("PictureCopy.caption", "desk"): "a face has no caption",
    ("PictureCopy.credit", "writer"): "a face has no credit",
    ("PictureCopy.credit", "desk"): "a face has no credit",
    ("ProfileCopy.role", "desk"): "only persons have one",
    **{
        ("TeaserCopy.mark", kind): "only fronts are told of it"
        for kind in ("day", "topic", "package", "writer", "desk")
    },
}
"""Where a field shows and no act changes it there, although it does on sheets of another kind."""

AT_MOST_IDLE = 0.05


def every_column() -> set[str]:
    """Every column of the models behind the copy but their numbers."""
    return {
        f"{model.__name__}.{field.name}"
        for model in BEHIND
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if not isinstance(field, models.AutoField)
    }


@pytest.fixture
def exhibit(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> Exhibit:
    """The paper, printed."""
    small_pages(monkeypatch)
    turns.brotli = False  # it changes no entity tag, and takes its time
    paper = Exhibit(turns)
    turns.settle()
    return paper


def test_every_field_and_column_has_a_case_or_a_reason() -> None:
    changed = {word for case in CASES for word in f"{case.fields} {case.columns}".split()}
    kept = {word for words in NEVER.values() for word in words.split()}
    unseen = {f"{model.__name__}.{word}" for model, words in UNSEEN.items() for word in words.split()}
    assert changed | kept | unseen == {*fields.every_field(), *every_column()}
    assert (changed & kept, changed & unseen, kept & unseen) == (set(), set(), set())


def test_what_no_sheet_shows_changes_none(exhibit: Exhibit) -> None:
    wanted = fields.every_sheet(exhibit.turns.store)
    before = fields.tags(wanted)
    for model, words in UNSEEN.items():
        columns = {word: model._meta.get_field(word) for word in words.split()}
        values = {word: another(column) for word, column in columns.items() if not column.many_to_many}
        assert model._default_manager.update(**values) > 0
    assert fields.tags(wanted) == before


def another(column: models.Field) -> object:  # type: ignore[type-arg]  # columns of any type
    """What a column that no sheet shows is set to."""
    if column.is_relation:
        return None if column.null else F(column.name)
    if isinstance(column, models.BooleanField):
        return True
    if isinstance(column, models.JSONField):
        return {"slots": [], "others": False}
    if isinstance(column, models.DateTimeField):
        return NOON + timedelta(days=400)
    if isinstance(column, models.DateField):
        return NOON.date()
    return F(column.name) + 1 if isinstance(column, models.IntegerField) else Concat(F(column.name), Value("ক"))


@dataclass
class Tally:
    """How many sheets of the rack were printed again or taken off, and how many of them stayed as they were."""

    again: int = 0
    idle: int = 0

    def share(self) -> float:
        return self.idle / self.again


def walk(exhibit: Exhibit, cases: Sequence[Case]) -> tuple[Tally, Tally, dict[str, set[str]]]:
    """Does ``cases`` one after the other. Each sheet that differs afterwards must have been printed again.

    Returns the tally of what was touched by its keys, that of the frame, whose change makes a new edition of what shows
    it, and by field the kinds of sheets that differed.
    """
    turns = exhibit.turns
    reached: dict[str, set[str]] = {field: set() for field in fields.every_field()}
    tallies = Tally(), Tally()
    after = fields.tags(fields.every_sheet(turns.store))
    for number, case in enumerate(cases):
        clock.set(NOON + number * timedelta(seconds=20))
        rack, before, position = fields.on_rack(), after, changes.position()
        case.act(exhibit)
        framed = any(of_frame(change.keys) for change in changes.since(position))
        turns.settle()
        after = fields.tags({*before, *fields.every_sheet(turns.store)})
        differ = {name for name, tag in after.items() if tag != before.get(name, "")}
        now = fields.on_rack()
        again = {name for name in rack if now.get(name, position + 1) > position}
        missed = (differ & rack.keys()) - again
        assert missed == set(), f"{case.fields}: {sorted(missed)} changed and were not printed again"
        for field in case.fields.split():
            reached[field] |= {kind(name) for name in differ}
        tallies[framed].again += len(again)
        tallies[framed].idle += len(again - differ)
    assert check(turns.store).wrong == []
    return *tallies, reached


def kinds_that_show(exhibit: Exhibit, wanted: list[str]) -> dict[str, set[str]]:
    """By field, the kinds of sheets that show it: of each kind the whole story's own sheet, or the first."""
    first: dict[str, str] = {}
    for name in fields.every_sheet(exhibit.turns.store):
        first.setdefault(kind(name), name)
    first |= {"story": f"story:{exhibit.pk}", "data": f"data:{exhibit.pk}", "day": f"day:{clock.today()}"}
    before = fields.tags(first.values())
    return {field: {kind(name) for name in fields.shown(field, before)} for field in wanted}


@pytest.mark.long
def test_a_sheet_that_shows_what_changed_is_printed_again(exhibit: Exhibit) -> None:
    walk(exhibit, CASES[::7])


OF_SECTIONS = {keys.section_name(slug) for slug in ("world", "national", "sports", "economy")}

FRAMED = {
    "PaperCopy.name": {keys.PAGE, keys.LITE, keys.NAME},
    "PaperCopy.tagline": {keys.PAGE, keys.TAGLINE},
    "PaperCopy.sections": {keys.PAGE, keys.LITE, keys.SECTIONS, *OF_SECTIONS},  # a section's feeds look themselves up
    "PaperCopy.editor": {keys.PAGE, keys.LITE},
    "PaperCopy.documents": {keys.PAGE},
    "PaperCopy.trust": {keys.PAGE, keys.LITE},
    "PaperCopy.imprint": {keys.PAGE, keys.LITE},
    "PaperCopy.google_source": {keys.PAGE},
    "PaperCopy.social": {keys.PAGE},
    "PaperCopy.cards": {keys.PAGE},
    "PaperCopy.contact": {keys.CONTACT},
    "PaperCopy.ads": {keys.ADS},
    "PaperCopy.crawlers": {keys.CRAWLERS},
    "PaperCopy.comments": {keys.COMMENTS},
    "PaperCopy.comments_days": {keys.COMMENTS_DAYS},
    "PaperCopy.counts_lite": {keys.LITE},
    "PaperCopy.outlet": {keys.OUTLET},
    "StoryCopy.outlet": {keys.OUTLET},
    "SignOffCopy.text": {keys.OUTLET},
    "SectionCopy.name": {keys.PAGE, keys.LITE, keys.NAMES, *OF_SECTIONS},
}
"""Fields that are the frame's, and the parts of it of which a sheet that shows one must name one."""


@pytest.mark.long
def test_a_sheet_that_shows_a_part_of_the_frame_depends_on_it(exhibit: Exhibit) -> None:
    """Whatever a printer says that its sheet shows of the frame: the sheet is asked."""
    printed = {one.name: one.frame for one in prints(fields.every_sheet(exhibit.turns.store))}
    before = fields.tags(printed)
    shows = {field: fields.shown(field, before) for field in FRAMED}
    names_one = {field: {name for name, parts in printed.items() if parts & FRAMED[field]} for field in FRAMED}
    assert {field: shows[field] - names_one[field] for field in FRAMED} == {field: set() for field in FRAMED}
    assert {kind(name) for name in shows["PaperCopy.name"]} > {"front", "story", "data", "feed rss", "feed atom"}
    assert {kind(name) for name in shows["SectionCopy.name"]} > {"front", "story", "data", "feed rss", "feed atom"}
    assert {kind(name) for name in shows["SignOffCopy.text"]} == {"story"}


@pytest.mark.proof
def test_every_field_that_any_sheet_shows(exhibit: Exhibit) -> None:
    turns = exhibit.turns
    turns.same = turns.printed = 0
    where = kinds_that_show(exhibit, sorted({field for case in CASES for field in case.fields.split()}))
    touched, framed, reached = walk(exhibit, CASES)
    lacking = {(field, shows) for field in where for shows in where[field] - reached[field]}
    assert lacking == ELSEWHERE.keys()
    print(
        f"FIGURE: fields of the copy and columns behind them that are changed or never change | {len(every_column())}"
    )
    print(f"FIGURE: cases in which a field is changed and every sheet that shows it is printed again | {len(CASES)}")
    print(f"FIGURE: of the sheets touched by their keys, unchanged in bytes | {touched.idle} of {touched.again}")
    print(f"FIGURE: of the sheets printed again for a new frame, unchanged in bytes | {framed.idle} of {framed.again}")
    print(
        f"FIGURE: of all sheets that the press printed meanwhile, the bytes that lay there | {turns.same} of {turns.printed}"
    )
    whole = Tally(touched.again + framed.again, touched.idle + framed.idle)
    print(f"FIGURE: of all sheets printed again over the run, unchanged in bytes | {whole.share():.1%}")
    assert (framed.again > 0, touched.again > 0) == (True, True)
    assert whole.share() <= AT_MOST_IDLE
