"""Bangla digits on every Bangla screen, whoever wrote the template, and Bangla digits in what is typed.

Wagtail prints numbers, dates and pages in some three hundred templates; Django has no setting for digits. So the digits
of a screen are turned when it is finished: in its text, and in those attributes that are read aloud or shown. All other
attributes, scripts and fields keep theirs: there a number is a value.

What a person wrote must be shown as it is, or nobody would see the Latin digit in a headline before readers do. It stands
in links and headings; where it stands elsewhere, a template puts it into ``<bdi>``.
"""

import json
import re
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from harkara.bangla.digits import to_bangla, to_latin

AS_WRITTEN = ("script", "style", "textarea", "code", "pre", "kbd", "samp", "svg", "ins", "del", "bdi")
"""Elements whose digits stay: code, what is typed, and what a person wrote where the very letter counts."""

WRITTEN_BY_PEOPLE = ("a", "title", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that mostly hold somebody's words: only numbers that stand alone are turned, such as those of pages."""

_TURNED = "<!--turned-->"
_MARK = SafeString(_TURNED)
_INSIDE = (
    r"""[^'">]*(?:(?:"[^"]*"|'[^']*')[^'">]*)*"""  # a tag to its end; an attribute may hold a > (click->w-dialog#show)
)
_PIECES = re.compile(
    rf"(?P<kept>{_TURNED}.*?{_TURNED}|<!--.*?-->|<(?P<tag>" + "|".join(AS_WRITTEN) + r""")\b.*?</(?P=tag)\s*>"""
    # Wagtail marks with these what changed between two versions.
    r"""|<span class="(?:addition|deletion)">.*?</span>)"""
    rf"""|(?P<opening><(?P<kind>{"|".join(WRITTEN_BY_PEOPLE)})\b{_INSIDE}>)(?P<theirs>.{{0,4000}}?)(?P<closing></(?P=kind)\s*>)"""
    rf"""|(?P<other><[/!a-zA-Z]{_INSIDE}>)"""
    r"""|(?P<text>[^<]+|<)""",
    re.DOTALL,
)
_SHOWN = re.compile(r"""(?<=\s)((?:title|aria-label|data-w-tooltip-content-value)=")([^"]*[0-9][^"]*)(?=")""")
_PART = re.compile(rf"<{_INSIDE}>|[^<]+")
_MARKED = re.compile("\N{INVISIBLE SEPARATOR}([0-9]*)")
"""Our catalogue of Wagtail's words marks numbers so, where they come to stand in links and headings."""
_SIZE = re.compile(r"[0-9]+x[0-9]+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"\S+")
_ENTITY = re.compile(r"(&(?:\#\d+|\#x[0-9a-fA-F]+|\w+);)")
_LATIN = re.compile(r"[A-Za-z@]")
_IN_JSON = ("html", "form", "error_message")
"""Under these names Wagtail's scripts are sent pieces of a screen."""


def _word(found: re.Match[str]) -> str:
    """A word without Latin letters, with Bangla digits: an address, ``H5N1``, ``10MB`` stay."""
    if _SIZE.fullmatch(found[0]):
        return to_bangla(found[0]).replace("x", "\N{MULTIPLICATION SIGN}")
    parts = _ENTITY.split(found[0])
    if any(_LATIN.search(part) for part in parts[::2]):
        return found[0]
    return "".join(part if index % 2 else to_bangla(part) for index, part in enumerate(parts))


def in_text(text: str) -> str:
    """Plain text (its ``<``, ``>`` and ``&`` escaped) with the digits of its numbers in Bangla."""
    return _WORD.sub(_word, text) if _DIGIT.search(text) else text


def _in_tag(tag: str) -> str:
    return _SHOWN.sub(lambda found: found[1] + in_text(found[2]), tag) if _DIGIT.search(tag) else tag


def _piece(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return in_text(found["text"])
    if found["other"] is not None:
        return _in_tag(found["other"])
    if found["kept"] is not None:
        return found["kept"]
    inside = _PART.sub(lambda part: _part(part[0]), found["theirs"])
    return _in_tag(found["opening"]) + inside + found["closing"]


def _part(part: str) -> str:
    """A tag, or a text of a link or a heading, of which only a number that stands alone is turned."""
    if part.startswith("<"):
        return _in_tag(part)
    return part if _LETTER.search(_ENTITY.sub("", part)) else in_text(part)


def in_screen(html: str) -> str:
    """A screen or a piece of one, with Bangla digits in its text.

    >>> in_screen('<p title="3 images">Page 2 of <b>10</b>, H5N1 &#39;7&#39;</p><input value="3"><code>7</code>')
    '<p title="৩ images">Page ২ of <b>১০</b>, H5N1 &#39;৭&#39;</p><input value="3"><code>7</code>'
    """
    return _PIECES.sub(_piece, _MARKED.sub(lambda number: to_bangla(number[1]), html))


def turned(html: SafeString) -> SafeString:
    """A piece of a screen of which the digits stand as they should: when those of the screen are turned, it is passed over."""
    return _MARK + html + _MARK


def _in_json(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _in_json(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_json(inner) for inner in value]
    return in_screen(value) if isinstance(value, str) and name in _IN_JSON else value


def in_bangla(response: HttpResponseBase) -> None:
    """Turns the digits of ``response``, if it is a screen of the newsroom: not of a proof, whose bytes are the paper's."""
    if not isinstance(response, HttpResponse) or response.headers.get("Content-Encoding"):
        return
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/html" and (b"<html" not in response.content[:1000] or b'id="wagtail"' in response.content):
        response.content = in_screen(response.content.decode()).encode()
    elif kind == "application/json" and any(b'"%b"' % name.encode() in response.content for name in _IN_JSON):
        response.content = json.dumps(_in_json(json.loads(response.content)))
    else:
        return
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))


def accept() -> None:
    """Lets every field for a date or a time take Bangla digits: ``২০২৬-১১-২৯ ১৪:৩০``.

    Wagtail gives these three widgets to forms, filters and blocks alike, at a dozen places; none of those asks which
    class to take. So the classes themselves learn to read.
    """

    def value_from_datadict(self: Any, data: Any, files: Any, name: str) -> Any:
        value = data.get(name)
        return to_latin(value) if isinstance(value, str) else value

    for widget in (AdminDateInput, AdminTimeInput, AdminDateTimeInput):
        widget.value_from_datadict = value_from_datadict
