"""Pages of HTML: the gates on all shapes, what single parts find, and pages that were made to break us."""

import random
from datetime import datetime

import pytest

from harkara.bangla.clean import normalise
from harkara.wire import html, pictures, reading, said, typeset, votes
from harkara.wire.errors import UnreadablePage
from harkara.wire.reading import decode_html, is_html
from tests.wire import page_shapes
from tests.wire.html_shapes import HtmlPage, Outcome, judge, nfc, pages

STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "নদীর পানি নেমে যাওয়ার পর মাটির নিচ থেকে বেরিয়ে এসেছে একটি ঘাট। গ্রামের লোকজন এটি দেখতে ভিড় করছেন।",
        "প্রত্নতত্ত্ববিদদের ধারণা, ঘাটটি সুলতানি আমলের। আগামী সপ্তাহে খনন শুরু হবে বলে জানানো হয়েছে।",
        "এর আগে এলাকাটি বেড়া দিয়ে ঘিরে রাখা হয়েছে। পুরোনো দলিলেও বন্দরঘাট নামে একটি মৌজার উল্লেখ আছে।",
    )
)
PAGE = f"<html><head><title>নদীর পাড়ে মিলল পুরোনো ঘাট</title></head><body><h1>নদীর পাড়ে মিলল পুরোনো ঘাট</h1>{STORY}</body></html>"


def outcome(page: HtmlPage) -> Outcome:
    clipping = html.clip(page.data, address=page.address)
    return Outcome(clipping.headline, "\n".join(clipping.body), clipping.published, clipping.updated)


def test_the_gates() -> None:
    """On every shape, those that were held back while rules were mended alone too."""
    for some in (list(pages()), [page for page in pages() if page.held_back]):
        figures = judge(some, [outcome(page) for page in some])
        assert figures.f1 >= 0.97
        assert figures.times >= 0.95
        assert figures.headline >= 0.98
    assert len({page.name.partition("+")[0] for page in pages()}) >= 20


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_outlet_byline_pictures_and_address(page: HtmlPage) -> None:
    clipping = html.clip(page.data, address=page.address)
    if page.outlet:
        assert clipping.outlet == nfc(page.outlet)
    if page.byline:
        assert clipping.byline == nfc(page.byline)
    if page.pictures is not None:
        assert len(clipping.pictures) == page.pictures
    assert clipping.address == page.address.replace("/amp/story/", "/story/")
    numbers = [number for number, _ in clipping.lines]
    assert numbers == list(range(1, len(numbers) + 1))
    assert not (set(clipping.body) & {piece.text for piece in clipping.furniture})


def test_captions_and_credits_of_pictures() -> None:
    page = next(page for page in pages() if page.name.startswith("11-"))
    clipping = html.clip(page.data, address=page.address)
    assert [(picture.address, picture.credit) for picture in clipping.pictures] == [
        (f"https://www.drishyapat.example/p/{number}.jpg", "জহির রায়হান") for number in (1, 2, 3, 4)
    ]
    assert clipping.outlet is None  # “ছবিতে” before the colon of its title is none
    assert clipping.pictures[1].caption == "সকালে মাঠের দৃশ্য"


@pytest.mark.long
def test_each_voice_is_worth_something() -> None:
    """Without JSON-LD, or without trafilatura, the shapes are read worse or as well, never better."""
    some = list(pages())

    def figure(off: set[str]) -> float:
        outcomes = []
        for page in some:
            try:
                clipping = html.parse(decode_html(page.data), address=page.address, off=off)
            except UnreadablePage:
                outcomes.append(Outcome())
            else:
                outcomes.append(Outcome(clipping.headline, "\n".join(clipping.body)))
        return judge(some, outcomes).f1

    assert figure({"json_ld"}) < figure(set())
    assert figure({"trafilatura"}) <= figure(set())


def test_the_text_shapes_wrapped_in_html_give_the_same_story() -> None:
    """Lines without any typeset worth the name: the rules alone must do."""
    right = 0
    shapes = page_shapes.shapes()
    for shape in shapes:
        text = "".join(f"<div>{words}</div>" for _, words in shape.lines)
        body = html.parse(f"<html><body>{text}</body></html>").body
        right += page_shapes.clip(shape).got["body"] == list(body)
    assert right >= 0.8 * len(shapes)


