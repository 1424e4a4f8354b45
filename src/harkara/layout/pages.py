"""Whole pages: pure functions from finished copy to HTML text."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from harkara.bangla.clock import day_part
from harkara.bangla.digits import to_bangla
from harkara.layout import addresses, assets, cases, compositor, finding, jsonld, outline, talking, words
from harkara.layout.alerting import AlertsCopy
from harkara.layout.copy import (
    AnniversaryCopy,
    CalendarCopy,
    CalendarYearsCopy,
    CorrectionsPageCopy,
    DocumentCopy,
    FrontCopy,
    Link,
    ListPageCopy,
    NewerCopy,
    NoticeCopy,
    PackageCopy,
    PaperCopy,
    Paragraph,
    PictureFile,
    RailCopy,
    SectionCopy,
    SpaceCopy,
    StoryCopy,
    TeaserCopy,
    UpdateCopy,
)
from harkara.layout.coverage import HOLD, PAUSE, LiveCopy, LivePageCopy
from harkara.layout.finding import SearchCopy
from harkara.layout.frame import frame
from harkara.layout.measuring import MeasureCopy
from harkara.layout.polls import PollCopy
from harkara.layout.talking import RemarkCopy, SaidCopy, UnderCopy, VoiceCopy

NEWER_OF = 3
"""Topics of a story whose newer stories its page fetches."""


EMBEDDED = 140
"""Letters of the summary that others show."""


def story(copy: StoryCopy, paper: PaperCopy) -> str:
    """The page of one story."""
    return _story("story/story.html", copy, paper)


def proof(copy: StoryCopy, paper: PaperCopy, until: datetime, *, is_out: bool = False) -> str:
    """The page of one story for somebody outside the newsroom, with a bar: what it is, and ``until`` when it is shown.
    ``is_out``: readers see this very wording.
    """
    return _story("proof/proof.html", copy, paper, until=until, is_out=is_out)


def _story(template: str, copy: StoryCopy, paper: PaperCopy, **more: object) -> str:
    say: dict[str, str] = cases.table("wording")["say"]
    place = (*_above(copy.section, paper), (copy.section.name, copy.section.href))
    crumbs = ((say["home"], "/"), *place, (copy.headline, copy.href))
    html = compositor.compose(
        template,
        story=copy,
        paper=paper,
        frame=frame(paper, copy.section.place),
        crumbs=crumbs,
        canonical=addresses.absolute(copy.href, paper),
        card=_card(copy, paper),
        standfirst=standfirst(copy),
        shares=addresses.shares(copy, paper, say),
        short=addresses.short(copy, paper),
        changes=changes(copy),
        minutes=words.minutes(copy.body),
        spots=tuple(outline.spot(point) for point in copy.points),
        live=live_updates(copy),
        fragments=tuple(addresses.newer(topic) for topic in copy.topics[:NEWER_OF]),
        google=addresses.google_source(paper),
        data=jsonld.script(
            jsonld.news_article(copy, paper),
            *([jsonld.gallery(copy, paper)] if copy.kind == "photo" else []),
            *([jsonld.live_coverage(copy, copy.live, paper)] if copy.live else []),
            *([jsonld.live_blog(copy, live, paper)] if (live := live_updates(copy)) else []),
            jsonld.breadcrumbs(*crumbs, paper=paper),
        ),
        **more,
    )
    return compositor.closed(html)


def front(copy: FrontCopy, paper: PaperCopy, today: date | None = None) -> str:
    """The front page. With ``today``, a day in the paper's zone, the masthead carries the date of three calendars;
    the page is then only good until midnight.
    """
    html = compositor.compose(
        "front/front.html",
        front=copy,
        paper=paper,
        today=today,
        frame=frame(paper, front=True),
        canonical=paper.origin + "/",
        data=jsonld.script(jsonld.publisher(paper), jsonld.website(paper)),
    )
    return compositor.closed(html)


def list_page(copy: ListPageCopy, paper: PaperCopy) -> str:
    """A page of a section, a topic or a day."""
    say: dict[str, str] = cases.table("wording")["say"]
    above = (*_above(copy.section, paper), *((one.label, one.href) for one in copy.above))
    crumbs = ((say["home"], "/"), *above, (copy.title, copy.href))
    parts = [one for one in paper.sections if copy.section and one.within == copy.section.slug and not copy.number]
    before, after = (copy.older, copy.newer) if copy.day else (copy.newer, copy.older)
    html = compositor.compose(
        "listing/listing.html",
        listing=copy,
        crumbs=crumbs[:-1],
        before=before,
        after=after,
        paper=paper,
        below=copy.below or [Link(one.name, one.href) for one in parts],
        frame=frame(paper, copy.section.place if copy.section else ""),
        canonical=addresses.absolute(copy.href, paper),
        data=jsonld.script(
            *([jsonld.profile(copy.profile, copy.href, paper)] if copy.profile else []),
            jsonld.breadcrumbs(*crumbs, paper=paper),
        ),
    )
    return compositor.closed(html)


def _above(section: SectionCopy | None, paper: PaperCopy) -> tuple[tuple[str, str], ...]:
    """Name and address of the section that ``section`` is a part of, if it is one."""
    return tuple((one.name, one.href) for one in paper.sections if section and one.slug == section.within)


def package(copy: PackageCopy, paper: PaperCopy) -> str:
    """A page of a story package."""
    say: dict[str, str] = cases.table("wording")["say"]
    return compositor.compose(
        "package/page.html",
        package=copy,
        paper=paper,
        frame=frame(paper),
        canonical=addresses.absolute(copy.href, paper),
        data=jsonld.script(jsonld.breadcrumbs((say["home"], "/"), (copy.title, copy.href), paper=paper)),
    )


def corrections(copy: CorrectionsPageCopy, paper: PaperCopy) -> str:
    """A page of the corrections of the whole paper."""
    say: dict[str, str] = cases.table("wording")["say"]
    return compositor.compose(
        "corrections/page.html",
        page=copy,
        paper=paper,
        frame=frame(paper),
        canonical=addresses.absolute(copy.href, paper),
        data=jsonld.script(
            jsonld.collection(say["corrections"], copy.href, paper),
            jsonld.breadcrumbs((say["home"], "/"), (say["corrections"], copy.href), paper=paper),
        ),
    )


def document(copy: DocumentCopy, paper: PaperCopy) -> str:
    """A page in which the paper speaks of itself."""
    say: dict[str, str] = cases.table("wording")["say"]
    return compositor.compose(
        "about/page.html",
        page=copy,
        paper=paper,
        frame=frame(paper),
        canonical=addresses.absolute(copy.href, paper),
        data=jsonld.script(
            jsonld.about(copy, paper), jsonld.breadcrumbs((say["home"], "/"), (copy.title, copy.href), paper=paper)
        ),
    )


def month(copy: CalendarCopy, paper: PaperCopy) -> str:
    """The calendar of a month."""
    return _calendar("month", copy.title, copy.href, paper, month=copy)


def years(copy: CalendarYearsCopy, paper: PaperCopy) -> str:
    """All months with news, by years."""
    say: dict[str, str] = cases.table("wording")["say"]
    return _calendar("years", say["calendar"], copy.href, paper, years=copy)


def on(copy: AnniversaryCopy, paper: PaperCopy) -> str:
    """What was published on a day of the year in earlier years."""
    return _calendar("on", copy.name, copy.href, paper, on=copy)


def _calendar(template: str, title: str, href: str, paper: PaperCopy, **copy: object) -> str:
    say: dict[str, str] = cases.table("wording")["say"]
    return compositor.compose(
        f"calendar/{template}.html",
        paper=paper,
        frame=frame(paper),
        canonical=addresses.absolute(href, paper),
        data=jsonld.script(jsonld.breadcrumbs((say["home"], "/"), (title, href), paper=paper)),
        **copy,
    )


def live_piece(copy: LiveCopy, paper: PaperCopy) -> str:
    """The newest of live coverage, as the piece that browsers wait for."""
    return compositor.compose("live/piece.html", live=copy, hold=HOLD, pause=PAUSE, paper=paper)


def poll_piece(copy: PollCopy, paper: PaperCopy) -> str:
    """The result of a poll, as a piece that a script shows; by itself a bare page that leads back to the story."""
    return compositor.compose("poll/piece.html", poll=copy, paper=paper)


def live_page(copy: LivePageCopy, paper: PaperCopy) -> str:
    """A page of older entries of live coverage: a page by itself, of which a script takes the entries."""
    return compositor.compose("live/page.html", page=copy, paper=paper, frame=frame(paper))


def rail(copy: RailCopy, paper: PaperCopy) -> str:
    """The lists beside every page, as a fragment that an island loads."""
    return compositor.compose("rail/lists.html", rail=copy, paper=paper)


def newer(copy: NewerCopy, paper: PaperCopy) -> str:
    """The newest stories of a topic, as a fragment that an island loads."""
    return compositor.compose("newer/stories.html", newer=copy, paper=paper)


def space(copy: SpaceCopy, paper: PaperCopy, number: int = 0) -> str:
    """What stands in a place for advertising, as a document that pages show in a frame; ``number``: by which it is counted."""
    said = {"style": assets.space_style(), "script": _own(assets.space_script())}
    return compositor.compose("space/page.html", space=copy, paper=paper, number=number, **said)


def _own(script: str) -> Markup:
    """A script of ours as an element; the policy of its page carries its hash."""
    return Markup(f"<script>{script}</script>")  # noqa: S704 - our own file


def measure(copy: MeasureCopy, paper: PaperCopy) -> str:
    """What tells those outside that a page was opened, as a document for a hidden frame."""
    return compositor.compose(
        "consent/consent.measure.html", measure=copy, paper=paper, script=_own(assets.measure_script())
    )


def embed(copy: TeaserCopy, paper: PaperCopy) -> str:
    """What other sites show of a story, as a document for their frame."""
    return compositor.compose(
        "embed/page.html",
        story=copy,
        paper=paper,
        file=embedded_file(copy),
        lead=words.shortened(copy.summary, EMBEDDED),
        style=assets.embed_style(),
    )


def embedded_file(copy: TeaserCopy) -> PictureFile | None:
    """The file of its picture that stands there."""
    return (
        compositor.fallback(compositor.plainest(copy.picture), limit=640)
        if copy.picture and copy.picture.files
        else None
    )


def said(copy: SaidCopy, under: UnderCopy, paper: PaperCopy) -> str:
    """What readers said under a story, as a fragment that an island loads; the form's own page takes it too."""
    return compositor.compose("talk/said.html", said=copy, under=under, slip=talking.slip(under), paper=paper)


