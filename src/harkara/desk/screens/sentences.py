"""Where the sentence that a screen says after an act waits until it is shown (``MESSAGE_STORAGE``)."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookie(CookieStorage):
    """Django's, under a name that with TLS only the newsroom's own host can set."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]  # the stubs know a constant only
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Storage(FallbackStorage):
    """In a cookie, and in the session where it is long."""

    storage_classes = (Cookie, SessionStorage)