@pytest.mark.parametrize(
    ("shown", "is_labelled", "told", "holds"),
    [
        (None, False, [], None),
        (None, False, ["2026-05-12T04:30:00+00:00"], "2026-05-12T10:30:00+06:00"),
        (None, False, ["2026-05-12T10:30:00"], "2026-05-12T10:30:00+06:00"),
        ("2026-05-12T10:30:00+06:00", True, ["2026-05-12T10:30:00+00:00"], "2026-05-12T10:30:00+06:00"),
        ("2026-05-12T00:00:00+06:00", False, ["2026-05-12T10:30:00+06:00"], "2026-05-12T10:30:00+06:00"),
        ("2026-05-12T00:00:00+06:00", True, ["2026-05-14T10:30:00+06:00"], "2026-05-12T00:00:00+06:00"),
        ("2026-11-30T00:00:00+06:00", False, ["2026-05-14T10:30:00+06:00"], "2026-05-14T10:30:00+06:00"),
        ("2026-05-12T10:30:00+06:00", True, ["2026-05-13T09:00:00+06:00"], "2026-05-12T10:30:00+06:00"),
        ("2026-05-12T10:30:00+06:00", False, ["2026-05-13T09:00:00+06:00"], "2026-05-13T09:00:00+06:00"),
    ],
)
def test_which_time_holds(shown: str | None, is_labelled: bool, told: list[str], holds: str | None) -> None:
    found = votes.moment(
        datetime.fromisoformat(shown) if shown else None,
        is_labelled,
        [datetime.fromisoformat(one) for one in told],
        "Asia/Dhaka",
    )
    assert (found and found.isoformat()) == holds


BROKEN = [
    '{"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00",}',
    '<!-- {"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00"} -->',
    '{"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00","articleBody":"এক\nদুই"}',
    '{"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00","description":"সে "বলে""}',
    '[[{"@type":["Thing","NewsArticle"],"headline":["ঘাট"],"datePublished":"2026-05-12T10:30:00+06:00"}]]',
    '{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00"}]}',
    '{"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00"} ;',
    '{"@type":"NewsArticle","headline":"ঘাট","datePublished":"2026-05-12T10:30:00+06:00"',
]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_json(text: str) -> None:
    root = typeset.tree(f'<html><head><script type="application/ld+json">{text}</script></head><body></body></html>')
    told = said.read(root)
    assert told.headlines == [("ঘাট", 2.5)]
    assert [one.isoformat() for one in told.published] == ["2026-05-12T10:30:00+06:00"]


@pytest.mark.parametrize(
    "text",
    ["null", "0", "[]", '"x"', "{}", "[" * 100_000, '{"a":' * 50_000, '{"@type":7}', '{"@type":"NewsArticle"}', ""],
)
def test_json_that_says_nothing(text: str) -> None:
    root = typeset.tree(f'<script type="application/ld+json">{text}</script>')
    assert said.read(root).headlines == []


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "", ""),
        ("utf-8", "utf-8", "iso-8859-1"),
        ("utf-8", "windows-1252", "windows-1252"),
        ("utf-8-sig", "", "utf-16"),
        ("utf-16", "unicode", ""),
        ("utf-16-le", "", ""),
        ("utf-16-be", "utf-8", ""),
        ("utf-32", "", ""),
    ],
)
def test_encodings(encoding: str, declared: str, header: str) -> None:
    page = PAGE.replace("<title>", f'<meta charset="{declared}"><title>' if declared else "<title>")
    assert html.clip(page.encode(encoding), charset=header).headline == nfc("নদীর পাড়ে মিলল পুরোনো ঘাট")


@pytest.mark.parametrize("header", ["none-such", "hex", "base64", "rot13", "utf-7\x00", "", "x" * 50])
def test_charsets_that_are_none(header: str) -> None:
    assert "caf" in decode_html("<p>café</p>".encode("latin-1"), header)
    assert decode_html(PAGE.encode(), header) == PAGE


def test_a_page_cut_in_a_letter() -> None:
    assert html.clip(PAGE.encode()[: PAGE.encode().index("মৌজার".encode()) + 1]).headline


@pytest.mark.parametrize(
    ("data", "is_page"),
    [
        (b"<!DOCTYPE html>", True),
        ("\ufeff<html>".encode(), True),
        ("<html>".encode("utf-16"), True),
        ("নদীর পানি <নেমে> গেছে".encode(), False),
        ("হোম\nখেলা <3 সবাই".encode(), False),
        (b"", False),
    ],
)
def test_what_is_html(data: bytes, is_page: bool) -> None:
    assert is_html(data) is is_page
    assert is_html(data, "page.HTML") is True


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"<p>The quick brown fox jumps over the lazy dog.</p>", "it has no Bangla text"),
        ("<ul><li>হোম<li>খেলা<li>বিনোদন</ul>".encode(), "it has no story"),
        (b"<p>" + b"a" * (10 * 1024 * 1024), "it is larger than 10 MB"),
    ],
)
def test_what_is_no_story(data: bytes, why: str) -> None:
    with pytest.raises(UnreadablePage, match=why):
        html.clip(data)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("/a.jpg", "https://paper.example/a.jpg"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("javascript:alert(1)", ""),
        ("data:image/png;base64,AA", ""),
        ("http://[::1", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_addresses_of_pictures(source: str, address: str) -> None:
    assert pictures.absolute("https://paper.example/news/1", source) == address


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("ঘাটে নৌকা। ছবি: সংগৃহীত", "ঘাটে নৌকা", "সংগৃহীত"),
        ("ঘাটে নৌকা | ছবি : জহির রায়হান", "ঘাটে নৌকা", "জহির রায়হান"),
        ("ঘাটে নৌকা। নিজস্ব চিত্র।", "ঘাটে নৌকা", "নিজস্ব চিত্র"),
        ("ছবি: আলোকধারা", "", "আলোকধারা"),
        ("ঘাটে নৌকা", "ঘাটে নৌকা", ""),
    ],
)
def test_captions_without_their_credit(text: str, caption: str, credit: str) -> None:
    assert pictures.split_credit(text) == (caption, credit)