def form_slip(under: UnderCopy) -> str:
    """What the form below a story has to know of it, as a piece that shows nothing."""
    return Markup('<div hidden data-under="{}"></div>\n').format(talking.slip(under))


def said_with(piece: str, own: Sequence[tuple[RemarkCopy, int | None]], story: int, paper: PaperCopy) -> str:
    """A baked ``piece`` with what only one reader sees of it, for that reader's page: each of ``own`` where it would stand if
    it were shown, below the comment that it answers (its number) or on top. What answers a comment that is not there is left out.
    """
    for remark, parent in own:
        html = compositor.compose("talk/own.html", one=remark, story=story, paper=paper).strip()
        piece = _below(piece, html, parent) if parent else _on_top(piece, html)
    return piece


def _on_top(piece: str, html: str) -> str:
    before, mark, after = piece.partition('<ol class="said-list">')
    if mark:
        return f"{before}{mark}\n{html}{after}"
    before, mark, after = piece.rpartition("</div>")
    empty = before.rpartition('<p class="said-none">')[0] or before
    return f'{empty}<ol class="said-list">\n{html}\n</ol>\n{mark}{after}'


def _below(piece: str, html: str, parent: int) -> str:
    before, mark, after = piece.partition(f' id="c{parent}">')
    foot = after.find('<p class="remark-foot">')
    end = after.find("</p>", foot) + len("</p>")
    if not mark or foot < 0:
        return piece
    head, rest = after[:end], after[end:]
    answers = f'<ol class="said-answers" aria-label="{cases.table("wording")["voice"]["answers_of"]}">'
    if rest.lstrip().startswith('<ol class="said-answers"'):
        opened, _, others = rest.partition(">")
        return f"{before}{mark}{head}{opened}>\n{html}{others}"
    return f"{before}{mark}{head}\n{answers}\n{html}\n</ol>{rest}"


