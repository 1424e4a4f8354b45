import json
from dataclasses import replace

from harkara.layout import assets, jsonld, specimens
from harkara.layout.copy import BylineCopy, SourceLinkCopy

PAPER = specimens.paper()
STORY = specimens.story()
ADDRESS = jsonld.absolute(STORY.href, PAPER)


def test_a_news_article_says_all_that_the_page_says() -> None:
    assert jsonld.news_article(STORY, PAPER) == {
        "@type": "NewsArticle",
        "@id": ADDRESS,
        "url": ADDRESS,
        "mainEntityOfPage": ADDRESS,
        "headline": STORY.headline,
        "description": STORY.summary,
        "inLanguage": "bn",
        "articleSection": "আন্তর্জাতিক",
        "datePublished": "2022-08-15T11:29:00+06:00",
        "dateModified": "2022-08-15T14:08:00+06:00",
        "author": [{"@type": "Organization", "name": "আন্তর্জাতিক ডেস্ক"}],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "দৈনিক হরকরা",
            "url": "https://harkara.example/",
            "logo": {
                "@type": "ImageObject",
                "url": "https://harkara.example" + assets.href("mark.svg"),
                "width": 512,
                "height": 512,
            },
        },
        "isAccessibleForFree": True,
        "keywords": ["চরাঞ্চল", "সৌরবিদ্যুৎ"],
        "contentLocation": [
            {"@type": "Place", "name": "উলিপুর"},
            {
                "@type": "Place",
                "name": "গাইবান্ধা",
                "geo": {"@type": "GeoCoordinates", "latitude": 25.329, "longitude": 89.528},
            },
        ],
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://harkara.example/picture/7/960.jpg",
                "width": 960,
                "height": 640,
                "caption": specimens.picture().caption,
                "creditText": "হরকরা",
            }
        ],
        "isBasedOn": {
            "@type": "CreativeWork",
            "publisher": {"@type": "Organization", "name": "রয়টার্স", "alternateName": "Reuters"},
            "url": "https://reuters.example/",
            "isBasedOn": {
                "@type": "CreativeWork",
                "publisher": {"@type": "Organization", "name": "কেসিএনএ", "alternateName": "KCNA"},
            },
        },
        "creditText": "কেসিএনএ → রয়টার্স → আমাদের ডেস্ক",
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": STORY.corrections[0].text,
                "datePublished": "2022-08-16T11:29:00+06:00",
            }
        ],
    }


def test_a_bare_story_says_no_more_than_it_knows() -> None:
    node = jsonld.news_article(specimens.bare_story(), PAPER)
    assert set(node) == {
        "@type",
        "@id",
        "url",
        "mainEntityOfPage",
        "headline",
        "inLanguage",
        "articleSection",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "isAccessibleForFree",
    }
    assert node["@type"] == "OpinionNewsArticle"
    assert node["author"] == [{"@type": "Person", "name": "নিজস্ব প্রতিবেদক"}]
    assert node["dateModified"] == node["datePublished"]


def test_bylines_come_before_the_desk_and_the_desk_before_the_paper() -> None:
    named = replace(STORY, bylines=(BylineCopy("শাহানা পারভীন"), BylineCopy("রবিন সরকার", "খুলনা")))
    assert [author["name"] for author in jsonld.authors(named, PAPER)] == ["শাহানা পারভীন", "রবিন সরকার"]
    assert jsonld.authors(replace(STORY, desk=""), PAPER) == [{"@type": "Organization", "name": "হরকরা"}]
    assert jsonld.authors(replace(STORY, desk="", outlet=""), PAPER)[0]["name"] == "দৈনিক হরকরা"


def test_a_chain_of_our_own_desk_alone_is_based_on_nothing() -> None:
    assert jsonld.source_chain((SourceLinkCopy("হরকরা", "own"),)) is None
    assert jsonld.source_chain(()) is None


def test_breadcrumbs_go_from_the_front_down() -> None:
    assert jsonld.breadcrumbs(("প্রচ্ছদ", "/"), ("আন্তর্জাতিক", "/world/"), paper=PAPER) == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "প্রচ্ছদ", "item": "https://harkara.example/"},
            {"@type": "ListItem", "position": 2, "name": "আন্তর্জাতিক"},
        ],
    }


def test_no_text_can_end_the_script_early() -> None:
    text = "</script><script>alert(1)</script> & <!-- \N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
    element = str(jsonld.script({"headline": text}))
    inner = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert [sign for sign in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}" if sign in inner] == []
    assert json.loads(inner)["@graph"] == [{"headline": text}]
