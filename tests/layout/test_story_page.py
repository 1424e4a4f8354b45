import json
from dataclasses import replace

from lxml import html as parser

from harkara.layout import pages, specimens
from harkara.layout.copy import (
    BylineCopy,
    Link,
    Paragraph,
    PictureBlock,
    PictureCopy,
    PictureFile,
    PointCopy,
    Span,
    StoryCopy,
)

PAPER = specimens.paper()
STORY = specimens.story()


def set_story(story: StoryCopy) -> parser.HtmlElement:
    return parser.document_fromstring(pages.story(story, PAPER))


def text(page: parser.HtmlElement, path: str) -> str:
    return " ".join(str(page.xpath(f"string({path})")).split())


def has_class(name: str) -> str:
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


PAGE = set_story(STORY)
BARE = set_story(specimens.bare_story())
NEWS = set_story(replace(specimens.bare_story(), kind="news"))


def test_breadcrumb_kicker_headline_and_standfirst_stand_in_this_order() -> None:
    assert [(a.text, a.get("href")) for a in PAGE.xpath("//nav[@class='breadcrumb']//a")] == [
        ("প্রচ্ছদ", "/"),
        ("আন্তর্জাতিক", "/world/"),
    ]
    head = PAGE.xpath("//header[@class='story-head']")[0]
    assert [child.get("class") for child in head] == ["breadcrumb", "kicker", "story-headline", "story-standfirst"]
    assert text(PAGE, "//h1") == STORY.headline
    assert PAGE.findtext(".//title") == f"{STORY.headline} | দৈনিক হরকরা"


def test_a_story_of_a_sub_section_says_where_that_stands() -> None:
    paper = specimens.paper_with_parts()
    page = parser.document_fromstring(pages.story(replace(STORY, section=specimens.CRICKET), paper))
    crumbs = [(a.text, a.get("href")) for a in page.xpath("//nav[@class='breadcrumb']//a")]
    assert crumbs == [("প্রচ্ছদ", "/"), ("খেলাধুলা", "/sports/"), ("ক্রিকেট", "/cricket/")]
    assert page.xpath("//nav[@class='navigation']//a[@aria-current]/@href") == ["/sports/"]
    data = json.loads(page.xpath("//head/script[@type='application/ld+json']/text()")[0])
    assert [one["name"] for one in data["@graph"][1]["itemListElement"]][:3] == [name for name, _href in crumbs]


def test_a_summary_that_was_cut_from_the_first_paragraph_is_not_printed_twice() -> None:
    first = Paragraph((Span("নদীর পানি বেড়েছে। "), Span("ভাঙছে পাড়।"), Span(" মানুষ সরছে।")))
    cut = replace(STORY, body=(first,), summary="নদীর পানি বেড়েছে। ভাঙছে…")
    assert pages.standfirst(cut) == ""
    assert pages.standfirst(replace(cut, summary="নদীর পাড়ে উৎকণ্ঠা।")) == "নদীর পাড়ে উৎকণ্ঠা।"
    assert set_story(cut).xpath("//*[@class='story-standfirst']") == []


def test_times_are_printed_in_bangla_and_for_machines() -> None:
    times = PAGE.xpath("//div[@class='story-times']//time")
    assert [text(PAGE, f"(//div[@class='story-times']/p)[{place}]") for place in (1, 2)] == [
        "প্রকাশিত ১৫ আগস্ট ২০২২, ১১:২৯",
        "আপডেট ১৫ আগস্ট ২০২২, ১৪:০৮",
    ]
    assert [time.get("datetime") for time in times] == ["2022-08-15T11:29:00+06:00", "2022-08-15T14:08:00+06:00"]
    assert text(BARE, "//div[@class='story-times']/p[1]") == "প্রকাশিত ১৫ আগস্ট ২০২২, ১১:২৯"


