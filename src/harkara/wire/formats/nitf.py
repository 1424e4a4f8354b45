"""NITF 3.x: IPTC's News Industry Text Format. Source: NITF 3.6 (https://iptc.org/standards/nitf/), elements by their names."""

import re

from lxml import etree

from harkara.wire import paragraphs
from harkara.wire.dispatch import Dispatch, Picture, State
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import fields
from harkara.wire.formats.sample import Sample
from harkara.wire.paragraphs import Text
from harkara.wire.trees import child, children, inside, words

NAME = "NITF"

_GENERATION = 1_000_000
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_STATES: dict[str, State] = {
    "usable": "usable",
    "embargoed": "usable",
    "withheld": "withheld",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "killed": "cancelled",
}


def knows(sample: Sample) -> bool:
    """Whether ``sample`` is an NITF document."""
    return sample.root is not None and sample.root.tag == "nitf"


def read(sample: Sample, zone: str = "UTC") -> tuple[Dispatch, ...]:
    """The story of an NITF document; and, where it takes another one back, a dispatch that cancels that.

    ``zone`` is the IANA zone of times without an offset. Raises ``UnreadableItem`` where there is nothing to print.
    """
    assert sample.root is not None
    data = child(sample.root, "head", "docdata")
    headline, body = headline_of(sample.root), body_of(sample.root)
    state = _state(data)
    senders = _senders(sample.root, data)
    whose = _of(data, "doc-id", "regsrc") or (senders[-1] if senders else "")
    guid, version = _identity(data, whose)
    issued = fields.moment(_of(data, "date.issue", "norm"), zone)
    if not guid and not (headline and issued):
        raise UnreadableItem(
            "the NITF has neither doc-id nor du-key to be known by; ask the agency to send it with one"
        )
    guid = guid or fields.fingerprint(NAME, headline, issued)
    pictures, urgency = (*media(sample.root), *body.pictures), fields.urgency(_of(data, "urgency", "ed-urg"))
    headline, told = fields.in_unicode(headline, body.paragraphs, sample.root.get("baselang") or "")
    text = told or fields.once(picture.caption for picture in pictures)
    if state != "cancelled":
        headline, text = fields.whole(NAME, guid, headline, text, urgency)
    release = fields.moment(_of(data, "date.release", "norm"), zone)
    embargo = release if release and (issued is None or release > issued) else None
    if embargo is None and _of(data, "", "management-status").lower() == "embargoed":
        state = "withheld"
    dated = child(sample.root, "body", "body.head", "dateline", "story.date")
    story = Dispatch(
        guid=guid,
        headline=headline,
        body=text,
        version=version,
        state=state,
        sender=fields.source(senders[-1]).name if senders else "",
        byline=_byline(sample.root),
        dateline=_dateline(sample.root),
        language=sample.root.get("baselang") or "",
        published=fields.moment(dated.get("norm") if dated is not None else "", zone) or issued,
        updated=issued,
        embargo=embargo,
        urgency=urgency,
        subjects=_subjects(sample.root),
        places=_places(sample.root, data),
        source_chain=fields.sources(senders, text),
        pictures=pictures,
        rights=_rights(data),
        note=_note(sample.root, data),
    )
    earlier = _of(data, "", "management-doc-idref")
    taken_back = _STATES.get(_of(data, "", "management-idref-status").lower()) == "cancelled"
    if taken_back and earlier and _qualified(earlier, whose) != guid:
        kill = Dispatch(
            _qualified(earlier, whose),
            headline,
            (),
            state="cancelled",
            sender=story.sender,
            updated=issued,
            note=story.note,
        )
        return kill, story
    return (story,)


def headline_of(root: etree._Element) -> str:
    """The main headline of an NITF document or fragment; its title where there is none."""
    hedline = next(iter(inside(root, "hedline")), None)
    return fields.line(words(child(hedline, "hl1")) or words(hedline) or words(child(root, "head", "title")))


def body_of(root: etree._Element) -> Text:
    """The paragraphs of an NITF document or fragment, with its tables, without media and notes to editors."""
    content = next(iter(inside(root, "body.content")), None)
    if content is None:
        return Text()
    return paragraphs.of_element(content)


def media(root: etree._Element) -> tuple[Picture, ...]:
    """The pictures of an NITF document: of each the widest of its references."""
    found = []
    for element in inside(root, "media"):
        if (element.get("media-type") or "").lower() not in ("image", "photo", "graphic"):
            continue
        references = [one for one in inside(element, "media-reference") if (one.get("source") or "").strip()]
        if not references:
            continue
        best = max(references, key=lambda one: paragraphs.number(one.get("width")) or 0)
        caption = fields.line(words(child(element, "media-caption")) or best.get("alternate-text"))
        credit = fields.line(words(child(element, "media-producer")) or best.get("source-credit"))
        size = paragraphs.number(best.get("width")), paragraphs.number(best.get("height"))
        found.append(Picture((best.get("source") or "").strip(), caption, credit, *size))
    return tuple(found)


