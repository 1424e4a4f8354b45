"""The one clock and the one set of digits, for the newsroom's templates: Bangla, or Latin where the screen is English."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext

from harkara.bangla import clock
from harkara.bangla.digits import to_bangla, to_latin
from harkara.bangla.numbers import group

register = template.Library()


def _is_bangla() -> bool:
    return (get_language() or "").startswith("bn")


@register.filter
def moment(value: datetime) -> str:
    """A moment (aware) in the paper's zone: ``১৫ আগস্ট ২০২২, ১১:২৯``; on English screens ``2022-08-15 11:29``."""
    local = value.astimezone(ZoneInfo(settings.HARKARA_ZONE))
    return clock.format(value, "stamp", settings.HARKARA_ZONE) if _is_bangla() else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def second(value: datetime) -> str:
    """The time of day of a moment (aware) in the paper's zone, to the second: ``১১:২৯:০৫``."""
    return digits(f"{value.astimezone(ZoneInfo(settings.HARKARA_ZONE)):%H:%M:%S}")


@register.filter
def iso(value: datetime) -> str:
    """A moment for machines, in UTC."""
    return value.astimezone(UTC).isoformat()


@register.filter
def digits(value: object) -> str:
    """A number in the digits of the screen's language."""
    return to_bangla(str(value)) if _is_bangla() else to_latin(str(value))


@register.filter
def counted(value: int) -> str:
    """How many, in the digits of the screen, as people group them: ``১২,৩৪,৫৬৭``; on English screens ``1,234,567``."""
    return group(value) if _is_bangla() else f"{value:,}"


@register.filter
def told(value: dict[str, Any]) -> str:
    """A sentence with its values (``desk.rounds.Told``), in the language of the screen."""
    try:
        return str(gettext(str(value["sentence"])) % value.get("values", {}))
    except (KeyError, TypeError, ValueError):
        return str(value.get("sentence", ""))


@register.simple_tag
def other_language() -> tuple[str, str]:
    """The language one can change to from this screen: its code and its own name."""
    return next(pair for pair in settings.LANGUAGES if pair[0] != get_language())
