"""What Mozilla's HTTP Observatory would give an answer: its rules, from its documentation, as far as a paper can meet them.

100 to begin with; what is lacking costs, what is well costs nothing, and what is better counts only from 90 on.
"""

import re
from dataclasses import dataclass, field
from http.cookies import Morsel
from typing import Final

HALF_A_YEAR: Final = 15_768_000
STRICT_REFERRERS: Final = frozenset(("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"))


@dataclass(frozen=True)
class Answer:
    """One answer over TLS: its headers (names in small letters), its cookies and its HTML."""

    headers: dict[str, str]
    cookies: dict[str, Morsel[str]] = field(default_factory=dict)
    text: str = ""
    is_redirected: bool = True
    """Whether the same address without TLS leads here."""


def score(answer: Answer) -> tuple[int, dict[str, int]]:
    """The score, and what each rule gave."""
    given = {
        "content-security-policy": _policy(answer),
        "cookies": _cookies(answer),
        "strict-transport-security": _transport(answer),
        "frames": _frames(answer),
        "referrer-policy": _referrer(answer),
        "cross-origin-resource-policy": _resources(answer),
        "x-content-type-options": 0 if answer.headers.get("x-content-type-options") == "nosniff" else -5,
        "subresource-integrity": _integrity(answer),
        "cross-origin-resource-sharing": -50 if answer.headers.get("access-control-allow-origin") == "*" else 0,
        "redirection": 0 if answer.is_redirected else -20,
    }
    total = 100 + sum(points for points in given.values() if points < 0)
    if total >= 90:
        total += sum(points for points in given.values() if points > 0)
    return max(0, total), given


def _directives(answer: Answer) -> dict[str, list[str]]:
    policy = answer.headers.get("content-security-policy", "")
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {part[0].casefold(): part[1:] for part in parts}


def _policy(answer: Answer) -> int:
    told = _directives(answer)
    if not told:
        return -25
    scripts = told.get("script-src", told.get("default-src", ["*"]))
    hashed = any(re.match(r"'(?:sha(?:256|384|512)|nonce)-", source) for source in scripts)
    if {"*", "http:", "https:", "data:"} & set(scripts) or ("'unsafe-inline'" in scripts and not hashed):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    styles = told.get("style-src", told.get("default-src", ["*"]))
    if "'unsafe-inline'" in styles or {"*", "http:", "https:"} & set(styles):
        return 0
    return 10 if told.get("default-src") == ["'none'"] else 5


def _cookies(answer: Answer) -> int:
    if not answer.cookies:
        return 0
    worst = 5
    for name, cookie in answer.cookies.items():
        is_session = "sess" in name.casefold()
        is_token = "csrf" in name.casefold()
        if not cookie["secure"]:
            worst = min(worst, -40 if is_session else -20)
        if is_session and not cookie["httponly"]:
            worst = min(worst, -30)
        if is_token and not cookie["samesite"]:
            worst = min(worst, -20)
        if not cookie["samesite"]:
            worst = min(worst, 0)
    return worst


def _transport(answer: Answer) -> int:
    age = re.search(r"max-age=(\d+)", answer.headers.get("strict-transport-security", ""))
    if age is None:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


def _frames(answer: Answer) -> int:
    if "frame-ancestors" in _directives(answer):
        return 5
    return 0 if answer.headers.get("x-frame-options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def _referrer(answer: Answer) -> int:
    told = answer.headers.get("referrer-policy", "")
    if not told:
        return 0
    return 5 if told in STRICT_REFERRERS else -5


def _resources(answer: Answer) -> int:
    return 10 if answer.headers.get("cross-origin-resource-policy") in ("same-origin", "same-site") else 0


def _integrity(answer: Answer) -> int:
    foreign = re.findall(r"<script\b[^>]*src=[\"']?(?:https?:)?//[^>]*>", answer.text)
    if not foreign:
        return 0
    return 5 if all("integrity=" in tag for tag in foreign) else -5
