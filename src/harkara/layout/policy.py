"""What a baked page allows the browser to do: the Content Security Policy and its neighbours.

Hashes and not nonces: a baked page is the same for every reader, and so would its nonce be.
Source: Content Security Policy Level 3, sections 6.1 (directives) and 8.3 (hashes).
"""

import base64
import hashlib
from functools import cache

from harkara.layout.assets import inline_scripts, lite_style


@cache
def csp(frame_ancestors: str = "'none'") -> str:
    """The policy of every public page as one header value.

    ``frame_ancestors`` says who may show the page in a frame; a preview on the desk passes ``"'self'"``.
    """
    scripts = " ".join(["'self'", *(f"'{script_hash(script)}'" for script in inline_scripts())])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",  # the search box in every masthead
            f"frame-ancestors {frame_ancestors}",
        )
    )


def headers() -> tuple[tuple[str, str], ...]:
    """The policy headers of a public page, names in lower case, ready for ``rack.pages.Page``."""
    return (
        ("content-security-policy", csp()),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    )


def lite_headers() -> tuple[tuple[str, str], ...]:
    """The same for a lite page: it may load nothing, run nothing, and carries its style."""
    style = script_hash(lite_style())
    policy = f"default-src 'none'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'self'; "
    return (("content-security-policy", f"{policy}frame-ancestors 'none'"), *headers()[1:])


def script_hash(script: str) -> str:
    """The hash source of an inline script or style: ``sha256-`` and the base64 digest of its UTF-8 bytes."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