def _of(data: etree._Element | None, path: str, attribute: str) -> str:
    """An attribute of the first element ``path`` of the document's data, or of the data itself."""
    element = child(data, path) if path else data
    return (element.get(attribute) or "").strip() if element is not None else ""


def _state(data: etree._Element | None) -> State:
    return _STATES.get(_of(data, "", "management-status").lower(), "usable")


def _identity(data: etree._Element | None, sender: str) -> tuple[str, int]:
    """By what the story is known through all its versions, and which version this is.

    That is the dynamic-use key where it counts generations, or versions of a key that is this story's alone: agencies write
    words there too (``FLASH``) that many stories share. Else it is the document's own id.
    """
    key, generation, version = (_of(data, "du-key", name) for name in ("key", "generation", "version"))
    number = min(fields.version(generation), _GENERATION) * _GENERATION + min(fields.version(version), _GENERATION - 1)
    own = _of(data, "doc-id", "id-string")
    if number and (fields.version(generation) or _UUID.search(key) or (key and key in own)):
        return _qualified(key, sender), number
    return _qualified(own or key, sender), 0


def _qualified(number: str, sender: str) -> str:
    """A document's id with whose it is, where others could use the same."""
    is_anybodys = ":" not in number and not _UUID.search(number)
    return f"{sender}:{number}" if number and sender and is_anybodys else number


def _senders(root: etree._Element, data: etree._Element | None) -> list[str]:
    """Who moved the story, the first first: the delivery list, else the distributor, else who holds the rights."""
    listed = [
        (fields.version(one.get("level-number")), one.get("src-name") or "")
        for one in children(data, "del-list", "from-src")
    ]
    names = [name for _, name in sorted(listed, key=lambda pair: pair[0]) if name]
    distributor = words(child(root, "body", "body.head", "distributor"))
    if distributor:
        names.append(distributor)
    owner = _of(data, "doc.copyright", "holder") or words(child(root, "body", "body.head", "rights", "rights.owner"))
    return names or [name for name in (owner or _of(data, "doc-id", "regsrc"),) if name]


def _byline(root: etree._Element) -> str:
    found = []
    for element in children(root, "body", "body.head", "byline"):
        title = words(child(element, "byttl"))
        name = fields.byline(words(element))
        if title and name.endswith(title):
            name = f"{name[: -len(title)].strip(' ,')}, {title}".strip(" ,")
        found.append(name)
    return "; ".join(name for name in found if name)


def _dateline(root: etree._Element) -> str:
    """The place of the dateline, without its date."""
    element = child(root, "body", "body.head", "dateline")
    if element is None:
        return ""
    place = words(child(element, "location"))
    if not place:
        place = fields.line(words(element)).removesuffix(fields.line(words(child(element, "story.date"))))
    return fields.place(place)


def _places(root: etree._Element, data: etree._Element | None) -> tuple[str, ...]:
    """Where it happened: city, district, region, country of each event location, and the dateline's place."""
    found = [_dateline(root)]
    for element in children(data, "evloc"):
        told = [fields.line(element.get(name)) for name in ("city", "county-dist", "state-prov", "country")]
        found += [*told, fields.line(words(element)), (element.get("iso-cc") or "").strip()]
    return fields.once(found)


def _subjects(root: etree._Element) -> tuple[str, ...]:
    """IPTC's codes with the word next to each, then the agency's keywords."""
    found = []
    for element in inside(root, "tobject.subject"):
        code = (element.get("tobject.subject.refnum") or "").strip()
        found.append(f"subj:{code}" if code else "")
        found += [fields.line(element.get(f"tobject.subject.{name}")) for name in ("detail", "matter", "type", "code")]
    found += [fields.line(one.get("key")) for one in children(root, "head", "docdata", "key-list", "keyword")]
    return fields.once(found)


def _rights(data: etree._Element | None) -> str:
    holder, year = fields.line(_of(data, "doc.copyright", "holder")), _of(data, "doc.copyright", "year")
    owner, limits = fields.line(_of(data, "doc.rights", "owner")), fields.line(_of(data, "doc.rights", "limitations"))
    return "; ".join(fields.once([f"© {year} {holder}".replace("  ", " ").strip() if holder else owner, limits]))


def _note(root: etree._Element, data: etree._Element | None) -> str:
    """The agency's word to editors: messages of the head, and notes in the text."""
    told = [fields.line(one.get("info")) for one in children(data, "ed-msg")]
    told += [fields.line(words(one)) for one in inside(root, "note")]
    return "\n".join(fields.once(told))
