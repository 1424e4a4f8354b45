"""A story's blocks as plain HTML and as plain text, for machines that have no use for our components."""

from collections.abc import Iterable
from html import escape

from harkara.bangla.digits import to_bangla
from harkara.layout import cases
from harkara.layout.addresses import absolute, followable, leads_out
from harkara.layout.compositor import over, stamp
from harkara.layout.copy import (
    Block,
    FactBox,
    Heading,
    ListBlock,
    PaperCopy,
    Paragraph,
    PictureBlock,
    PictureCopy,
    PictureFile,
    Quote,
    Span,
    StoryCopy,
)
from harkara.layout.coverage import LiveCopy
from harkara.layout.polls import PollCopy
from harkara.layout.results import ScoreCopy, TableCopy
from harkara.layout.words import lines as lines_of


def html(blocks: Iterable[Block], paper: PaperCopy, *, paid: bool = False) -> str:
    """The blocks as HTML without classes or scripts; every address is absolute. ``paid``: links that lead out say so."""
    return "\n".join(filter(None, (_block(block, paper, paid) for block in blocks)))


def whole(story: StoryCopy, paper: PaperCopy) -> str:
    """What a story shows below its headline: who paid for it, a link to its video, and its blocks as :func:`html` has them."""
    link = f'<p><a href="{escape(story.video.href)}">{escape(over(story.kind, ""))}</a></p>' if story.video else ""
    paid = ""
    if story.sponsor:
        sponsored: str = cases.table("wording")["say"]["sponsored_by"]
        paid = f"<p><strong>{escape(sponsored.format(story.sponsor), quote=False)}</strong></p>"
    live = covered(story.live, paper) if story.live else ""
    poll = asked(story.poll) if story.poll else ""
    return "\n".join(filter(None, (paid, link, html(story.body, paper, paid=bool(paid)), live, poll)))


def covered(live: LiveCopy, paper: PaperCopy) -> str:
    """Live coverage as plain HTML: score, what is known, the entries that it shows with their times, the newest first."""
    parts = [f"<h2>{escape(cases.table('wording')['say']['live_coverage'])}</h2>"]
    parts += [results(live.board)] if live.board else []
    if live.summary:
        parts.append(f"<ul>{''.join(f'<li>{escape(point)}</li>' for point in live.summary)}</ul>")
    for one in live.shown:
        at = escape(stamp(one.at, paper.zone))
        head = f" {escape(one.headline)}" if one.headline else ""
        parts.append(f"<h3>{at}{head}</h3>")
        parts += [f"<p>{escape(line)}</p>" for line in one.lines]
        if one.corrected_at:
            parts.append(f"<p>{escape(cases.table('wording')['say']['correction'])}: {escape(one.correction)}</p>")
    return "\n".join(parts)


def asked(poll: PollCopy) -> str:
    """A poll as plain HTML: its question and its answers; votes are given on the page of the story."""
    return f"<h2>{escape(poll.question)}</h2><ul>{''.join(f'<li>{escape(one)}</li>' for one in poll.options)}</ul>"


def results(one: ScoreCopy | TableCopy) -> str:
    """A score or a table of results as a plain table, with Bangla digits."""
    head: tuple[str, ...] = ()
    rows: list[tuple[str, ...]]
    if isinstance(one, ScoreCopy):
        caption, foot = one.title, one.status
        rows = [(side.name, " ".join(filter(None, (side.points, side.detail)))) for side in one.sides]
    else:
        caption, head, rows, foot = one.caption, one.head, [*one.rows], one.source
    lines = [f"<caption>{_cell(caption)}</caption>" if caption else ""]
    lines += [f"<tr>{''.join(f'<th>{_cell(cell)}</th>' for cell in head)}</tr>"] if head else []
    lines += [f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows]
    return f"<table>{''.join(lines)}</table>" + (f"<p>{_cell(foot)}</p>" if foot else "")


def _cell(words: str) -> str:
    return escape(to_bangla(words))


def said(story: StoryCopy) -> str:
    """The words of a story, its live coverage with them, a paragraph a line."""
    lines = [text(story.body)]
    if story.live:
        lines += story.live.summary
        lines += [line for one in story.live.shown for line in (one.headline, *one.lines, one.correction)]
    return "\n".join(filter(None, lines))


def text(blocks: Iterable[Block]) -> str:
    """The words of the blocks, a paragraph a line; pictures are left out."""
    return "\n".join(filter(None, (_plain(block) for block in blocks)))


def main_file(picture: PictureCopy | None) -> PictureFile | None:
    """The widest file that everybody can show: JPEG where there is one, else whatever there is."""
    if picture is None or not picture.files:
        return None
    return max(picture.files, key=lambda file: (file.href.endswith(".jpg"), file.href.endswith(".webp"), file.width))


def content_type(file: PictureFile) -> str:
    """The media type of a picture file, by the end of its address."""
    ending = file.href.rpartition(".")[2]
    return "image/jpeg" if ending == "jpg" else f"image/{ending}"


def _block(block: Block, paper: PaperCopy, paid: bool) -> str:
    match block:
        case Paragraph(spans):
            return f"<p>{_spans(spans, paper, paid)}</p>"
        case Heading(words):
            return f"<h2>{escape(words)}</h2>"
        case Quote(words, speaker):
            by = f"<footer>{escape(speaker)}</footer>" if speaker else ""
            return f"<blockquote><p>{escape(words)}</p>{by}</blockquote>"
        case ListBlock(items, ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_spans(item, paper, paid)}</li>' for item in items)}</{tag}>"
        case PictureBlock(picture):
            return _picture(picture, paper)
        case ScoreCopy() | TableCopy():
            return results(block)
        case FactBox(heading, items, source):
            head = f"<h2>{escape(heading)}</h2>" if heading else ""
            foot = f"<footer>{escape(source)}</footer>" if source else ""
            return f"<aside>{head}<ul>{''.join(f'<li>{_spans(item, paper, paid)}</li>' for item in items)}</ul>{foot}</aside>"


def _picture(picture: PictureCopy, paper: PaperCopy) -> str:
    file = main_file(picture)
    if file is None:
        return ""
    words = " ".join(filter(None, (picture.caption, picture.credit)))
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    image = (
        f'<img src="{escape(absolute(file.href, paper))}" width="{file.width}" height="{file.height}" '
        f'alt="{escape(picture.alt)}">'
    )
    return f"<figure>{image}{caption}</figure>"


def _spans(spans: Iterable[Span], paper: PaperCopy, paid: bool) -> str:
    done = []
    for span in spans:
        words = escape(span.text, quote=False)
        for mark in sorted(span.marks):
            words = f"<{mark}>{words}</{mark}>"
        if span.href and (href := followable(span.href)):
            rel = ' rel="sponsored"' if paid and leads_out(href) else ""
            words = f'<a href="{escape(absolute(href, paper))}"{rel}>{words}</a>'
        done.append(words)
    return "".join(done)


def _plain(block: Block) -> str:
    match block:
        case Paragraph(spans):
            return "".join(span.text for span in spans)
        case Heading(words):
            return words
        case Quote(words, speaker):
            return f"{words} — {speaker}" if speaker else words
        case ListBlock(items, _):
            return "\n".join("".join(span.text for span in item) for item in items)
        case FactBox(heading, items, source):
            return "\n".join(filter(None, (heading, *("".join(span.text for span in item) for item in items), source)))
        case ScoreCopy() | TableCopy():
            return "\n".join(lines_of((block,)))
        case PictureBlock(_):
            return ""
