"""HTML of another paper becomes blocks, and nothing in it is lost without a word."""

import pytest

from harkara.wire.moving.blocks import read, words
from harkara.wire.moving.parcel import (
    Dropped,
    Embed,
    Gallery,
    Heading,
    Paragraph,
    Picture,
    Points,
    Quote,
    Strange,
)

BASE = "https://old.example/2019/"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        pytest.param(
            "<p>নদীর <strong>পানি</strong> বাড়ছে।</p><h2>আজ</h2>",
            (Paragraph("নদীর <b>পানি</b> বাড়ছে।"), Heading("আজ")),
            id="paragraph and heading",
        ),
        pytest.param(
            "<ol><li>এক<ul><li>দুই</li></ul></li><li>তিন</li></ol>",
            (Points(("এক", "দুই", "তিন"), ordered=True),),
            id="lists within lists are one",
        ),
        pytest.param(
            '<figure><a href="x"><img src="/a.jpg" alt="নদী"></a><figcaption>ছবি: <b>কেউ</b></figcaption></figure>',
            (Picture("https://old.example/a.jpg", "নদী", "ছবি: কেউ"),),
            id="picture with a caption",
        ),
        pytest.param(
            '<p>আগে <img src="b.png" alt=""> পরে</p>',
            (Paragraph("আগে"), Picture("https://old.example/2019/b.png"), Paragraph("পরে")),
            id="a picture ends a paragraph",
        ),
        pytest.param(
            '<figure class="wp-block-gallery"><figure><img src="/1.jpg"><figcaption>ক</figcaption></figure>'
            '<figure><img src="/2.jpg"></figure><figcaption>দুইটি</figcaption></figure>',
            (Gallery((Picture("https://old.example/1.jpg", "", "ক"), Picture("https://old.example/2.jpg")), "দুইটি"),),
            id="gallery",
        ),
        pytest.param(
            "<blockquote><p>আমি যাব।</p><p>কাল।</p><cite>রহিম</cite></blockquote>",
            (Quote("আমি যাব।\nকাল।", "রহিম"),),
            id="quote with its speaker",
        ),
        pytest.param(
            "<figure><blockquote><p>আমি যাব।</p></blockquote><figcaption>রহিম</figcaption></figure>",
            (Quote("আমি যাব।", "রহিম"),),
            id="a caption says who speaks",
        ),
        pytest.param(
            '<figure class="wp-block-embed"><div>https://youtu.be/abc</div><figcaption>ভিডিও</figcaption></figure>',
            (Embed("https://youtu.be/abc", "ভিডিও"),),
            id="embed of a block editor",
        ),
        pytest.param(
            '<blockquote class="twitter-tweet"><p>কথা</p><a href="https://twitter.com/a/status/1">আজ</a></blockquote>',
            (Embed("https://twitter.com/a/status/1", "কথা\nআজ"),),
            id="a post is no quote",
        ),
        pytest.param(
            '<video><source src="/v.mp4"></video><iframe src="//maps.example/x"></iframe>',
            (Embed("https://old.example/v.mp4"), Embed("https://maps.example/x")),
            id="players",
        ),
        pytest.param(
            '<p>ক <a href="javascript:x()">খ</a> <a href="/u?a=1&amp;b=2">গ</a><br>ঘ &lt;ঙ&gt;</p>',
            (Paragraph('ক খ <a href="https://old.example/u?a=1&amp;b=2">গ</a><br>ঘ &lt;ঙ&gt;'),),
            id="links and entities",
        ),
        pytest.param("<p><b>এক<p>দুই</b></p>", (Paragraph("<b>এক</b>"), Paragraph("দুই")), id="a mark left open"),
        pytest.param("<pre>এক\n  দুই</pre>", (Paragraph("এক<br>দুই"),), id="lines that were kept"),
        pytest.param(
            "<p>Avgvi †mvbvi evsjv, Avwg †Zvgvq fv‡jvevwm|</p><h3>Avgvi †`k</h3>",
            (Paragraph("আমার সোনার বাংলা, আমি তোমায় ভালোবাসি।"), Heading("আমার দেশ")),
            id="bijoy",
        ),
        pytest.param(
            '<p><font face="SutonnyMJ">Avgvi</font> is বাংলা</p>', (Paragraph("আমার is বাংলা"),), id="bijoy by its face"
        ),
        pytest.param("", (), id="nothing"),
    ],
)
def test_blocks(html: str, blocks: tuple[object, ...]) -> None:
    assert read(html, BASE).blocks == blocks


def test_a_table_keeps_its_rows_and_says_so() -> None:
    (table,) = read("<table><tr><th>ক<th>খ<tr><td>১<td>২</table>").blocks
    assert isinstance(table, Strange)
    assert (table.words, table.reason) == (("ক | খ", "১ | ২"), "It is a table: each row became a paragraph.")
    assert table.html.startswith("<table>")


@pytest.mark.parametrize(
    ("html", "what"),
    [("<script>x()</script>", "<script>"), ("<form><input></form>", "<form>"), ("<iframe></iframe>", "<iframe>")],
)
def test_what_does_not_come_along_is_told(html: str, what: str) -> None:
    read_ = read(f"<p>ক</p>{html}")
    assert read_.blocks == (Paragraph("ক"),)
    assert [one.what for one in read_.dropped] == [what]


def test_counting_pictures_are_told() -> None:
    assert read('<img src="/1.gif" width="1" height="1">', BASE).dropped == (
        Dropped("https://old.example/1.gif", "It is no picture that readers see: it has no address or no size."),
    )


def test_what_nests_without_end_is_read() -> None:
    (one,) = read("<div>" * 5000 + "ক").blocks
    assert one == Strange(("ক",), "It nests deeper than any page does.")
    assert read("<div>" * 100 + "ক").blocks == (Paragraph("ক"),)


def test_too_many_tags_leave_their_words() -> None:
    (one,) = read("<b>ক</b>" * 200_001).blocks
    assert isinstance(one, Strange)
    assert len(one.words) == 200_001


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("  ঢাকা  &amp; চট্টগ্রাম ", "ঢাকা & চট্টগ্রাম"),
        ("Avgvi †mvbvi evsjv", "আমার সোনার বাংলা"),
        ("Plain English", "Plain English"),
        ("", ""),
    ],
)
def test_words(given: str, told: str) -> None:
    assert words(given) == told
