"""Which encoding a reader gets: ``Accept-Encoding`` (RFC 9110, 12.5.3)."""

from functools import lru_cache

from harkara.rack.pages import Encoding

from .server import Fields

KNOWN: tuple[Encoding, ...] = ("br", "gzip", "identity")
"""What a page may lie in, best first."""

PLAIN: tuple[Encoding, ...] = ("identity",)


def accepted(headers: Fields) -> tuple[Encoding, ...]:
    """The encodings that a request with these headers allows, the wanted first."""
    header = headers.get("accept-encoding")
    return order(header) if header else PLAIN


@lru_cache(maxsize=512)
def order(header: str) -> tuple[Encoding, ...]:
    """The encodings that ``header`` allows, the wanted first; ``identity`` alone if it allows nothing we have.

    >>> order("gzip, deflate, br, zstd")
    ('br', 'gzip', 'identity')
    >>> order("br;q=0, gzip;q=0.5")
    ('gzip', 'identity')
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        coding, *parameters = (word.strip() for word in part.split(";"))
        weights["gzip" if coding == "x-gzip" else coding] = _weight(parameters)
    others = weights.get("*", 0.0)
    # Not named, identity is allowed but never preferred, unless "*;q=0" rules it out.
    plain = 0.0 if "*" in weights and not others else 0.0005
    wanted = {coding: weights.get(coding, plain if coding == "identity" else others) for coding in KNOWN}
    allowed = sorted((coding for coding in KNOWN if wanted[coding] > 0), key=lambda coding: -wanted[coding])
    return tuple(allowed) or PLAIN


def _weight(parameters: list[str]) -> float:
    """The ``q`` among the parameters of one coding: 0 to 1, and 0 for what is no number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
