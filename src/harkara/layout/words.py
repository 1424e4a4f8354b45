"""The words of a text without its form: what a search looks through, and how long they take to read."""

from collections.abc import Iterable, Iterator

from harkara.bangla.sentences import reading_time
from harkara.layout import cases
from harkara.layout.copy import Block, FactBox, Heading, ListBlock, Paragraph, PictureBlock, Quote
from harkara.layout.results import ScoreCopy, TableCopy


def minutes(blocks: Iterable[Block]) -> int:
    """Whole minutes in which the blocks are read, 0 where there is no word: the number that the editor shows, too."""
    return reading_time(" ".join(lines(blocks)))


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """All that readers see of the blocks: paragraphs, headings, quotes with who said them, points and captions, each a line."""
    for block in blocks:
        yield from (words for line in _of(block) if (words := " ".join(line.split())))


def labelled(headline: str, sponsor: str) -> str:
    """``headline`` as it stands where nothing else says that somebody (``sponsor``) paid for the story."""
    return f"{cases.table('wording')['say']['sponsored']}: {headline}" if sponsor else headline


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` letters, cut between two words.

    >>> shortened("নদীর পানি বেড়েছে আবার", 14), shortened("নদী", 14)
    ('নদীর পানি…', 'নদী')
    """
    if len(text) <= most:
        return text
    cut = text[:most].rpartition(" ")[0]
    return cut.rstrip(" ,;:।") + "…" if cut else ""


def _of(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(spans):
            yield "".join(span.text for span in spans)
        case Heading(text):
            yield text
        case Quote(text, speaker):
            yield text
            yield speaker
        case ListBlock(items, _):
            yield from ("".join(span.text for span in item) for item in items)
        case FactBox(heading, items, source):
            yield heading
            yield from ("".join(span.text for span in item) for item in items)
            yield source
        case ScoreCopy(title, sides, status):
            yield title
            yield from (" ".join((side.name, side.points, side.detail)) for side in sides)
            yield status
        case TableCopy(caption, head, rows, source):
            yield caption
            yield from (" ".join(row) for row in (head, *rows))
            yield source
        case PictureBlock(picture):
            yield picture.caption