def test_a_story_says_how_long_it_takes_to_read() -> None:
    assert text(PAGE, "//div[@class='story-times']/p[last()]") == "পড়তে ১ মিনিট"
    long = set_story(replace(STORY, body=(Paragraph((Span("শব্দ " * 400),)),)))
    assert text(long, "//div[@class='story-times']/p[last()]") == "পড়তে ৩ মিনিট"
    assert long.xpath("count(//div[@class='story-times']/p)") == 3
    wordless = set_story(replace(STORY, body=()))
    assert wordless.xpath("count(//div[@class='story-times']/p)") == 2


def test_times_are_printed_in_the_papers_zone() -> None:
    kolkata = parser.document_fromstring(pages.story(STORY, replace(PAPER, zone="Asia/Kolkata")))
    assert text(kolkata, "//div[@class='story-times']/p[1]") == "প্রকাশিত ১৫ আগস্ট ২০২২, ১০:৫৯"
    assert kolkata.xpath("//div[@class='story-times']//time/@datetime")[0] == "2022-08-15T10:59:00+05:30"


def test_desk_and_outlet_stand_where_nobody_is_named() -> None:
    assert text(PAGE, "//div[@class='story-by']") == "আন্তর্জাতিক ডেস্ক হরকরা"
    assert text(BARE, "//div[@class='story-by']") == "নিজস্ব প্রতিবেদক, রাজশাহী"
    two = replace(STORY, bylines=(BylineCopy("শাহানা পারভীন"), BylineCopy("রবিন সরকার", "খুলনা")), dateline="পাইকগাছা")
    assert text(set_story(two), "//div[@class='story-by']") == "শাহানা পারভীন রবিন সরকার, খুলনা পাইকগাছা"


def test_a_name_leads_to_its_page_where_it_has_one() -> None:
    assert PAGE.xpath("//div[@class='story-by']//a") == []
    signed = (BylineCopy("রওশন আরা", "খুলনা", "/writer/রওশন-আরা/"), BylineCopy("রবিন সরকার"))
    links = set_story(replace(STORY, bylines=signed)).xpath("//div[@class='story-by']//a")
    assert [(link.text, link.get("href"), link.get("rel")) for link in links] == [
        ("রওশন আরা", "/writer/রওশন-আরা/", "author")
    ]
    desk = set_story(replace(STORY, desk_href="/desks/আন্তর্জাতিক-ডেস্ক/"))
    assert desk.xpath("//p[@class='story-author']/a/@href") == ["/desks/আন্তর্জাতিক-ডেস্ক/"]


def test_the_picture_offers_webp_first_and_every_width() -> None:
    figure = PAGE.xpath("//div[@class='story-copy']/figure")[0]
    source, image = figure.find(".//source"), figure.find(".//img")
    assert (source.get("type"), source.get("srcset")) == (
        "image/webp",
        "/picture/7/320.webp 320w, /picture/7/640.webp 640w, /picture/7/960.webp 960w",
    )
    assert image.get("srcset") == "/picture/7/320.jpg 320w, /picture/7/640.jpg 640w, /picture/7/960.jpg 960w"
    assert [image.get(name) for name in ("src", "width", "height", "alt", "fetchpriority", "loading")] == [
        "/picture/7/960.jpg",
        "960",
        "640",
        "চরের ঘাটে নৌকায় বই হাতে দুই শিশু",
        "high",
        None,
    ]
    assert text(PAGE, "//div[@class='story-copy']/figure/figcaption") == f"{specimens.picture().caption} ছবি: হরকরা"


def test_a_picture_of_one_file_and_no_words_is_a_picture_alone() -> None:
    alone = PictureCopy(5, "নদী", "", "", (PictureFile("/picture/5/640.webp", 640, 400),))
    figure = set_story(replace(STORY, picture=alone)).xpath("//div[@class='story-copy']/figure")[0]
    assert [element.tag for element in figure.iter()] == ["figure", "picture", "img"]
    assert figure.find(".//img").get("srcset") is None


