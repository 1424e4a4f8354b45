"""A newsroom with something on every screen, for whoever looks at all of them: machines that check and people who see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from harkara.comments import actions as comments
from harkara.comments.actions.appeal import link as appeal_link
from harkara.comments.models import Verdict
from harkara.comments.moderators import Moderator
from harkara.desk import actions, clock, fronts
from harkara.desk.actions.notices import tell
from harkara.desk.actions.replace_words import Chosen, mark
from harkara.desk.actions.staffing import Office
from harkara.desk.fronts import HOME, Pin
from harkara.desk.models import (
    Newsletter,
    NewsletterTurn,
    Notice,
    Picture,
    Section,
    Space,
    Story,
    Topic,
    WireSource,
)
from harkara.desk.models.sealed import Opening, Sealed
from harkara.desk.replacing import Wanted, wordings
from harkara.people.models import User
from harkara.press.bake import bake
from harkara.press.print_run import plan_addresses
from harkara.press.storeroom import Storeroom
from harkara.readings import counting
from harkara.readings.spool import Sum
from harkara.wire import complaints
from tests.comments.factories import a_reader, said
from tests.desk.factories import (
    HEADLINES,
    make_body,
    make_clipping,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_rule,
    make_section,
    make_source,
    make_story,
    make_topic,
    make_user,
    send,
    stored,
)

LONG = "নদীভাঙনকবলিত" * 15 + "মানুষ"
"""A headline of two hundred letters without a blank, as nobody would write it and somebody once will paste it."""
PARAGRAPH = "সকালে উজানের ঢলে নদীর পানি বাড়ে, চরের মানুষ নৌকায় করে বাঁধের ওপর উঠে আসে।"


LETTER = {
    "name": "সকালের চিঠি",
    "about": "দিনের বাছাই খবর",
    "kind": "regular",
    "at": time(7),
    "days": "0123456",
    "hours": 24,
    "parts": [{"front": "", "rows": 8}],
    "signed": "বার্তা সম্পাদক",
    "is_on": True,
}
"""How a letter to readers is set up."""


@dataclass(frozen=True)
class Newsroom:
    """What the addresses of screens need to know of it."""

    letter: int
    story: Story
    draft: Story
    asked: Story
    killed: Story
    tested: Story
    picture: Picture
    topic: Topic
    clipping: int
    newer: int
    killed_item: int
    source: int
    rule: int
    run: int
    issue: int
    invitation: int
    sealed: int
    colleague: int
    revisions: tuple[int, int]


def furnish(rack: Path, rows: int = 6, headline: str = "") -> Newsroom:
    """A newsroom in which everything happened once, with ``rows`` stories in each list; ``headline`` on each of them."""
    make_paper()
    for position, slug in enumerate(("world", "national", "sports", "opinion", "economy")):
        make_section(slug, position=position)
    sections = list(Section.objects.all())
    desk, topic = make_desk(), make_topic("নদীভাঙন")
    make_topic("নদী ভাঙন"), make_topic(headline[:80] or "হাওর")
    boss = make_user("shirin", group="desk_editor", first_name="শিরীন", last_name="আখতার")
    other = make_user("kamal", group="desk_editor", first_name="কামাল", last_name="উদ্দিন")
    reporter = make_user("rima", group="reporter", first_name="রিমা", last_name=headline[:90] or "খাতুন")
    picture = make_picture(caption=headline or "ঘাটে বাঁধা নৌকা", title=headline[:200] or "নদীর ঘাট")
    for number in range(min(rows, 8)):
        make_picture(title=headline[:200] or f"নৌকা {number}", credit="" if number == 1 else "হরকরা")

    def say(number: int) -> str:
        return headline or HEADLINES[number % len(HEADLINES)]

    def story(number: int, **fields: Any) -> Story:
        given: dict[str, Any] = {
            "headline": say(number),
            "section": sections[number % len(sections)],
            "desk": desk,
            "user": boss if fields.get("published", True) else reporter,
            "topics": [topic],
            "bylines": [(make_person(), "ঢাকা")],
            "sources": [("সোনারতরী", "outlet"), ("রয়টার্স", "agency")],
            "body": stored(*make_body([PARAGRAPH, PARAGRAPH])),
        }
        return make_story(**{**given, **fields})

    live = [story(number, picture=picture if number % 2 == 0 else None) for number in range(rows)]
    drafts = [story(number, published=False) for number in range(rows)]
    for number in range(rows):
        for waiting, steps in ((story(number, published=False), number % 3),):
            actions.file_story(waiting, reporter)
            if steps > 0:
                actions.claim(waiting, boss)
            if steps > 1:
                actions.approve(waiting, boss)
        make_clipping(headline=say(number), outlet=headline[:90] or "সোনারতরী")
        due = clock.now() + timedelta(hours=number + 1)
        actions.assign(say(number), boss, to=reporter, due=due, section=sections[0], brief=PARAGRAPH)
    back = story(1, published=False)
    actions.file_story(back, reporter)
    actions.send_back(back, boss, "উৎসের নাম লিখুন, শিরোনাম ছোট করুন।")
    first = live[0]
    actions.edit(first, boss, headline=headline or "নদীতে নতুন সেতু", summary="সকালে সেতু খুলেছে।")
    first.refresh_from_db()
    actions.correct(first, "সেতুর দৈর্ঘ্য ভুল লেখা হয়েছিল।", boss)
    first.refresh_from_db()
    actions.make_proof_link(first, boss, "আইনজীবী")
    actions.end_proof_link(actions.make_proof_link(first, boss, "মালিক"), boss)
    fill_queue(first.pk, rows)
    actions.begin_headlines(first, boss, [f"{say(1)[:240]} ২", "সেতু খুলল সকালে"], 6)
    other_test = actions.begin_headlines(live[-1], boss, ["আরেক শিরোনাম"], 6)
    actions.take_headline(other_test, boss, 1)
    counting.add(Sum(int(clock.now().timestamp()), first.pk, what, 40) for what in ("h00", "h01", "h02", "rd"))
    asked = story(2)
    actions.ask_kill(asked, other, "পরিবার চায় না।", "খবরটি তুলে নেওয়া হলো।")
    killed = story(3)
    actions.ask_kill(killed, other, "ভুল খবর।")
    actions.kill(killed, boss)
    named = story(4, headline="অনিমা সেনের খোঁজ মেলেনি", summary="অনিমা সেনকে খুঁজছে পুলিশ")
    actions.redact(named, "অনিমা সেন", boss, reason="নাবালিকা", instead="এক ছাত্রী")
    sealed = Sealed.objects.get()
    Opening.objects.create(sealed=sealed, asked_by=other, asked_at=clock.now(), reason="আদালতের আদেশ")
    run = actions.begin_replacement(boss, told=False)
    wanted = Wanted("নদীর", "নদের", False, False)
    for one in (live[1], drafts[1]):
        one.refresh_from_db()
        actions.replace_words(run, Chosen(one.pk, mark(one), every_place(one)), wanted, boss)
    issue = actions.make_issue(clock.now() + timedelta(hours=9), boss)
    actions.put_into_issue(issue, [*drafts[: max(3, rows // 2)], back], boss)
    invitation = actions.invite("নাসিমা বেগম", Office(frozenset({"reporter"})), None, "nasima@example.org")
    actions.draft_front(HOME, fronts.usual(HOME).with_pins({"lead": [Pin(live[-1].pk, 1)]}), boss, seen=0)
    Space.objects.create(place="head", on=True, picture=picture, alt=headline or "বইমেলায় আসুন", link="/world/")
    source = make_source(section=sections[1], for_desk=desk)
    make_source(name=headline[:100] or "কালোবাক্স", outlet="কালোবাক্স", is_paused=True)
    WireSource.objects.filter(pk=source.pk).update(
        looked_at=clock.now(),
        took_at=clock.now(),
        taken=1234,
        failures=3,
        error={"sentence": complaints.STATUS, "values": {"address": source.address, "status": 503}},
        report=[
            {"sentence": complaints.NO_DATE, "values": {"count": 7}},
            {"sentence": complaints.ODD_DATE, "values": {"said": headline[:80] or "গতকাল"}},
        ],
    )
    rule = make_rule(name=headline[:80] or "বন্যা জরুরি", words="হাওর\nবন্যা", section=sections[1])
    newer = send(source, guid="newer", headline=say(1), body=(PARAGRAPH, PARAGRAPH))
    actions.draft_from(newer, boss)
    send(source, guid="newer", headline=f"{say(1)}, হালনাগাদ", body=(PARAGRAPH, f"{PARAGRAPH} আরও একটি বাক্য।"), version=2)
    killed_item = send(source, guid="killed", headline=say(2), body=(PARAGRAPH,), urgency=1)
    actions.draft_from(killed_item, boss)
    send(source, guid="killed", headline="", body=(), state="cancelled", note=headline or "তথ্য ভুল, ব্যবহার করবেন না।")
    send(source, guid="waits", headline=say(0), body=(PARAGRAPH,), embargo=clock.now() + timedelta(hours=5), urgency=2)
    send(source, guid="struck", headline=say(4), body=(PARAGRAPH,), state="withheld")
    store = Storeroom.of_settings()
    plan_addresses(store)
    bake(store, [f"story:{first.pk}"])
    revisions = tuple(first.revisions.order_by("pk").values_list("pk", flat=True))
    letter = actions.set_newsletter(Newsletter(slug="morning"), boss, LETTER)
    NewsletterTurn.objects.create(newsletter=letter, turn="2026-11-27", came="empty", at=clock.now())
    return Newsroom(
        letter=letter.pk,
        story=first,
        draft=drafts[0],
        asked=asked,
        killed=killed,
        tested=live[-1],
        picture=picture,
        topic=topic,
        clipping=make_clipping(headline=say(0)).pk,
        newer=newer.pk,
        killed_item=killed_item.pk,
        source=source.pk,
        rule=rule.pk,
        run=run.pk,
        issue=issue.pk,
        invitation=invitation.pk,
        sealed=sealed.pk,
        colleague=reporter.pk,
        revisions=(revisions[0], revisions[-1]),
    )


def fill_queue(story: int, count: int) -> None:
    """What readers said under the ``story``: some of it waits, was reported, appealed against, decided on."""
    chief = Moderator(None, "শিরীন আখতার")
    link = "https://example.org/"
    for number in range(count):
        words = ("তুই একটা হা রা মি", f"দেখুন {link} {link} {link}", PARAGRAPH * 3, "ঠিক কথা")[number % 4]
        made = said(a_reader(), words, story=story, takes="open" if number % 4 < 2 else "checked")
        comments.note(made.pk, "আগেও এমন লিখেছেন।", chief)
    judged = said(a_reader(), "এটি সরানো হয়েছিল", story=story)
    comments.ban(judged.pk, 7, chief, "গালাগাল")
    for verdict in Verdict.objects.filter(comment=judged):
        comments.appeal(appeal_link(verdict), "এতে গালি নেই, আবার দেখুন।")
    shown = said(a_reader(), "এটি প্রকাশিত", story=story)
    comments.report(a_reader(), shown.pk, "abuse")
    comments.begin_flood("queue", 6, chief)


def every_place(story: Story) -> frozenset[int]:
    """More places than any story has."""
    assert wordings([story])
    return frozenset(range(4))


def signed_in(role: str) -> User:
    """Somebody of ``role``, who has been told something."""
    user = make_user("nadia", group=role, first_name="নাদিয়া", last_name="রহমান")
    story = Story.objects.order_by("pk").first()
    if story:
        tell(user, Notice.Kind.SENT_BACK, story, note="উৎসের নাম?")
    return user


def screens(room: Newsroom | None) -> Iterator[tuple[str, str]]:
    """Name and address of each screen; without a newsroom those that an empty one has."""
    yield from (
        ("board", "/desk/"),
        ("list", "/desk/stories/"),
        ("new", "/desk/stories/add/"),
        ("tray", "/desk/tray/"),
        ("paste", "/desk/tray/paste/"),
        ("front", "/desk/front/"),
        ("section-front", "/desk/front/of/world/"),
        ("notices", "/desk/board/notices/"),
        ("assign", "/desk/board/assign/"),
        ("search", "/desk/search/"),
        ("replace", "/desk/replace/"),
        ("issues", "/desk/issues/"),
        ("newsletters", "/desk/newsletters/"),
        ("newsletter-new", "/desk/newsletters/new/"),
        ("reports", "/desk/numbers/"),
        ("readings", "/desk/readings/"),
        ("comments", "/desk/comments/"),
        ("comments-words", "/desk/comments/words/?text=kutta"),
        ("comments-flood", "/desk/comments/flood/"),
        ("comments-log", "/desk/comments/log/"),
        ("vouchers", "/desk/vouchers/"),
        ("pictures", "/desk/images/"),
        ("upload", "/desk/images/multiple/add/"),
        ("topics", "/desk/topics/"),
        ("people", "/desk/people/"),
        ("sections", "/desk/sections/"),
        ("desks", "/desk/desks/"),
        ("documents", "/desk/about/"),
        ("new-document", "/desk/about/add/"),
        ("paper", "/desk/paper/"),
        ("spaces", "/desk/spaces/"),
        ("card-looks", "/desk/cards/"),
        ("new-space", "/desk/spaces/add/"),
        ("wire-sources", "/desk/wire/sources/"),
        ("new-wire-source", "/desk/wire/sources/add/"),
        ("wire-rules", "/desk/wire/rules/"),
        ("new-wire-rule", "/desk/wire/rules/add/"),
        ("staff", "/desk/staff/"),
        ("invite", "/desk/staff/invite/"),
        ("log", "/desk/log/"),
        ("sealed-list", "/desk/acts/sealed/"),
        ("account", "/desk/account/"),
        ("second", "/desk/second/"),
        ("sittings", "/desk/sittings/"),
        ("nowhere", "/desk/no-such-screen/"),
    )
    if room is None:
        return
    story, draft, picture = room.story.pk, room.draft.pk, room.picture.pk
    older, newer = room.revisions
    yield from (
        ("many", "/desk/stories/"),
        ("replace-found", "/desk/replace/"),
        ("list-found-none", "/desk/stories/?q=ঝঝঝ"),
        ("editor", f"/desk/stories/edit/{story}/"),
        ("cards", f"/desk/acts/{story}/cards/"),
        ("editor-draft", f"/desk/stories/edit/{draft}/"),
        ("editor-killed", f"/desk/stories/edit/{room.killed.pk}/"),
        ("particulars", f"/desk/stories/edit/{story}/#tab-particulars"),
        ("history", f"/desk/stories/history/{story}/"),
        ("compare", f"/desk/stories/history/{story}/revisions/compare/{older}...{newer}/"),
        ("compare-side", f"/desk/stories/history/{story}/revisions/compare/{older}...{newer}/?view=side"),
        ("replaced", f"/desk/replace/{room.run}/"),
        ("issue", f"/desk/issues/{room.issue}/"),
        ("newsletter", f"/desk/newsletters/{room.letter}/"),
        ("newsletter-rule", f"/desk/newsletters/{room.letter}/edit/"),
        ("newsletter-breaking", f"/desk/newsletters/story/{room.story.pk}/"),
        ("links", f"/desk/links/{story}/"),
        ("vouchers-found", f"/desk/vouchers/?address=/{story}"),
        ("clipping", f"/desk/tray/{room.clipping}/"),
        ("clipping-newer", f"/desk/tray/{room.newer}/"),
        ("clipping-killed", f"/desk/tray/{room.killed_item}/"),
        ("wire-source", f"/desk/wire/sources/edit/{room.source}/"),
        ("wire-rule", f"/desk/wire/rules/edit/{room.rule}/"),
        ("wire-rule-tried", f"/desk/wire/rules/edit/{room.rule}/"),
        ("correct", f"/desk/acts/{story}/correct/"),
        ("unpublish", f"/desk/acts/{story}/unpublish/"),
        ("kill", f"/desk/acts/{story}/kill/"),
        ("kill-asked", f"/desk/acts/{room.asked.pk}/kill/"),
        ("killed", f"/desk/acts/{room.killed.pk}/kill/"),
        ("redact", f"/desk/acts/{story}/redact/"),
        ("sealed", f"/desk/acts/sealed/{room.sealed}/"),
        ("publishing", f"/desk/acts/{draft}/publish/"),
        ("send-back", f"/desk/board/{draft}/send-back/"),
        ("urgent", f"/desk/board/{draft}/urgent/"),
        ("banner", f"/desk/acts/{story}/banner/"),
        ("headlines", f"/desk/acts/{story}/headlines/"),
        ("headlines-ended", f"/desk/acts/{room.tested.pk}/headlines/"),
        ("picture", f"/desk/images/{picture}/"),
        ("picture-use", f"/desk/images/usage/{picture}/"),
        ("pictures-found-none", "/desk/images/?q=ঝঝঝ"),
        ("topic", f"/desk/topics/edit/{room.topic.pk}/"),
        ("merge", f"/desk/topic/{room.topic.pk}/merge/"),
        ("invitation", f"/desk/staff/invitations/{room.invitation}/"),
        ("person", f"/desk/staff/{room.colleague}/"),
        ("search-found", "/desk/search/?q=নদী"),
    )
