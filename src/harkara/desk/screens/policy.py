"""What the newsroom's screens allow the browser to do: the Content Security Policy and its neighbours (decision 36).

No inline script runs, not even one of Wagtail's (:mod:`.begins`), no style that stands in the page but attributes where
text is written, and nothing comes from another host. What says its own policy (a proof, a voucher copy, the form for
phones, a document) keeps it.
"""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

SCREENS: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # pictures that are pasted or chosen are shown before they are sent
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",  # previews; who was signed out signs in again in a frame
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'self'",
    )
)

WRITING: Final = SCREENS.replace("style-src 'self'", "style-src 'self'; style-src-attr 'unsafe-inline'")
"""Where text is written: what is pasted from Word and the like says by attributes of style what is bold, and a browser that
refuses them tells nobody. They reach no page: the editor reads them and keeps marks.
"""

WRITTEN: Final = ("/desk/stories/", "/desk/about/")
"""Where that is."""

FILES: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Of files that people brought in: whatever they hold, nothing of it runs and nothing of it is fetched."""

PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"


class Policy:
    """Says the policy on all that Django answers, unless the view has said one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        path = request.path
        policy = FILES if path.startswith("/media/") else WRITING if path.startswith(WRITTEN) else SCREENS
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