def voice(copy: VoiceCopy, paper: PaperCopy) -> str:
    """A page on which a reader says something or looks after the account. It is nobody else's, and never kept."""
    return compositor.compose("talk/voice.html", page=copy, piece=Markup(copy.piece), paper=paper, frame=frame(paper))  # noqa: S704 - baked by the press


def search(copy: SearchCopy, paper: PaperCopy) -> str:
    """The search page: the form, and what was found. The empty form carries the paper's card (:mod:`.finding`), with which
    the stand sets all the others.
    """
    section = copy.fields.section if copy.asked else ""
    return compositor.compose(
        "search/search.html",
        search=copy,
        paper=paper,
        card="" if copy.asked else finding.card(paper),
        longest=2 * finding.LONGEST,
        frame=frame(paper, section, searching=True),
    )


def saved(paper: PaperCopy) -> str:
    """The page of what a reader's browser keeps, which a script fills there; it also stands for pages that nobody can get."""
    return compositor.compose("offline/page.html", paper=paper, frame=frame(paper))


def alerts(copy: AlertsCopy, paper: PaperCopy) -> str:
    """The page on which a reader chooses notices of the browser. A script asks for what the reader chose before."""
    hours = [f"{day_part(hour)} {to_bangla(hour % 12 or 12)}টা" for hour in range(24)]
    return compositor.compose("alerts/page.html", alerts=copy, hours=hours, paper=paper, frame=frame(paper))