def test_a_picture_without_files_leaves_no_hole() -> None:
    lost = PictureCopy(5, "নদী", "নদী", "হরকরা", ())
    page = set_story(replace(STORY, picture=lost, body=(PictureBlock(lost),), related=()))
    assert page.xpath("//figure | //img") == []
    assert page.xpath("//meta[@property='og:image']") == []


def test_a_credit_that_says_picture_itself_is_not_led_by_the_word_again() -> None:
    page = set_story(replace(STORY, picture=replace(specimens.picture(), credit="ছবি: সংগৃহীত", caption="")))
    assert text(page, "//div[@class='story-copy']/figure/figcaption") == "ছবি: সংগৃহীত"


def test_every_kind_of_block_is_set() -> None:
    body = PAGE.xpath(f"//div[{has_class('body')}]")[0]
    assert [child.tag for child in body] == [
        *["p", "p", "h2", "p", "aside", "blockquote", "ul", "ol", "figure", "p", "p"]
    ]
    assert parser.tostring(body[1], encoding="unicode").strip() == (
        "<p>শিক্ষকেরা জানান, এখন প্রতিদিন গড়ে <strong>৬৪ জন</strong> শিক্ষার্থী আসে।</p>"
    )
    assert body[0].find("a").get("href") == "/national/88/চরের-আলো"
    assert text(PAGE, "//blockquote/footer") == "জরিনা খাতুন, অভিভাবক"
    assert [item.text for item in body.find("ul")] == ["সৌরপ্যানেল আটটি", "ব্যাটারি চারটি", "শিক্ষক তিনজন"]
    assert text(PAGE, "//p[@class='story-sign-off']") == "(হরকরা/১৫আগস্ট/এসএটি)"


def test_copy_is_text_and_never_markup() -> None:
    evil = "<img src=x onerror=alert(1)> & \"'"
    span = Span(evil, href="javascript:alert(1)", marks=frozenset({"strong", "em"}))
    page = set_story(
        replace(STORY, headline=evil, summary=evil, kicker=evil, desk=evil, body=(Paragraph((span,)),), related=())
    )
    assert text(page, "//h1") == evil
    assert page.xpath("//@onerror | //img[@src='x']") == []
    assert page.xpath("//meta[@property='og:title']/@content") == [evil]
    paragraph = page.xpath(f"//div[{has_class('body')}]/p[1]")[0]
    assert [element.tag for element in paragraph.iter()] == ["p", "strong", "em"]
    assert paragraph.text_content() == evil


def test_the_chain_goes_from_the_origin_to_our_desk() -> None:
    links = PAGE.xpath("//ol[@class='sources-chain']/li")
    assert [" ".join(link.text_content().split()) for link in links] == [
        "কেসিএনএ রাষ্ট্রীয় সংবাদমাধ্যম",
        "রয়টার্স বার্তা সংস্থা",
        "আমাদের ডেস্ক",
    ]
    assert PAGE.xpath("//ol[@class='sources-chain']//a/@href") == ["https://reuters.example/"]


def test_corrections_are_dated() -> None:
    assert text(PAGE, "//ul[@class='corrections-list']") == (
        "১৬ আগস্ট ২০২২, ১১:২৯ আগের সংস্করণে শিক্ষার্থীর সংখ্যা ভুল ছিল; সঠিক সংখ্যা ৬৪।"
    )
    assert PAGE.xpath("//ul[@class='corrections-list']//time/@datetime") == ["2022-08-16T11:29:00+06:00"]


def test_what_changed_and_when_can_be_opened_without_a_script() -> None:
    [history] = PAGE.xpath("//details[@class='changes']")
    assert [text(line, ".") for line in history.xpath(".//li")] == [
        "প্রকাশিত ১৫ আগস্ট ২০২২, ১১:২৯",
        "আপডেট ১৫ আগস্ট ২০২২, ১৪:০৮",
        "সংশোধন ১৬ আগস্ট ২০২২, ১১:২৯ আগের সংস্করণে শিক্ষার্থীর সংখ্যা ভুল ছিল; সঠিক সংখ্যা ৬৪।",
    ]
    assert history.xpath("./summary/text()") == ["কখন কী বদলেছে"]
    silent = parser.document_fromstring(pages.story(specimens.bare_story(), PAPER))
    assert silent.xpath("//details[@class='changes']") == []


