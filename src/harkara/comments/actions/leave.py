"""Leave: a reader signs out, in this browser or in all of them."""

from harkara.comments.models import Visit

from .enter import of


def leave(token: str, *, everywhere: bool = False) -> None:
    """Signs out the browser that holds ``token``; with ``everywhere`` all browsers of the same reader."""
    visits = Visit.objects.filter(digest=of(token))
    if everywhere:
        visits = Visit.objects.filter(reader__in=visits.values("reader"))
    visits.delete()
