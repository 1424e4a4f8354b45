"""What a baked page allows the browser to do: the Content Security Policy and its neighbours.

Hashes and not nonces: a baked page is the same for every reader, and so would its nonce be.
Source: Content Security Policy Level 3, sections 6.1 (directives) and 8.3 (hashes).
"""

import base64
import hashlib
from functools import cache

from harkara.layout import spaces
from harkara.layout.assets import (
    embed_style,
    inline_scripts,
    lite_style,
    measure_script,
    script_beside,
    space_script,
    space_style,
)
from harkara.layout.copy import StoryCopy
from harkara.layout.measuring import MeasureCopy


@cache
def csp(frame_ancestors: str = "'none'", frames: str = "") -> str:
    """The policy of every public page as one header value.

    ``frame_ancestors`` says who may show the page in a frame; a preview on the desk passes ``"'self'"``. Every page may show
    frames of the paper's own (its places for advertising); ``frames``: one more place (:func:`frames_of`).
    """
    scripts = " ".join(["'self'", *(f"'{script_hash(script)}'" for script in (*inline_scripts(), script_beside()))])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"frame-src 'self' {frames}".rstrip(),
            "base-uri 'none'",
            "form-action 'self'",  # the search box in every masthead
            f"frame-ancestors {frame_ancestors}",
        )
    )


EMBEDDED_MAY = "allow-popups allow-popups-to-escape-sandbox"
"""What the frame of another site may that shows a story: open it."""

PLAYERS = {
    "youtube": "https://www.youtube-nocookie.com",
    "facebook": "https://www.facebook.com",
    "vimeo": "https://player.vimeo.com",
}
"""Where the frames of videos come from, by their provider."""


def frames_of(copy: StoryCopy) -> str:
    """The place of which the page of a story may show a frame: that of its video. Empty for any other story."""
    return PLAYERS[copy.video.provider] if copy.video else ""


def headers(frames: str = "") -> tuple[tuple[str, str], ...]:
    """The policy headers of a public page, names in lower case, ready for ``rack.pages.Page``; ``frames`` as in :func:`csp`."""
    return (
        ("content-security-policy", csp(frames=frames)),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    )


def lite_headers(*, counts: bool = False) -> tuple[tuple[str, str], ...]:
    """The same for a lite page: it loads nothing, may run nothing, and carries its style. ``connect-src``: checkers of pages
    (Lighthouse) ask for robots.txt in the page's name; without scripts nobody else can. ``counts``: it asks for the picture
    by which its readers are counted.
    """
    style, pictures = script_hash(lite_style()), "'self' data:" if counts else "data:"
    policy = f"default-src 'none'; style-src '{style}'; img-src {pictures}; connect-src 'self'; base-uri 'none'; "
    policy += "form-action 'self'; "
    return (("content-security-policy", f"{policy}frame-ancestors 'none'"), *headers()[1:])


def space_headers(*, runs: bool, picks: bool = False) -> tuple[tuple[str, str], ...]:
    """The same for what stands in a place for advertising. Whether a page shows it or somebody opens its address, it is in a
    sandbox, of no origin at all. ``runs``: it is an advertiser's own, which may run scripts and load what it likes there;
    ``picks``: our own script chooses what is shown.
    """
    if runs:
        policy = "default-src https: data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; form-action https:; "
        may = f"allow-scripts {spaces.MAY}"
    else:
        style = script_hash(space_style())
        policy = f"default-src 'none'; img-src 'self'; style-src '{style}'; form-action 'none'; "
        policy += f"script-src '{script_hash(space_script())}'; " if picks else ""
        may = f"allow-scripts {spaces.MAY}" if picks else spaces.MAY
    policy += f"base-uri 'none'; frame-ancestors 'self'; sandbox {may}"
    others = (one for one in headers() if one[0] not in ("content-security-policy", "cross-origin-opener-policy"))
    return (("content-security-policy", policy), *others)


def measure_headers(copy: MeasureCopy) -> tuple[tuple[str, str], ...]:
    """The same for the frame that tells those outside: exactly their hosts, of no origin, and only our own pages frame it."""
    rules = copy.hosts
    rules["script-src"].insert(0, f"'{script_hash(measure_script())}'")
    policy = "default-src 'none'; " + "".join(f"{name} {' '.join(words)}; " for name, words in rules.items() if words)
    policy += "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    others = (one for one in headers() if one[0] not in ("content-security-policy", "cross-origin-opener-policy"))
    return (("content-security-policy", policy), *others)


def embed_headers() -> tuple[tuple[str, str], ...]:
    """The same for what other sites show of a story: any site may frame it, it runs nothing, and is of no origin at all."""
    style = script_hash(embed_style())
    policy = f"default-src 'none'; img-src 'self'; style-src '{style}'; form-action 'none'; base-uri 'none'; "
    policy += f"frame-ancestors *; sandbox {EMBEDDED_MAY}"
    others = (one for one in headers() if one[0] not in ("content-security-policy", "cross-origin-opener-policy"))
    return (("content-security-policy", policy), *others)


def script_hash(script: str) -> str:
    """The hash source of an inline script or style: ``sha256-`` and the base64 digest of its UTF-8 bytes."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
