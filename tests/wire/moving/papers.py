"""Exports of invented WordPress papers, for tests."""

from collections.abc import Iterable
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image

ORIGIN = "https://old.example"
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>নদীবার্তা</title><link>{ORIGIN}</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{ORIGIN}</wp:base_site_url><wp:base_blog_url>{ORIGIN}</wp:base_blog_url>
<wp:author><wp:author_login>mita</wp:author_login><wp:author_display_name>মিতা রহমান</wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>khela</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name>খেলা</wp:cat_name></wp:category>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>cricket</wp:category_nicename><wp:category_parent>khela</wp:category_parent><wp:cat_name>ক্রিকেট</wp:cat_name></wp:category>
<wp:tag><wp:term_id>9</wp:term_id><wp:tag_slug>%e0%a6%a8%e0%a6%a6%e0%a7%80</wp:tag_slug><wp:tag_name>নদী</wp:tag_name></wp:tag>
"""
TAIL = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def item(
    number: int,
    title: str = "নদীতে পানি",
    body: str = "<p>নদীর পানি বাড়ছে।</p>",
    *,
    kind: str = "post",
    status: str = "publish",
    at: str = "2019-08-15 06:00:00",
    changed: str = "",
    link: str | None = None,
    terms: Iterable[tuple[str, str, str]] = (("category", "khela", "খেলা"),),
    meta: Iterable[tuple[str, str]] = (),
    comments: str = "",
    **others: str,
) -> str:
    fields = {
        "wp:post_parent": "0",
        "wp:post_password": "",
        "wp:is_sticky": "0",
        "wp:comment_status": "open",
        "excerpt:encoded": "",
        **{f"wp:{name}": value for name, value in others.items()},
    }
    if "excerpt" in others:
        fields["excerpt:encoded"] = others["excerpt"]
        del fields["wp:excerpt"]
    told = "".join(f"<{name}>{cdata(value)}</{name}>" for name, value in fields.items())
    told += "".join(
        f'<category domain="{domain}" nicename="{slug}">{cdata(name)}</category>' for domain, slug, name in terms
    )
    told += "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in meta
    )
    where = f"{ORIGIN}/2019/08/{number}-story/" if link is None else link
    return (
        f"<item><title>{cdata(title)}</title><link>{escape(where)}</link><dc:creator>mita</dc:creator>"
        f'<guid isPermaLink="false">{ORIGIN}/?p={number}</guid><content:encoded>{cdata(body)}</content:encoded>'
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>{at}</wp:post_date><wp:post_date_gmt>{at}</wp:post_date_gmt>"
        f"<wp:post_modified_gmt>{changed or at}</wp:post_modified_gmt><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status>{status}</wp:status>{told}{comments}</item>\n"
    )


def comment(
    number: int, words: str, *, parent: int = 0, approved: str = "1", kind: str = "comment", name: str = "রহিম"
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata(name)}</wp:comment_author>"
        f"<wp:comment_author_email>someone@old.example</wp:comment_author_email>"
        f"<wp:comment_date_gmt>2019-08-16 0{number % 10}:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(words)}</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def attachment(number: int, file: str, *, parent: int = 0, caption: str = "", alt: str = "") -> str:
    return item(
        number,
        file,
        "",
        kind="attachment",
        status="inherit",
        terms=(),
        link=f"{ORIGIN}/2019/08/{number}-story/{file}/",
        meta=[("_wp_attachment_image_alt", alt)] if alt else [],
        post_parent=str(parent),
        attachment_url=f"{ORIGIN}/wp-content/uploads/2019/08/{file}.jpg",
        excerpt=caption,
    )


def export(path: Path, *items: str) -> Path:
    path.write_text(HEAD + "".join(items) + TAIL, encoding="utf-8")
    return path


def photo(folder: Path, name: str, colour: int = 90) -> Path:
    path = folder / "2019/08" / f"{name}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    Image.new("RGB", (640, 400), (colour, 90, 60)).save(out, "JPEG")
    path.write_bytes(out.getvalue())
    return path
