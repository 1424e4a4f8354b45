"""What Wagtail begins with a script in the page (choosers, fields for days and times, rows) begins with a file.

Wagtail sets a ``<script>`` beside each such control. A content security policy that lets those run lets anybody's run who gets
a word into a page. So they are set as data, which no browser runs, and ``desk/begins.js`` does what they say: it knows the few
names that may stand there.
"""

import json
import re
from typing import Any, Final

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

_NEW: Final = re.compile(r"(?:new )?(\w+)\((.*)\);", re.DOTALL)
"""How Wagtail writes the script of a chooser: a class or a function, and JSON."""

_ESCAPED: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script() -> SafeString:
    """The file, for the head of every screen."""
    return format_html('<script src="{}"></script>', static("desk/begins.js"))


def move() -> None:
    """Has every chooser set its script as data. Wagtail makes its choosers at a dozen places, and none asks how."""

    def render(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        number, data = attrs["id"], self.get_value_data(value)
        html = self.render_html(name, data, attrs)
        return mark_safe(f"{html}{as_data(self.render_js_init(number, name, data))}")  # noqa: S308  (Wagtail's own HTML)

    BaseChooser.render = render


def as_data(js: str) -> str:
    """The element that says what the script ``js`` of a chooser would do. Raises ``ValueError`` where it would do more."""
    found = _NEW.fullmatch(js.strip())
    try:
        given = json.loads(f"[{found[2]}]") if found else None
    except ValueError:
        given = None
    if found is None or given is None:
        raise ValueError(f"this is no script of a chooser: {js[:80]!r}")
    arguments = json.dumps(given, ensure_ascii=False).translate(_ESCAPED)
    return f'<script type="application/json" data-begin="{found[1]}">{arguments}</script>'
