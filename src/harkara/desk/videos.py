"""Videos that stand elsewhere: which providers there are, and what the address of a video says."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

_CODE = re.compile(r"[A-Za-z0-9_-]{11}")
_NUMBER = re.compile(r"[0-9]{5,20}")


@dataclass(frozen=True, slots=True)
class Video:
    """A video of one provider: where it can be watched, and the address that a page shows in a frame once somebody asks."""

    provider: str
    href: str
    embed: str


def of(address: str) -> Video | None:
    """The video at ``address``, in any of the forms in which browsers and apps hand it out; ``None`` for anything else.

    >>> of("https://youtu.be/aqz-KE-bpKQ?si=x").href
    'https://www.youtube.com/watch?v=aqz-KE-bpKQ'
    >>> of("https://example.org/watch?v=aqz-KE-bpKQ") is None
    True
    """
    try:
        parts = urlsplit(address.strip() if "//" in address else f"https://{address.strip()}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("web.")
    except ValueError:
        return None
    if parts.scheme not in ("https", "http"):
        return None
    steps = [step for step in parts.path.split("/") if step]
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    match host:
        case "youtube.com" | "youtube-nocookie.com" | "youtu.be":
            return _youtube(host, steps, asked)
        case "vimeo.com" | "player.vimeo.com":
            return _vimeo(steps, asked)
        case "facebook.com":
            return _facebook(steps, asked)
    return None


def _youtube(host: str, steps: list[str], asked: dict[str, str]) -> Video | None:
    if host == "youtu.be":
        code = steps[0] if steps else ""
    elif steps[:1] == ["watch"]:
        code = asked.get("v", "")
    else:
        code = steps[1] if len(steps) > 1 and steps[0] in ("shorts", "live", "embed", "v") else ""
    if not _CODE.fullmatch(code):
        return None
    embed = f"https://www.youtube-nocookie.com/embed/{code}?autoplay=1&rel=0"
    return Video("youtube", f"https://www.youtube.com/watch?v={code}", embed)


def _vimeo(steps: list[str], asked: dict[str, str]) -> Video | None:
    place = next((place for place, step in enumerate(steps) if _NUMBER.fullmatch(step)), None)
    if place is None:
        return None
    number = steps[place]
    # What is not listed is shown to who has its key: the step behind the number, or a word of its own.
    key = asked.get("h") or (steps[place + 1] if len(steps) > place + 1 else "")
    key = key if re.fullmatch(r"[0-9a-f]{8,20}", key) else ""
    embed = f"https://player.vimeo.com/video/{number}?{f'h={key}&' if key else ''}dnt=1&autoplay=1"
    return Video("vimeo", f"https://vimeo.com/{number}{f'/{key}' if key else ''}", embed)


def _facebook(steps: list[str], asked: dict[str, str]) -> Video | None:
    if steps[:1] == ["watch"]:
        number = asked.get("v", "")
    else:
        number = steps[-1] if "videos" in steps[:-1] or steps[:1] == ["reel"] else ""
    if not _NUMBER.fullmatch(number):
        return None
    href = f"https://www.facebook.com/watch/?v={number}"
    embed = f"https://www.facebook.com/plugins/video.php?href={quote(href, safe='')}&show_text=false&autoplay=true"
    return Video("facebook", href, embed)