def notice(copy: NoticeCopy, paper: PaperCopy) -> str:
    """A page in place of a story; search engines are told not to keep it."""
    return compositor.compose("notice/notice.html", notice=copy, paper=paper, frame=frame(paper))


def changes(copy: StoryCopy) -> tuple[tuple[datetime, str, str], ...]:
    """What became of a story before its readers, the first thing first: when, what it is called, and what was said of it.
    Empty where nothing happened after it was published.
    """
    say: dict[str, str] = cases.table("wording")["say"]
    told = [(one.at, say["updated"], one.because) for one in copy.updates]
    told += [(note.made_at, say["correction"], note.told) for note in copy.corrections]
    return ((copy.published_at, say["published"], ""), *sorted(told)) if told else ()


def live_updates(copy: StoryCopy) -> tuple[UpdateCopy, ...]:
    """What readers of a story in the bar as live were told since it began, the newest first; nothing of any other story, nor of
    one that has entries of its own.
    """
    if copy.live or copy.mark is None or copy.mark.kind != "live":
        return ()
    return tuple(sorted((one for one in copy.updates if one.because), key=lambda one: one.at, reverse=True))


def standfirst(copy: StoryCopy) -> str:
    """The summary where it says more than the first paragraph; one that was cut from that paragraph is left out."""
    first = next((compositor.plain(block) for block in copy.body if isinstance(block, Paragraph)), "")
    return "" if first.startswith(copy.summary.rstrip("… ।")) else copy.summary


def _card(copy: StoryCopy, paper: PaperCopy) -> PictureFile | None:
    """The file that a shared link shows, with a full address: the picture, or the story's card where the paper wants that.
    JPEG where there is one: not every scraper knows WebP.
    """
    pictured = copy.picture is not None and bool(copy.picture.files)
    if paper.cards == "always" or (paper.cards == "lacking" and not pictured):
        return addresses.card(copy, paper)
    if not copy.picture or not copy.picture.files:
        return None
    best = compositor.fallback(compositor.plainest(copy.picture), limit=1600)
    return PictureFile(addresses.absolute(best.href, paper), best.width, best.height)
