"""Samples: every component set alone, and whole pages with specimens in them. For eyes, tests and checkers."""

from harkara.layout import (
    alerting_specimens,
    cases,
    compositor,
    coverage_specimens,
    finding_specimens,
    letter_pages,
    letter_specimens,
    pages,
    specimens,
    talking_specimens,
)
from harkara.layout.copy import CorrectionsPageCopy
from harkara.layout.finding import SearchCopy
from harkara.layout.frame import frame

VOICES = ("comments", "comment-", "letters-")
"""How the names of readers' own pages begin."""

NO_TWIN = frozenset({"proof", "covered-page"})
"""Pages that have no lite twin, beside those of readers."""


def components() -> dict[str, str]:
    """Each component's sample as a whole page, by the component's name."""
    paper = specimens.paper()
    return {
        path.parent.name: compositor.compose(
            "sample.html",
            name=path.parent.name,
            sample=path.relative_to(cases.COMPONENTS).as_posix(),
            specimen=specimens,
            paper=paper,
            frame=frame(paper),
            said=talking_specimens.said(),
            letters=letter_specimens.kinds()[0],
            letter_words=cases.table("letters")["words"],
            covered=coverage_specimens,
        )
        for path in cases.files(".sample.html")
    }


def sheets() -> dict[str, str]:
    """Whole pages by name: full ones, and those that lack whatever a page may lack."""
    paper = specimens.paper()
    return {
        "story": pages.story(specimens.story(), paper),
        "proof": pages.proof(specimens.story(), paper, specimens.FIRST),
        "story-bare": pages.story(specimens.bare_story(), paper),
        "explainer": pages.story(specimens.explainer(), paper),
        "photo-story": pages.story(specimens.photo_story(), paper),
        "video": pages.story(specimens.video_story(), paper),
        "live": pages.story(specimens.live_story(), paper),
        "covered": pages.story(coverage_specimens.covered_story(), paper),
        "covered-empty": pages.story(coverage_specimens.covered_story(coverage_specimens.empty()), paper),
        "covered-ended": pages.story(coverage_specimens.ended_story(), paper),
        "covered-page": pages.live_page(coverage_specimens.page(), paper),
        "obituary": pages.story(specimens.obituary(), paper),
        "front": pages.front(specimens.front(), paper, specimens.today()),
        "front-strips": pages.front(specimens.front_with_strips(), paper, specimens.today()),
        "front-empty": pages.front(specimens.empty_front(), paper),
        "section": pages.list_page(specimens.section_page(), paper),
        "section-front": pages.list_page(specimens.section_front(), paper),
        "section-parts": pages.list_page(specimens.sports_page(), specimens.paper_with_parts()),
        "sub-section": pages.list_page(specimens.sports_page(specimens.CRICKET), specimens.paper_with_parts()),
        "day": pages.list_page(specimens.day_page(), paper),
        "package": pages.package(specimens.package(), paper),
        "corrections": pages.corrections(specimens.corrections_page(), paper),
        "corrections-empty": pages.corrections(CorrectionsPageCopy("/corrections/", ()), paper),
        "writer": pages.list_page(specimens.writer_page(), paper),
        "desk": pages.list_page(specimens.desk_page(), paper),
        "document": pages.document(specimens.document(), paper),
        "month": pages.month(specimens.month(), paper),
        "years": pages.years(specimens.years(), paper),
        "on": pages.on(specimens.on(), paper),
        "topic-empty": pages.list_page(specimens.empty_page(), paper),
        "not-found": pages.notice(specimens.notice(404), paper),
        "gone": pages.notice(specimens.notice(410), paper),
        "busy": pages.notice(specimens.notice(503), paper),
        "saved": pages.saved(paper),
        "alerts": pages.alerts(alerting_specimens.alerts(), paper),
        "search": pages.search(SearchCopy(), paper),
        "search-hits": pages.search(finding_specimens.hits(), paper),
        "search-filtered": pages.search(finding_specimens.filtered(), paper),
        "search-nothing": pages.search(finding_specimens.nothing(), paper),
        "search-broken": pages.search(finding_specimens.broken(), paper),
        "search-beyond": pages.search(finding_specimens.beyond(), paper),
        "search-resting": pages.search(finding_specimens.resting(), paper),
        "letters": letter_pages.letters(letter_specimens.kinds(), paper),
        "letter": letter_pages.letter(letter_specimens.letter(), paper),
        **voices(),
    }


def voices() -> dict[str, str]:
    """The pages on which readers say something, by name."""
    paper = specimens.paper()
    piece = pages.said(talking_specimens.said(), talking_specimens.under(), paper)
    said = {name: pages.voice(copy, paper) for name, copy in talking_specimens.voices(piece).items()}
    return said | {name: letter_pages.slip(copy, paper) for name, copy in letter_specimens.slips().items()}


def lite() -> dict[str, str]:
    """The lite twins of :func:`sheets`, by the same names, but of those that have none."""
    with compositor.light():
        return {name: html for name, html in sheets().items() if name not in NO_TWIN and not name.startswith(VOICES)}
