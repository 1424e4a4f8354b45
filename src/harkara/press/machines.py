"""Files in which the paper speaks to machines: robots.txt, llms.txt, ads.txt, security.txt, and what makes it installable.

Sources: RFC 9309 (robots), llmstxt.org, IAB ads.txt 1.1, RFC 9116 (security.txt). What crawlers of language models may is the
paper's own choice, made at the desk. Who keeps to it nobody can enforce; saying it is what courts ask for first.
"""

import json
import math
from datetime import UTC, date, datetime, time
from typing import Final

from harkara.layout import cases
from harkara.layout.addresses import absolute
from harkara.layout.copy import ChangesCopy, PaperCopy

TEXT: Final = "text/plain; charset=utf-8"
MARKDOWN: Final = "text/markdown; charset=utf-8"

APP: Final = "application/manifest+json"
JSON: Final = "application/json"
PAPER_COLOUR: Final = "#fdfcf8"  # as in tokens.css; it shows for a moment while the installed paper opens

SHORT: Final = 16
"""Characters of a name below an icon; phones cut longer ones."""

TRAINING: Final = (
    *("Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai", "Diffbot"),
    *("FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot", "Meta-ExternalAgent", "omgili", "Webzio-Extended"),
)
"""Crawlers that gather text to train models with."""

ANSWERING: Final = (
    *("ChatGPT-User", "Claude-SearchBot", "Claude-User", "DuckAssistBot", "Meta-ExternalFetcher", "MistralAI-User"),
    *("OAI-SearchBot", "Perplexity-User", "PerplexityBot", "YouBot"),
)
"""Those that read a page to answer somebody's question, and name it."""

REFUSED: Final = {"allow": (), "ask": TRAINING, "refuse": (*TRAINING, *ANSWERING)}
"""Whom robots.txt keeps out, by what the paper chose; where it chose nothing, as ``ask``."""

MONTHS: Final = 6
"""For how many months security.txt holds; it is printed anew at the beginning of each."""

TERMS: Final = {
    "allow": (
        "এ পত্রিকার লেখা পড়া, উদ্ধৃত করা এবং ভাষা-মডেল প্রশিক্ষণে ব্যবহার করা যাবে। উত্তর দিলে খবরের লিংকসহ পত্রিকার নাম বলুন।",
        "Reading, quoting and training are allowed. When you answer from a story, name the paper and link to the story.",
    ),
    "ask": (
        "প্রশ্নের উত্তর দিতে লেখা পড়া যাবে; খবরের লিংকসহ পত্রিকার নাম বলতে হবে। ভাষা-মডেল প্রশিক্ষণে ব্যবহারের আগে অনুমতি নিন।",
        "Reading to answer a question is allowed; name the paper and link to the story. Ask before training models on it.",
    ),
    "refuse": (
        "ভাষা-মডেলের জন্য এ পত্রিকার লেখা পড়া বা ব্যবহার করার অনুমতি নেই।",
        "Language models may neither read nor use what this paper publishes.",
    ),
}
"""What llms.txt says, in Bangla and in English, by what the paper chose."""


def robots(paper: PaperCopy) -> bytes:
    """robots.txt: everything is for reading but the newsroom; what somebody searched for is no page of the paper."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /fragment/", "Disallow: /go/", "Disallow: /search/", ""]
    if refused := REFUSED[_choice(paper)]:
        lines += [*(f"User-agent: {name}" for name in refused), "Disallow: /", ""]
    maps = ("/sitemap.xml", "/news-sitemap.xml")
    return _text([*lines, *(f"Sitemap: {absolute(where, paper)}" for where in maps)])


def llms(paper: PaperCopy) -> bytes:
    """llms.txt: what the paper is, what language models may do with it, and where its news is to be had."""
    lines = [f"# {paper.name}", ""]
    if paper.tagline:
        lines += [f"> {paper.tagline}", ""]
    for terms in TERMS[_choice(paper)]:
        lines += [terms, ""]
    if _choice(paper) != "refuse":
        lines += ["## Sections", ""]
        lines += [f"- [{section.name}]({absolute(section.href, paper)})" for section in paper.sections]
        lines += ["", "## Feeds", ""]
        lines += [f"- [RSS]({absolute('/feed.xml', paper)})", f"- [JSON]({absolute('/feed.json', paper)})", ""]
    return _text(lines[:-1])


def app(paper: PaperCopy) -> bytes:
    """The web application manifest (W3C): name, icons, and where the installed paper opens."""
    say: dict[str, str] = cases.table("wording")["say"]
    icons = [("192.png", "192x192", "any"), ("512.png", "512x512", "any"), ("whole.png", "512x512", "maskable")]
    said = {
        "id": "/",
        "name": paper.name,
        "short_name": paper.name if len(paper.name) <= SHORT else paper.name.split()[0],
        "description": paper.tagline,
        "lang": paper.language,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "display_override": ["minimal-ui"],
        "background_color": PAPER_COLOUR,
        "theme_color": PAPER_COLOUR,
        "categories": ["news"],
        "icons": [
            {"src": f"/icon/{file}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for file, sizes, purpose in icons
        ],
        "shortcuts": [{"name": say["kept"], "url": "/saved/"}, {"name": say["all_news"], "url": "/all/"}],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def changes(changed: ChangesCopy) -> bytes:
    """What the paper changed or withdrew lately, as the worker in a reader's browser reads it: POSIX seconds by story number,
    and since when the list is whole.
    """
    stories = {str(number): _seconds(at) for number, at in changed.stories}
    return json.dumps({"since": _seconds(changed.since) if changed.since else 0, "stories": stories}).encode()


def _seconds(moment: datetime) -> int:
    """Rounded up: what was fetched in the same second may be the page before."""
    return math.ceil(moment.timestamp())


def ads(paper: PaperCopy) -> bytes:
    """ads.txt: who may sell the paper's advertising; where nobody was named, that nobody may."""
    said = [line.strip() for line in paper.ads.splitlines()]
    nobody = [
        "# Nobody is authorised to sell advertising of this paper.",
        "placeholder.example.com, placeholder, DIRECT, placeholder",
    ]
    return _text(said if any(line and not line.startswith("#") for line in said) else nobody)


def security(paper: PaperCopy, today: date) -> bytes:
    """security.txt: whom to write to. ``paper`` must have a contact."""
    contact = paper.contact if paper.contact.startswith("https://") else f"mailto:{paper.contact}"
    return _text(
        [
            f"Contact: {contact}",
            f"Expires: {_ends(today).strftime('%Y-%m-%dT%H:%M:%SZ')}",
            "Preferred-Languages: bn, en",
            f"Canonical: {absolute('/.well-known/security.txt', paper)}",
        ]
    )


def _choice(paper: PaperCopy) -> str:
    return paper.crawlers if paper.crawlers in REFUSED else "ask"


def _ends(today: date) -> datetime:
    """The beginning of the month ``MONTHS`` after this one, in UTC."""
    return datetime.combine(month_after(today, MONTHS), time(), UTC)


def month_after(day: date, count: int = 1) -> date:
    """The first day of the month ``count`` after that of ``day``."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
