"""Door: whom to call when what a shared link shows has changed, and how the calls went."""

from dataclasses import dataclass

from harkara.desk import clock
from harkara.desk.models.share_hook import ShareHook


@dataclass(frozen=True, slots=True)
class Hook:
    """Somebody who is called: what is sent where, with names in braces that are to be filled in."""

    id: int
    name: str
    method: str
    address: str
    body: str


def in_use() -> tuple[Hook, ...]:
    """Those that are in use, by name. One query."""
    fields = ("pk", "name", "method", "address", "body")
    return tuple(Hook(*row) for row in ShareHook.objects.filter(on=True).order_by("name").values_list(*fields))


def note(number: int, result: str, *, fails: bool) -> None:
    """Notes how the last call of a hook went, for its screen."""
    ShareHook.objects.filter(pk=number).update(result=result[:200], fails=fails, told_at=clock.now())


def troubles() -> tuple[tuple[str, str], ...]:
    """The names of those whose last call failed, each with why."""
    return tuple(ShareHook.objects.filter(on=True, fails=True).values_list("name", "result"))