def test_topics_share_follow_and_related_are_plain_links() -> None:
    assert PAGE.xpath("//a[@rel='tag']/@href") == ["/topic/চরাঞ্চল/", "/topic/সৌরবিদ্যুৎ/"]
    assert [href.partition("?")[0] for href in PAGE.xpath("//section[@class='share']//a/@href")] == [
        "https://www.facebook.com/sharer/sharer.php",
        "https://wa.me/",
        "https://x.com/intent/post",
        "https://t.me/share/url",
    ]
    assert PAGE.xpath("//section[@class='share']//button/text()") == ["লিংক কপি"]
    assert PAGE.xpath("//section[@class='follow']//a/@href") == [
        "https://google.com/preferences/source?q=harkara.example",
        "/world/feed.xml",
        "/feed.xml",
    ]
    related = PAGE.xpath("//div[@class='related-stories']//h3/a")
    assert [(link.text, link.get("href")) for link in related] == [(one.headline, one.href) for one in STORY.related]


def test_a_district_is_shown_on_the_outline_and_leads_to_a_map() -> None:
    place = PAGE.xpath("//div[@class='where']")[0]
    assert [(link.text, link.get("href").partition("#")[0]) for link in place.iter("a")] == [
        ("মানচিত্রে দেখুন: কুড়িগ্রাম", "https://www.openstreetmap.org/?mlat=25.805&mlon=89.636"),
        ("মানচিত্রে দেখুন: গাইবান্ধা", "https://www.openstreetmap.org/?mlat=25.329&mlon=89.528"),
    ]
    assert [(dot.get("cx"), dot.get("cy")) for dot in place.iter("circle")] == [("30", "18"), ("28", "27")]
    assert len(parser.tostring(place.find("svg"))) <= 1_024
    wide = set_story(replace(STORY, points=(*STORY.points, PointCopy("রংপুর বিভাগ", 25.743, 89.144, wide=True))))
    assert wide.xpath("//div[@class='where']//a/@href")[2] == "https://www.openstreetmap.org/#map=8/25.743/89.144"
    assert wide.xpath("//div[@class='where']//*[name()='circle']/@r") == ["5", "5", "13"]
    without = set_story(replace(STORY, points=()))
    assert without.xpath("//div[@class='where']") == []


def test_a_proof_cannot_be_quoted() -> None:
    proof = parser.document_fromstring(pages.proof(STORY, PAPER, specimens.FIRST))
    assert len(PAGE.xpath("//*[@data-quote]")) == 1
    assert proof.xpath("//*[@data-quote]") == []


def test_the_rail_holds_plain_links_until_it_is_filled() -> None:
    rail = PAGE.xpath("//aside[@data-island='rail']")[0]
    assert rail.get("data-address") == "/fragment/rail"
    assert rail.xpath(".//a/@href") == ["/all/", "/"]


def test_newer_coverage_is_plain_links_to_the_topics_until_it_is_filled() -> None:
    place = PAGE.xpath("//section[@data-island='newer']")[0]
    assert place.get("data-addresses").split() == ["/fragment/topic/চরাঞ্চল", "/fragment/topic/সৌরবিদ্যুৎ"]
    assert place.get("data-after") == "2022-08-15T11:29:00+06:00"
    assert [(link.text, link.get("href")) for link in place.iter("a")] == [
        (one.label, one.href) for one in STORY.topics
    ]
    assert text(PAGE, "//h2[@id='newer-title']") == "এ বিষয়ে আরও নতুন খবর"


def test_no_more_than_three_topics_are_asked_for() -> None:
    many = tuple(Link(f"ক{number}", f"/topic/ক{number}/") for number in range(5))
    place = set_story(replace(STORY, topics=many)).xpath("//section[@data-island='newer']")[0]
    assert place.get("data-addresses").split() == [f"/fragment/topic/ক{number}" for number in range(3)]
    assert place.xpath(".//a/@href") == [f"/topic/ক{number}/" for number in range(3)]


