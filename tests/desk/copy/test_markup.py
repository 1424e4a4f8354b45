"""Rich text becomes lines of spans, the same by the quick way and through the parser."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.desk.copy import markup
from harkara.desk.copy.markup import parsed, spans
from harkara.layout.copy import Span

STRONG: frozenset[Literal["strong", "em"]] = frozenset({"strong"})
EM: frozenset[Literal["strong", "em"]] = frozenset({"em"})

PIECES = (
    *(
        "নদী",
        " ",
        "\n",
        "a < b",
        "&amp;",
        "&quot;খবর&quot;",
        "&#2453;",
        "&lt;p&gt;",
        "& ",
        "&nbsp;",
        "&copy",
        "<",
        ">",
        '"',
    ),
    *("<p>", '<p data-block-key="k1a2">', '<p class="x">', "<P>", "</p>", "</P>", "<b>", "</b>", "<i>", "</i>"),
    *("<strong>", "</strong>", "<em>", "</em>", "<br>", "<br/>", "<br />", "</br>", "<li>", "</li>", "<ul>", "<b/>"),
    *('<a href="/world/12/x">', '<a href="javascript:x">', '<a href="https://a.example/?a=1&amp;b=2">', "<a>", "</a>"),
    *("<a href='/12'>", '<a href="/1" href="/2">', "<a href>", '<a linktype="page" id="3">', "<!-- x -->", "<script>"),
    *("<embed/>", "</", "<a href=", "<?x>", "<b >", "</b >", "\u200d", "\x00", "\xa0"),
)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>এক</p>", [(Span("এক"),)]),
        ('<p data-block-key="a1"> এক দুই </p>', [(Span("এক দুই"),)]),
        ("<p> </p>", []),
        ("", []),
        ("<p>ক &amp; খ</p>", [(Span("ক & খ"),)]),
        ("<p>এক <b>দুই</b> তিন</p>", [(Span("এক "), Span("দুই", "", STRONG), Span(" তিন"))]),
        ("<p>এক<br/>দুই</p><p><i>তিন</i></p>", [(Span("এক"),), (Span("দুই"),), (Span("তিন", "", EM),)]),
        ('<p><a href="/12?a=1&amp;b=2">এক</a></p>', [(Span("এক", "/12?a=1&b=2"),)]),
        ('<p><a href="javascript:x">এক</a></p>', [(Span("এক"),)]),
    ],
)
def test_lines(html: str, lines: list[tuple[Span, ...]]) -> None:
    assert spans(html) == lines


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_quick_way_gives_what_the_parser_gives(html: str) -> None:
    assert spans(html) == parsed(html)


def test_what_the_editor_writes_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(html: str) -> None:
        raise AssertionError(f"{html} went through the parser")

    monkeypatch.setattr(markup, "parsed", refused)
    html = '<p data-block-key="a1">এক &quot;<b>দুই</b>&quot; <i>তিন</i><br/><a href="/12">চার</a> <a id="3" linktype="x">পাঁচ</a></p>'
    assert [span.text for line in spans(html) for span in line if span.text.strip()] == [
        'এক "',
        "দুই",
        '" ',
        "তিন",
        "চার",
        "পাঁচ",
    ]
