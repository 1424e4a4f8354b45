"""layout: how pages look.

Components, design tokens and islands, and the frozen dataclasses (``copy``) they take. Pure functions from finished
copy to HTML: no models, no queries, no clock.

Doors: ``copy`` (what pages are made of), ``pages`` (whole pages), ``assets`` (stylesheet and script with hashed
addresses), ``policy`` (the Content Security Policy that fits them), ``jsonld`` (structured data), ``samples`` (every
component on one sheet), ``VERSION`` (changes when any page could look different).
May import: ``bangla``.
"""

from harkara.layout.version import VERSION

__all__ = ["VERSION"]
