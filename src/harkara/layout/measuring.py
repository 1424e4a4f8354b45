"""Who outside is told that pages are read, after a reader's yes, and which hosts each of them needs."""

from dataclasses import dataclass
from typing import Final

HOSTS: Final[dict[str, dict[str, str]]] = {
    "google": {
        "script-src": "https://www.googletagmanager.com",
        "connect-src": "https://*.google-analytics.com https://*.analytics.google.com https://www.googletagmanager.com",
        "img-src": "https://*.google-analytics.com https://www.googletagmanager.com",
    },
    "meta": {"img-src": "https://www.facebook.com"},
}
"""By who is told: the hosts that it says it needs, by directive (Google: Use Tag Manager with a Content Security Policy)."""


@dataclass(frozen=True, slots=True)
class MeasureCopy:
    """Who is told, by the numbers that they gave the paper; empty: they are not."""

    google: str = ""  # of a property of Google Analytics 4: "G-…"
    meta: str = ""  # of a pixel of Meta

    @property
    def hosts(self) -> dict[str, list[str]]:
        """The hosts that the frame may ask, by directive, each once."""
        found: dict[str, list[str]] = {"script-src": [], "connect-src": [], "img-src": []}
        for name, rules in HOSTS.items():
            for directive, words in rules.items() if getattr(self, name) else ():
                found[directive] += [word for word in words.split() if word not in found[directive]]
        return found
