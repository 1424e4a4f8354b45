"""Rendered words become pages: status, headers, bytes. Pure functions from finished copy."""

from dataclasses import replace
from functools import cache

from harkara.desk import clock
from harkara.desk.proof import Shown
from harkara.layout import pages, policy
from harkara.layout.addresses import absolute
from harkara.layout.copy import (
    FrontCopy,
    ListPageCopy,
    NoticeCopy,
    PaperCopy,
    SpaceCopy,
    StoryCopy,
    TeaserCopy,
)
from harkara.layout.measuring import MeasureCopy
from harkara.press import ninjs
from harkara.rack.lite import relinked
from harkara.rack.pages import HARDEST, Page, compressed, is_written

HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
REVALIDATE = "public, no-cache"  # keep it, but ask each time whether it is still so: a kill must reach everybody
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
COUNTING = b'<img src="/r.gif?'

NOTICES = {
    404: ("পাতাটি পাওয়া যায়নি", "ঠিকানাটি ভুল হতে পারে, অথবা পাতাটি আর এখানে নেই।"),
    410: ("খবরটি প্রত্যাহার করা হয়েছে", "এই ঠিকানার খবরটি আমরা প্রকাশনা থেকে তুলে নিয়েছি।"),
    503: ("পাতাটি এখন ছাপা হচ্ছে", "একটু পরে আবার চেষ্টা করুন।"),
}
"""What a page says in place of a story, by status: title and text."""


def story(copy: StoryCopy, paper: PaperCopy) -> Page:
    """A story's page."""
    return html(pages.story(copy, paper), frames=policy.frames_of(copy))


def proof(copy: StoryCopy, paper: PaperCopy) -> Page:
    """A story's page as the desk previews it: the same bytes, but it may be shown inside the desk's frame."""
    return _framed(story(copy, paper), policy.frames_of(copy))


def front_proof(copy: FrontCopy | ListPageCopy, paper: PaperCopy) -> Page:
    """A front as the desk previews it: the home page, or the first page of a section."""
    text = pages.front(copy, paper, clock.today()) if isinstance(copy, FrontCopy) else pages.list_page(copy, paper)
    return _framed(html(text))


def _framed(page: Page, frames: str = "") -> Page:
    framed = [
        (name, policy.csp("'self'", frames) if name == "content-security-policy" else value)
        for name, value in page.headers
    ]
    return Page(page.status, tuple(framed), page.body)


def proof_outside(copy: StoryCopy, paper: PaperCopy, shown: Shown) -> Page:
    """A story's page for one person outside the newsroom: nothing keeps it, finds it, or learns where it was seen."""
    text = pages.proof(copy, paper, shown.until, is_out=shown.is_out)
    return Page(
        200, (*_HIDDEN, *((n, v) for n, v in public(policy.frames_of(copy)) if n not in dict(_HIDDEN))), text.encode()
    )


_HIDDEN = (
    ("cache-control", "private, no-store"),
    ("referrer-policy", "no-referrer"),
    ("x-robots-tag", "noindex, nofollow"),
)


def data(copy: StoryCopy, paper: PaperCopy) -> Page:
    """A story as ninjs, open to scripts of other sites."""
    extra = (("link", f'<{absolute(copy.href, paper)}>; rel="canonical"'), ("access-control-allow-origin", "*"))
    return file(ninjs.story(copy, paper), ninjs.CONTENT_TYPE, extra=extra)


def html(text: str, status: int = 200, frames: str = "") -> Page:
    """A whole HTML page. What belongs to one page alone (its links, its dates) stands in its head."""
    return Page(status, public(frames), text.encode())


@cache
def public(frames: str = "") -> tuple[tuple[str, str], ...]:
    """The headers of every whole page: one set, so that nginx can add them to pages that it hands out by itself. A page
    that may show ``frames`` has others, and the stand hands it out.
    """
    return (("content-type", HTML), ("cache-control", REVALIDATE), *policy.headers(frames))


def is_html(page: Page) -> bool:
    """Whether it is a page or a piece of one, not a file."""
    return dict(page.headers)["content-type"] == HTML


def lite(page: Page) -> Page:
    """A page set as its lite twin: its links lead to lite pages, and it may load nothing at all, but what counts its readers
    where the paper wants that.
    """
    allowed = policy.lite_headers(counts=COUNTING in page.body)
    others = [header for header in page.headers if header[0] not in dict(allowed)]
    return Page(page.status, (*others, *allowed), relinked(page.body.decode()).encode())


def unlisted(text: str) -> Page:
    """HTML that search engines leave out: a piece that an island loads, the search form."""
    headers = (
        ("content-type", HTML),
        ("cache-control", REVALIDATE),
        ("x-robots-tag", "noindex"),
        *policy.headers(),
    )
    return Page(200, headers, text.encode())


def piece(text: str) -> Page:
    """A piece of HTML for scripts alone, under as few headers as can be: it goes to very many at the same moment. It may load
    and run nothing where somebody opens its address.
    """
    headers = (
        ("content-type", HTML),
        ("cache-control", REVALIDATE),
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    )
    return Page(200, headers, text.encode())


def space(copy: SpaceCopy, paper: PaperCopy, number: int = 0) -> Page:
    """What stands in a place for advertising: a document for the frame of that place, in a sandbox wherever it is opened.
    ``number``: by which it is counted.
    """
    headers = (
        ("content-type", HTML),
        ("cache-control", REVALIDATE),
        ("x-robots-tag", "noindex"),
        *policy.space_headers(runs=bool(copy.markup), picks=bool(copy.ads)),
    )
    return Page(200, headers, pages.space(copy, paper, number).encode())


def measure(copy: MeasureCopy, paper: PaperCopy) -> Page:
    """What tells those outside that a page was opened."""
    html = ("content-type", HTML), ("cache-control", REVALIDATE), ("x-robots-tag", "noindex")
    return Page(200, (*html, *policy.measure_headers(copy)), pages.measure(copy, paper).encode())


def embed(copy: TeaserCopy, paper: PaperCopy) -> Page:
    """What other sites show of a story in a frame."""
    html = ("content-type", HTML), ("cache-control", REVALIDATE), ("x-robots-tag", "noindex")
    return Page(200, (*html, *policy.embed_headers()), pages.embed(copy, paper).encode())


def notice(status: int, paper: PaperCopy) -> Page:
    """The page that answers in place of another one, with its status."""
    title, text = NOTICES[status]
    page = html(pages.notice(NoticeCopy(status, title, text), paper), status=status)
    return Page(status, tuple((n, "no-store" if n == "cache-control" else v) for n, v in page.headers), page.body)


def file(body: bytes, content_type: str, cache: str = REVALIDATE, extra: tuple[tuple[str, str], ...] = ()) -> Page:
    """Anything that is not HTML: feeds, data, pictures, styles."""
    headers = (("content-type", content_type), ("cache-control", cache), ("x-content-type-options", "nosniff"), *extra)
    return Page(200, headers, body)


def dense(page: Page) -> Page:
    """The same, compressed as hard as gzip can: for what is printed once a version and fetched by every reader."""
    return replace(page, gzip=compressed(page.body, HARDEST)) if is_written(page.headers[0][1]) else page