def _filled(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode()))


UNITS = {
    "nested div": "<div>",
    "nested b": "<b>",
    "nested table": "<table><tr><td>",
    "unclosed p": "<p>",
    "headlines": "<h1>নদীর পানি নেমে যাওয়ার পর</h1>",
    "paragraphs": "<p>নদীর পানি নেমে যাওয়ার পর মাটির নিচ থেকে বেরিয়ে এসেছে ঘাট। এটি সুলতানি আমলের।</p>",
    "links": "<a href=x>নদীর পানি নেমে যাওয়ার পর</a>",
    "times": "<p>১২ মে ২০২৬, ১০:৩০</p>",
    "images": "<img src=a.jpg>",
    "angles": "<",
    "entities": "&#2476;",
    "half entities": "&#",
    "metas": "<meta property=og:title content='ক খ গ'>",
}
WRAPS = {
    "a class": ("<div class='", "x ", "'>a</div>"),
    "attributes": ("<div ", "a1b=c ", ">a</div>"),
    "a line": ("<p>", "নদীর পানি নেমে যাওয়ার পর। ", "</p>"),
    "a word": ("<p>", "ক", "</p>"),
    "a title": ("<title>", "ক | খ - ", "</title>"),
    "a srcset": ("<img srcset='", "a 1w, ", "'>"),
    "JSON lists": ('<script type="application/ld+json">', "[", "</script>"),
    "a headline": ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"', "ক", '"}</script>'),
    "articles": ('<script type="application/ld+json">[', '{"@type":"NewsArticle","headline":"x"},', "1]</script>"),
    "data": ('<script type=application/json>{"a":[', '"নদীর পানি নেমে যাওয়ার পর মাটির নিচ থেকে নদীর পানি",', "1]}</script>"),
    "Bijoy": ("<p>", "XvKvq e‡j‡Q b`xi cvwb †b‡g hvIqvi ci ", "</p>"),
    "a comment": ("<!--", "-", "-->"),
}


@pytest.mark.parametrize("name", [*UNITS, *WRAPS])
def test_ten_megabytes_of_one_thing(name: str) -> None:
    """What is looked at is bounded: elements and lines by number, lines by length. Time follows, whatever the machine."""
    size = reading.LARGEST_PAGE - 20_000
    before, unit, after = ("", UNITS[name], "") if name in UNITS else WRAPS[name]
    text = before + _filled(unit, size) + after + STORY
    layout = typeset.lay_out(typeset.tree(text))
    assert len(layout.pieces) <= typeset.PIECES
    assert all(len(piece.text) <= typeset.LONGEST + 100 for piece in layout.pieces)
    try:
        clipping = html.clip(text.encode())
    except UnreadablePage:
        return
    assert len(clipping.lines) <= typeset.PIECES + 1000


def test_trafilatura_is_not_asked_about_huge_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("trafilatura.extract", lambda text, **options: asked.append(len(text)))
    html.clip(PAGE.encode())
    assert asked == [len(PAGE)]
    for filling in ("<p>" * 30_000, "ক" * 2_000_000):
        html.clip(PAGE.replace("</body>", f"<div>{filling}</div></body>").encode())
    assert len(asked) == 1


def test_trafilatura_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, **options: object) -> str:
        raise RuntimeError("no")

    monkeypatch.setattr("trafilatura.extract", fail)
    assert len(html.clip(PAGE.encode()).body) == 3


@pytest.mark.parametrize("seed", range(40))
def test_no_bytes_break_it(seed: int) -> None:
    """Pages with bytes changed, cut, doubled and shuffled give a clipping or one sentence."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(pages()).data)
    for _ in range(chance.randrange(1, 60)):
        place = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randrange(1, 400)]
            case 2:
                data[place:place] = data[place : place + chance.randrange(1, 400)]
            case 3:
                data[place:place] = chance.choice(
                    [b"<", b">", b'"', b"\x00", b"</p>", b"<p", b"&", b"\xff\xfe", b"<!--", b"]]>"]
                )
            case 4:
                data[place:place] = chance.randbytes(chance.randrange(1, 40))
        if not data:
            data = bytearray(b"x")
    _clip_or_refuse(bytes(data))


@pytest.mark.parametrize("seed", range(10))
def test_no_noise_breaks_it(seed: int) -> None:
    chance = random.Random(seed)
    _clip_or_refuse(b"<html>" + chance.randbytes(20_000))
    _clip_or_refuse(
        ("<p>" + "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(5000))).encode("utf-8", "replace")
    )


def _clip_or_refuse(data: bytes) -> None:
    try:
        clipping = html.clip(data, address="https://paper.example/")
    except UnreadablePage:
        return
    assert clipping.as_json()["headline"] == clipping.headline
    assert clipping.body
    assert all(paragraph == normalise(paragraph) for paragraph in clipping.body)
