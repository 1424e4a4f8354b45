"""The pages of letters: all kinds with their newest, one letter as it went out, and the slips on which they are ordered."""

from collections.abc import Sequence

from harkara.layout import addresses, cases, compositor, jsonld
from harkara.layout.copy import PaperCopy
from harkara.layout.frame import frame
from harkara.layout.letters import LetterCopy, LetterListCopy, SlipCopy

HREF = "/letters/"


def letters(copies: Sequence[LetterListCopy], paper: PaperCopy) -> str:
    """All kinds of letters, each with its newest."""
    title: str = cases.table("letters")["words"]["title"]
    return _page("letters/page.html", title, HREF, paper, letters=copies)


def letter(copy: LetterCopy, paper: PaperCopy) -> str:
    """A letter as a page of the paper."""
    return _page("letters/letters.issue.html", copy.subject, copy.href, paper, letter=copy)


def slip(copy: SlipCopy, paper: PaperCopy) -> str:
    """A page on which one reader orders letters or leaves them. It is never kept."""
    words = cases.table("letters")["slip"]
    return compositor.compose("letters/letters.slip.html", page=copy, slip=words, paper=paper, frame=frame(paper))


def _page(template: str, title: str, href: str, paper: PaperCopy, **copy: object) -> str:
    home: str = cases.table("wording")["say"]["home"]
    return compositor.compose(
        template,
        paper=paper,
        frame=frame(paper),
        words=cases.table("letters")["words"],
        canonical=addresses.absolute(href, paper),
        data=jsonld.script(jsonld.breadcrumbs((home, "/"), (title, href), paper=paper)),
        **copy,
    )
