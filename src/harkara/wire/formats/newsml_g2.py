"""NewsML-G2 2.x: single items and packages, alone or in a message. Source: IPTC NewsML-G2 2.34, elements by their names.

Codes (``stat:usable``, ``ninat:text``) are known by what stands behind the colon: every agency picks its own letters before
it, and says in a catalogue what they stand for; the codes themselves are IPTC's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from lxml import etree

from harkara.wire import paragraphs
from harkara.wire.dispatch import Dispatch, Picture, State
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import fields, nitf
from harkara.wire.formats.sample import Sample
from harkara.wire.paragraphs import Text
from harkara.wire.trees import child, children, inside, words

NAME = "NewsML-G2"

_ROOTS = ("newsMessage", "newsItem", "packageItem")
_ITEMS = ("newsItem", "packageItem")
_STATES: dict[str, State] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "cancelled",
    "cancelled": "cancelled",
}
_KILLS = frozenset(("kill", "killed", "withdrawal", "takedown"))
_TOLD_TO_EDITORS = frozenset(("correction", "kill", "withdrawal", "takedown", "cwarn", "advisory", "retransmission"))
_PLACES = frozenset(("geoarea", "poi"))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def knows(sample: Sample) -> bool:
    """Whether ``sample`` is a NewsML-G2 document that can hold stories."""
    return sample.root is not None and sample.root.tag in _ROOTS


def read(sample: Sample, zone: str = "UTC") -> tuple[Dispatch, ...]:
    """The stories of a NewsML-G2 document, with the pictures that come in the same message and belong to them.

    A picture, a video or a sound that no story of the message refers to is a dispatch of its own, its caption the body.
    ``zone`` is the IANA zone of times without an offset. Raises ``UnreadableItem`` where an item cannot be read; its
    ``read`` holds the others.
    """
    assert sample.root is not None
    found: list[Dispatch] = []
    wrong: list[str] = []
    items = list(_items(sample.root))
    for element in items:
        try:
            found.append(_item(element, sample.root, zone))
        except UnreadableItem as error:
            wrong.append(str(error))
    if not items:
        wrong.append("the NewsML-G2 message holds no newsItem; ask the agency what it means to send")
    read_ = tuple(_gathered(found, items))
    if wrong:
        of = f"; the other {len(read_)} of {len(items)} items are whole" if read_ else ""
        raise UnreadableItem(f"{'; '.join(wrong)}{of}", read_)
    return read_


def _items(root: etree._Element) -> Iterator[etree._Element]:
    if root.tag in _ITEMS:
        yield root
        return
    for itemset in children(root, "itemSet"):
        yield from (one for one in itemset if one.tag in _ITEMS)


def _item(item: etree._Element, root: etree._Element, zone: str) -> Dispatch:
    guid, meta, content = (item.get("guid") or "").strip(), child(item, "itemMeta"), child(item, "contentMeta")
    if not guid:
        raise UnreadableItem("a NewsML-G2 item has no guid; ask the agency to send it with one")
    signals = [_code(one) for one in children(meta, "signal")]
    state: State = "cancelled" if _KILLS & set(signals) else _state(child(meta, "pubStatus"))
    text, pictures = _text(item), _pictures(item)
    headline = _headline(item, content)
    urgency = fields.urgency(words(child(content, "urgency")) or words(child(root, "header", "priority")))
    caption = _description(content)
    headline, told = fields.in_unicode(headline, text.paragraphs, item.get(_LANGUAGE) or _tag(content))
    body = told or caption or _listed(item)
    if not headline and not text.paragraphs and caption:
        headline = caption[0]
    if not headline and not body and _kind(item) not in ("text", "package"):
        headline = words(child(meta, "fileName")) or guid  # a picture or a sound of which nothing is said
    if _kind(item) not in ("text", "package"):
        body = body or (headline,)
    if state == "usable":
        headline, body = fields.whole(NAME, guid, headline, body, urgency)
    created = fields.moment(words(child(meta, "versionCreated")), zone)
    first = fields.moment(words(child(meta, "firstCreated")), zone)
    hold = child(meta, "embargoed")
    embargo = fields.moment(words(hold), zone)
    if hold is not None and embargo is None and state == "usable":
        state = "withheld"  # an empty embargo lasts until the agency says otherwise
    chain = [*_parties(item), *_origins(content), *_provider(meta, root)]
    return Dispatch(
        guid=guid,
        headline=headline,
        body=body,
        version=fields.version(item.get("version")),
        state=state,
        sender=fields.source(chain[-1]).name if chain else "",
        byline=_byline(item, content, chain),
        dateline=_dateline(content),
        language=item.get(_LANGUAGE) or _tag(content),
        published=first or created or fields.moment(words(child(content, "contentCreated")), zone),
        updated=created or fields.moment(words(child(content, "contentModified")), zone),
        embargo=embargo,
        urgency=urgency,
        subjects=_subjects(item, content),
        places=_places(item, content),
        source_chain=fields.sources(chain, body),
        pictures=_credited(pictures, caption, content),
        rights=_rights(item),
        note=_note(meta, signals),
    )


def _gathered(found: list[Dispatch], items: list[etree._Element]) -> Iterator[Dispatch]:
    """The stories, each with the pictures of the message that it or its package names; then what no story took.

    A package whose items are all there only says what belongs together.
    """
    by_guid = {one.guid: one for one in found}
    kinds = {(one.get("guid") or "").strip(): _kind(one) for one in items}
    named = {(one.get("guid") or "").strip(): _named(one, by_guid) for one in items}
    groups = [
        [guid, *refs] if kinds.get(guid) == "text" else refs for guid, refs in named.items() if refs and guid in by_guid
    ]
    shown: dict[str, list[str]] = {}
    for group in groups:
        texts = [guid for guid in group if kinds[guid] == "text"]
        pictures = [guid for guid in group if kinds[guid] in ("picture", "graphic")]
        for guid in texts:
            shown.setdefault(guid, []).extend(one for one in pictures if one not in shown.get(guid, ()))
    taken = {picture for pictures in shown.values() for picture in pictures}
    for one in found:
        is_opened = kinds[one.guid] == "package" and bool(named[one.guid])
        if one.guid in taken or is_opened:
            continue
        more = [picture for guid in shown.get(one.guid, ()) for picture in by_guid[guid].pictures]
        new = [picture for picture in more if picture.address not in {known.address for known in one.pictures}]
        yield replace(one, pictures=(*one.pictures, *new)) if new else one


def _named(item: etree._Element, known: Iterable[str]) -> list[str]:
    """The guids among ``known`` to which an item refers."""
    refs = [*inside(item, "itemRef"), *children(item, "itemMeta", "link")]
    return [guid for guid in fields.once((one.get("residref") or "").strip() for one in refs) if guid in known]


def _kind(item: etree._Element) -> str:
    if item.tag == "packageItem":
        return "package"
    code = _code(child(item, "itemMeta", "itemClass"))
    return "picture" if code in ("picture", "photo") else code or "text"


def _code(element: etree._Element | None) -> str:
    """What a code of IPTC says, without its scheme: of ``stat:usable``, a URI or a literal, in lower case."""
    if element is None:
        return ""
    told = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return told.strip().rstrip("/").replace("/", ":").rpartition(":")[2].casefold()


def _state(element: etree._Element | None) -> State:
    return _STATES.get(_code(element), "usable")


def _name(element: etree._Element | None, language: str = "") -> str:
    """The name of a concept, in ``language`` where it is given in several; its literal where it has none."""
    if element is None:
        return ""
    names = children(element, "name")
    names.sort(key=lambda one: not (language and (one.get(_LANGUAGE) or "").startswith(language[:2])))
    told = fields.line(words(names[0])) if names else ""
    return told or fields.line(element.get("literal"))


def _party(element: etree._Element) -> str:
    """A party as its agency calls it: name, literal, code, or the host of its address."""
    told = _name(element) or (element.get("qcode") or "").rpartition(":")[2]
    if told:
        return told
    address = (element.get("uri") or "").strip()
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _text(item: etree._Element) -> Text:
    """The body: of several renderings of the same text the longest."""
    found = [Text()]
    for element in children(item, "contentSet", "inlineXML"):
        inner = next(iter(inside(element, "nitf")), None)
        text = paragraphs.of_element(element) if inner is None else nitf.body_of(inner)
        found.append(text)
    for element in children(item, "contentSet", "inlineData"):
        if (element.get("encoding") or "").strip() or not _is_words(element.get("contenttype")):
            continue
        raw = "".join(str(part) for part in element.itertext())
        is_html = "</p>" in raw or "html" in (element.get("contenttype") or "")
        found.append(paragraphs.of_html(raw) if is_html else Text(paragraphs.of_lines(raw)))
    return max(found, key=lambda text: sum(map(len, text.paragraphs)))


def _is_words(kind: str | None) -> bool:
    return (kind or "text/plain").startswith(("text/", "application/xhtml", "application/nitf"))


def _headline(item: etree._Element, content: etree._Element | None) -> str:
    told = [one for one in children(content, "headline") if words(one)]
    told.sort(key=lambda one: (one.get("role") or "").rpartition(":")[2].casefold() not in ("", "main"))
    if told:
        return fields.line(words(told[0]))
    for element in children(item, "contentSet", "inlineXML"):
        for inner in inside(element, "nitf"):
            if headline := nitf.headline_of(inner):
                return headline
        for name in ("h1", "title"):
            if headline := fields.line(words(next(iter(inside(element, name)), None))):
                return headline
    title = words(child(item, "itemMeta", "title")) or words(child(content, "slugline"))
    return fields.line(title)


def _description(content: etree._Element | None) -> tuple[str, ...]:
    """A caption or summary: what stands for the text where an item has none."""
    return fields.once(fields.line(words(one)) for one in children(content, "description"))


def _listed(item: etree._Element) -> tuple[str, ...]:
    """What a package holds, one line an item."""
    refs = inside(item, "itemRef")
    return fields.once(fields.line(words(child(one, "headline")) or words(child(one, "title"))) for one in refs)


def _pictures(item: etree._Element) -> tuple[Picture, ...]:
    """The pictures of an item: of several renditions of one the widest."""
    found = [
        one
        for one in children(item, "contentSet", "remoteContent")
        if (one.get("contenttype") or "").startswith("image/") and (one.get("href") or "").strip()
    ]
    if not found:
        return ()
    best = max(found, key=lambda one: paragraphs.number(one.get("width")) or 0)
    alike = [best] if _kind(item) != "text" else [one for one in found if one.get("rendition") == best.get("rendition")]
    return tuple(
        Picture(
            (one.get("href") or "").strip(),
            width=paragraphs.number(one.get("width")),
            height=paragraphs.number(one.get("height")),
        )
        for one in alike
    )


def _credited(
    pictures: tuple[Picture, ...], caption: tuple[str, ...], content: etree._Element | None
) -> tuple[Picture, ...]:
    credit = fields.line(words(child(content, "creditline")))
    told = " ".join(caption)
    return tuple(replace(one, caption=one.caption or told, credit=one.credit or credit) for one in pictures)


def _parties(item: etree._Element) -> list[str]:
    """Through whose hands the item came, by its hop history: the first first."""
    hops = children(item, "hopHistory", "hop")
    hops.sort(key=lambda one: fields.version(one.get("seq")))
    return [name for hop in hops for party in children(hop, "party") if (name := _party(party))]


def _origins(content: etree._Element | None) -> list[str]:
    """Whose information it is."""
    return [name for one in children(content, "infoSource") if (name := _party(one))]


def _provider(meta: etree._Element | None, root: etree._Element) -> list[str]:
    provider = child(meta, "provider")
    told = _party(provider) if provider is not None else ""
    told = told or fields.line(words(child(root, "header", "sender")))
    return [told] if told else []


def _byline(item: etree._Element, content: etree._Element | None, chain: list[str]) -> str:
    told = [fields.byline(words(one)) for one in children(content, "by")]
    told += [fields.byline(words(one)) for one in inside(child(item, "contentSet"), "byline") if not any(told)]
    if not any(told):
        persons = [_name(one) for one in children(content, "creator")]
        told = [name for name in persons if " " in name and name not in chain]
    return "; ".join(fields.once(told))


def _dateline(content: etree._Element | None) -> str:
    return fields.place(words(child(content, "dateline"))) or _name(child(content, "located"))


def _tag(content: etree._Element | None) -> str:
    language = child(content, "language")
    return (language.get("tag") or "").strip() if language is not None else ""


def _concepts(element: etree._Element, asserted: dict[str, str], language: str) -> Iterator[str]:
    code = (element.get("qcode") or element.get("uri") or "").strip()
    yield code
    yield _name(element, language) or asserted.get(code, "")


def _asserted(item: etree._Element) -> dict[str, str]:
    return {(one.get("qcode") or "").strip(): _name(one) for one in children(item, "assert")}


def _is_place(element: etree._Element) -> bool:
    return (element.get("type") or "").rpartition(":")[2].casefold() in _PLACES


def _subjects(item: etree._Element, content: etree._Element | None) -> tuple[str, ...]:
    """The code of each subject with its name behind it, then slugline and keywords; places apart."""
    asserted = _asserted(item)
    language = item.get(_LANGUAGE) or _tag(content)
    subjects = [one for one in children(content, "subject") if not _is_place(one)]
    found = [told for one in subjects for told in _concepts(one, asserted, language)]
    more = [fields.line(words(one)) for name in ("slugline", "keyword") for one in children(content, name)]
    return fields.once([*found, *more])


def _places(item: etree._Element, content: etree._Element | None) -> tuple[str, ...]:
    """Where it was written, with what that lies in; then the places it is about."""
    asserted = _asserted(item)
    found = [_dateline(content)]
    told = [*children(content, "located"), *[one for one in children(content, "subject") if _is_place(one)]]
    for one in told:
        found.append(_name(one) or asserted.get((one.get("qcode") or "").strip(), ""))
        found += [_name(broader) for broader in children(one, "broader")]
    return fields.once(found)


def _rights(item: etree._Element) -> str:
    info = children(item, "rightsInfo")
    told = [words(next(iter(children(one, name)), None)) for one in info for name in ("copyrightNotice", "usageTerms")]
    holders = [_name(one) for one in children(item, "rightsInfo", "copyrightHolder")]
    return "; ".join(fields.once(map(fields.line, told)) or fields.once(holders))


def _note(meta: etree._Element | None, signals: list[str]) -> str:
    """The agency's word to editors; a signal that editors have to know of stands first."""
    told = [signal for signal in signals if signal in _TOLD_TO_EDITORS]
    told += [fields.line(words(one)) for one in children(meta, "edNote")]
    return "\n".join(fields.once(told))