def test_what_a_story_lacks_leaves_no_trace() -> None:
    for name in (
        "sources",
        "corrections",
        "story-sign-off",
        "related",
        "newer",
        "kicker",
        "story-standfirst",
        "figure",
    ):
        assert PAGE.xpath(f"//*[{has_class(name)}]") != [], name
        assert NEWS.xpath(f"//*[{has_class(name)}]") == [], name


def test_beside_some_stories_nothing_is_advertised() -> None:
    long = replace(STORY, body=STORY.body * 3)
    places = "//aside[starts-with(@id, 'space-')]/@id"
    assert set_story(long).xpath(places) == ["space-head", "space-text", "space-foot"]
    assert set_story(replace(long, sold=False)).xpath(places) == []


def shared(story: StoryCopy, rule: str) -> dict[str, str]:
    """What a page says of the picture that a shared link shows, in a paper of this ``rule``."""
    page = parser.document_fromstring(pages.story(story, replace(PAPER, cards=rule)))
    said = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[contains(@property, 'og:image')]")}
    return {name.removeprefix("og:image"): value for name, value in said.items()}


def test_a_shared_link_shows_the_card_where_the_paper_wants_that() -> None:
    card = {
        "": f"https://harkara.example/card/{STORY.id}/landscape.jpg",
        ":width": "1200",
        ":height": "630",
        ":type": "image/jpeg",
    }
    picture, bare = shared(STORY, "never"), replace(STORY, picture=None)
    assert picture[""] == "https://harkara.example/picture/7/960.jpg"
    assert [shared(STORY, rule) for rule in ("lacking", "always")] == [picture, card]
    assert [shared(bare, rule) for rule in ("never", "lacking", "always")] == [{}, card, card]


def test_the_page_says_what_it_is_to_machines() -> None:
    address = PAGE.xpath("//link[@rel='canonical']/@href")[0]
    assert address.startswith("https://harkara.example/world/12/%E0%A6%9A")
    found = {meta.get("property"): meta.get("content") for meta in PAGE.xpath("//meta[@property]")}
    assert found == {
        "og:type": "article",
        "og:site_name": "দৈনিক হরকরা",
        "og:locale": "bn_BD",
        "og:title": STORY.headline,
        "og:description": STORY.summary,
        "og:url": address,
        "og:image": "https://harkara.example/picture/7/960.jpg",
        "og:image:width": "960",
        "og:image:height": "640",
        "og:image:alt": specimens.picture().alt,
        "article:published_time": "2022-08-15T11:29:00+06:00",
        "article:modified_time": "2022-08-15T14:08:00+06:00",
        "article:section": "আন্তর্জাতিক",
        "article:tag": "সৌরবিদ্যুৎ",
    }
    assert PAGE.xpath("//meta[@property='article:tag']/@content") == ["চরাঞ্চল", "সৌরবিদ্যুৎ"]
    assert PAGE.xpath("//meta[@name='twitter:card']/@content") == ["summary_large_image"]
    assert BARE.xpath("//meta[@name='twitter:card']/@content") == ["summary"]
    assert PAGE.xpath("//link[@type='application/json']/@href") == ["/12.json"]


def test_structured_data_stand_in_the_head() -> None:
    data = json.loads(PAGE.xpath("//head/script[@type='application/ld+json']/text()")[0])
    assert data["@context"] == "https://schema.org"
    assert [node["@type"] for node in data["@graph"]] == ["NewsArticle", "BreadcrumbList"]
    assert [step["name"] for step in data["@graph"][1]["itemListElement"]] == ["প্রচ্ছদ", "আন্তর্জাতিক", STORY.headline]


def test_a_page_is_a_pure_function_of_its_copy() -> None:
    assert pages.story(STORY, PAPER) == pages.story(specimens.story(), specimens.paper())
