"""A paper with everything that a paper can hold, and how two packed ones are compared."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from harkara.comments import clock as comments_clock
from harkara.comments.actions import react, say, take_name, withdraw
from harkara.comments.models import Reader
from harkara.desk import actions, clock
from harkara.desk.demo.setting_up import set_up
from harkara.desk.fronts import HOME, Arrangement, Pin, Slot
from harkara.desk.models import Area, Document, Package, Paper, Picture, Section, Space, Story, Topic
from harkara.people.models import User
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting, popular
from harkara.readings.spool import Sum
from tests.desk.factories import (
    NOON,
    make_body,
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

BANGLA = "পুরোনো শিরোনামে যুক্তবর্ণ ও চন্দ্রবিন্দু: চাঁদ উঠেছে"


def furnish(*, demo: bool) -> dict[str, int]:
    """The demo paper, or a small one with a story of each kind; and beside it stories that were killed, taken off, moved and
    corrected, topics that were merged, a package that was renamed, advertising and a logo. Returns the numbers of those that a
    test looks at.
    """
    clock.set(NOON)
    if demo:
        set_up()
    else:
        _set_up_little()
    editor = User.objects.get(username="editor")
    live = list(Story.objects.filter(live=True).order_by("pk"))
    kinds = {story.kind: story for story in live}
    named: dict[str, int] = {kind: story.pk for kind, story in kinds.items()}
    moved = make_story(headline=BANGLA, section=Section.objects.get(slug="world"), body=_linked(live[0]), user=editor)
    moved = actions.edit(moved, editor, section=Section.objects.get(slug="economy"), captions={})
    corrected = make_story(headline="যে খবরের ভুল শোধরানো হলো", section=Section.objects.get(slug="national"))
    corrected = actions.correct(corrected, "আগের সংস্করণে নামের বানান ভুল ছিল।", editor)
    clock.set(NOON + timedelta(minutes=20))
    corrected = actions.edit(corrected, editor, tell_reader="নতুন হিসাব যোগ হয়েছে", summary="নতুন সারাংশ")
    gone = make_picture()
    killed = make_story(headline="যে খবর তুলে নেওয়া হলো", section=Section.objects.get(slug="world"), picture=gone)
    actions.kill(killed, None, "ভুল খবর")
    withdrawn = make_story(headline="যে খবর আপাতত নেই", section=Section.objects.get(slug="world"))
    actions.unpublish(withdrawn, editor)
    named |= {"moved": moved.pk, "corrected": corrected.pk, "killed": killed.pk, "withdrawn": withdrawn.pk}
    Topic.objects.filter(name="চরের খবর").delete()
    one, other = make_topic("চরের খবর"), make_topic("চরাঞ্চলের খবর")
    tagged = make_story(headline="চর নিয়ে খবর", section=Section.objects.get(slug="national"), topics=[one])
    named["tagged"] = tagged.pk
    actions.merge_topics(one, other, editor)
    paper = Paper.load()
    paper.accent, paper.tagline, paper.logo = "#7a1f3d", "চলমান খবর", make_picture(width=400, height=200)
    paper.ads_txt, paper.security_contact = "example.com, 1234, DIRECT", "mailbox@example.com"
    paper.save()
    Space.objects.create(
        place="head", on=True, picture=make_picture(width=640, height=200), alt="বিজ্ঞাপন", link="/about/"
    )
    Picture.objects.filter(pk__in=Picture.objects.order_by("pk")[:2].values("pk")).update(avif=True)
    package = Package.objects.get()
    actions.change_package(package, editor, name="ঘটনাপ্রবাহের নতুন নাম")
    return named


def _set_up_little() -> None:
    """What the demo paper has, once of each."""
    make_paper(comments="open")
    editor = make_user("editor", initials="কখগ")
    for position, slug in enumerate(("national", "world", "economy", "sports")):
        make_section(slug, position=position)
    Section.objects.create(slug="cricket", name="ক্রিকেট", position=9, above_id="sports")
    writer = make_person("মাহিন আলম")
    writer.public, writer.about, writer.picture = True, "নদীর খবর লেখেন।", make_picture(width=400)
    writer.save()
    desk = make_desk()
    desk.public = True
    desk.save()
    area = Area.objects.get(slug="pabna")
    topics = [make_topic("নদী"), make_topic("ধান")]
    of_kind: dict[str, dict[str, Any]] = {
        "news": {"bylines": [(writer, "পাবনা")], "areas": [area], "dateline": "পাবনা", "picture": make_picture()},
        "analysis": {"desk": desk, "sources": [("কেসিএনএ", "state-media"), ("রয়টার্স", "agency")]},
        "opinion": {"bylines": [(writer, "")], "syndication": "nothing", "kicker": "কলাম"},
        "explainer": {"no_advertising": True, "comments": "off", "syndication": "excerpt"},
        "photo": {
            "picture": make_picture(),
            "body": stored(*make_body(), *(("picture", make_picture().pk) for _ in range(3))),
        },
        "video": {"video": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "picture": make_picture()},
        "obituary": {"remembered": "একজন শিক্ষক", "born": 1940, "died": 2026},
    }
    made = []
    for number in range(3):
        for kind, fields in of_kind.items():
            given = {**fields, "headline": f"{kind} {number}: চরের খবর", "topics": topics[: number % 3]}
            at = NOON - timedelta(hours=30 * number + 2, minutes=len(made))
            areas = given.pop("areas", [])
            story = make_story(
                published=False, kind=kind, section=("national", "world", "cricket")[number], user=editor, **given
            )
            story.areas = areas
            story.save_revision()
            with clock.at(at):
                made.append(actions.publish(story, editor))
    package = actions.make_package("চরের ঘটনাপ্রবাহ", editor, standfirst="তিন মাসে যা হলো।")
    actions.add_to_package(package, made[:2], editor)
    for days in range(4):
        actions.add_event(package, f"ঘটনা {days}", NOON - timedelta(days=10 + days), editor, source="উপজেলা")
    actions.raise_banner(made[0], editor, "live", 24)
    lead = Slot("lead", "lead", 1, pins=(Pin(made[0].pk, 1, headline="প্রচ্ছদের শিরোনাম"),))
    actions.publish_front(HOME, None, wanted=Arrangement((lead, Slot("latest", "latest", 8)), others=True))
    for slug in ("about", "trust"):
        page = Document(title=f"পাতা {slug}", slug=slug, body=make_body(), position=1)
        page.save()
        page.save_revision().publish()
    _speak(made[0])
    with transaction.atomic(using=READERS):
        counting.add([Sum(int(NOON.timestamp()), story.pk, "rd", 2 + place) for place, story in enumerate(made)])
    popular.settle(int(NOON.timestamp()))


def _speak(story: Story) -> None:
    """Readers speak under a story: what was withdrawn leaves its place, since somebody answered."""
    said = []
    for number, words in enumerate(("ভালো খবর।", "দ্বিমত আছে।", "আরও জানতে চাই।")):
        email = f"reader{number}@example.com"
        reader = take_name(
            Reader.objects.create(email=email, joined_at=NOON, seen_on=NOON.date()), f"পাঠক {'কখগ'[number]}"
        )
        with comments_clock.at(NOON + timedelta(minutes=number)):
            said.append(say(reader, story.pk, "open", words, parent=said[1].pk if number == 2 else None))
    react(Reader.objects.get(email="reader0@example.com"), said[1].pk, "agree")
    withdraw(said[1].pk)


def _linked(other: Story) -> list[dict[str, object]]:
    blocks = [
        *make_body(),
        ("paragraph", f'<p>আগের খবর <a href="{other.href}">এখানে</a> ও <b>এখানে</b>।</p>'),
        ("heading", "উপশিরোনাম"),
        ("quote", {"text": "আমরা ফিরেছি।", "speaker": "একজন যাত্রী"}),
        ("list", {"ordered": True, "items": ["<p>এক</p>", "<p>দুই</p>"]}),
        ("facts", {"heading": "একনজরে", "items": ["<p>তিনটি চর</p>"], "source": "উপজেলা কার্যালয়"}),
        ("picture", Picture.objects.order_by("pk").first().pk),  # type: ignore[union-attr]  # the demo has some
    ]
    return stored(*blocks)


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, by path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> dict[str, str]:
    """What is not the same in two folders, by path: ``only here``, ``only there``, ``differs``."""
    said = dict.fromkeys(one.keys() - other.keys(), "only here") | dict.fromkeys(
        other.keys() - one.keys(), "only there"
    )
    return said | {path: "differs" for path in one.keys() & other.keys() if one[path] != other[path]}
