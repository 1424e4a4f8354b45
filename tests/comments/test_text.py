"""What readers write is plain text with links that lead where they say."""

import pytest

from harkara.comments import text
from harkara.comments.errors import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  উত্সব   ভালো ", "উৎসব ভালো"),
        ("এক\r\nদুই\r\rতিন", "এক\nদুই\n\nতিন"),
        ("এক\n\n\n\n\nদুই", "এক\n\nদুই"),
        ("অ\u202eউলটো\u200b", "অউলটো"),
        ("e\u0301\u0301\u0301\u0301\u0301!", "é\u0301\u0301!"),
        ("<b>মোটা</b> & 'চিহ্ন'", "<b>মোটা</b> & 'চিহ্ন'"),
    ],
)
def test_a_comment_is_kept_in_the_one_spelling(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "text_empty"), (" \n\u200b ", "text_empty"), ("…!?", "text_empty"), ("ক" * 2001, "text_long")],
)
def test_an_empty_or_endless_comment_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        text.clean(typed)
    assert refused.value.word == why


def test_two_thousand_letters_are_a_comment() -> None:
    assert text.clean("কি" * 2000) == "কি" * 2000


def test_lines_and_paragraphs_are_kept() -> None:
    assert text.paragraphs("এক\nদুই\n\nতিন") == (((("এক", ""),), (("দুই", ""),)), ((("তিন", ""),),))


@pytest.mark.parametrize(
    ("line", "hrefs"),
    [
        ("দেখুন https://example.org/a?b=1#c।", ["https://example.org/a?b=1#c"]),
        ("(http://example.org).", ["http://example.org"]),
        ("HTTPS://EXAMPLE.ORG/x", ["HTTPS://EXAMPLE.ORG/x"]),
        ('https://example.org/"onmouseover=alert(1)', ["https://example.org/"]),
        ("https://example.org/<script>", ["https://example.org/"]),
        ("javascript:alert(1) data:text/html,x //example.org", []),
        ("https://user:pass@example.org/", []),
        ("https://a", []),
        ("hxxps://example.org ftp://example.org", []),
    ],
)
def test_only_addresses_of_the_web_are_links_and_each_shows_where_it_leads(line: str, hrefs: list[str]) -> None:
    (shown,) = text.paragraphs(line)[0]
    assert [href for _, href in shown if href] == hrefs
    assert all(words == href for words, href in shown if href)
    assert "".join(words for words, _ in shown) == line
