"""The specimens as a paper of its own: what a browser gets for each address, without a server."""

import io
from functools import cache
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageDraw

from harkara.layout import assets, coverage_specimens, look, pages, policy, samples, specimens, talking_specimens

ORIGIN = specimens.paper().origin


@cache
def sheets() -> dict[str, str]:
    """Every sample page, by the path at which the browser tests open it."""
    named = {f"/sample/{name}": html for name, html in samples.sheets().items()}
    named |= {f"/sample/lite-{name}": html for name, html in samples.lite().items()}
    return named | {f"/component/{name}": html for name, html in samples.components().items()}


@cache
def answer(path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body for ``path``: a sample page, an asset, the rail or a picture."""
    html = sheets().get(path)
    if html is not None:
        frames = policy.frames_of(specimens.video_story()) if path == "/sample/video" else ""
        allowed = policy.lite_headers() if path.startswith("/sample/lite-") else policy.headers(frames)
        return 200, {"content-type": "text/html; charset=utf-8", **dict(allowed)}, html.encode()
    for asset in assets.assets():
        if asset.href == path:
            return 200, {"content-type": asset.content_type}, asset.body
    if path == "/look.css":
        return 200, {"content-type": "text/css"}, look.css(specimens.look()).encode()
    if path == "/r":  # what was read is told to nobody
        return 204, {}, b""
    if path == "/worker.js":  # one that keeps nothing: these pages are looked at by themselves
        return 200, {"content-type": "text/javascript"}, b""
    if path == "/fragment/rail":
        fragment = pages.rail(specimens.rail(), specimens.paper())
        return 200, {"content-type": "text/html; charset=utf-8"}, fragment.encode()
    if path == "/all/2022-08/":
        return answer("/sample/month")
    if path == "/fragment/comments/12":
        fragment = pages.said(talking_specimens.said(), talking_specimens.under(), specimens.paper())
        return 200, {"content-type": "text/html; charset=utf-8"}, fragment.encode()
    if path in ("/fragment/live/16", "/fragment/live/16/1"):
        piece = pages.live_piece(coverage_specimens.live(), specimens.paper())
        older = pages.live_page(coverage_specimens.page(), specimens.paper())
        return 200, {"content-type": "text/html; charset=utf-8"}, (older if path.endswith("/1") else piece).encode()
    if path.startswith("/fragment/topic/"):
        fragment = pages.newer(specimens.newer(), specimens.paper())
        return 200, {"content-type": "text/html; charset=utf-8"}, fragment.encode()
    if path.startswith("/picture/"):
        number, _, file = path.removeprefix("/picture/").partition("/")
        width, _, kind = file.partition(".")
        return 200, {"content-type": f"image/{kind}"}, draw(int(number), int(width), kind)
    return 404, {"content-type": "text/plain"}, b""


def path_of(url: str) -> str:
    """The path of ``url``."""
    return unquote(urlsplit(url).path)


def draw(number: int, width: int, kind: str) -> bytes:
    """A river, a bank and a sun in flat colours, different for each ``number``."""
    height = width * 2 // 3
    sky = [(236, 205, 170), (176, 205, 214), (214, 190, 190), (190, 200, 170)][number % 4]
    picture = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(picture)
    sun = width // 6
    left = width * (1 + number % 3) // 5
    pen.ellipse((left, height // 6, left + sun, height // 6 + sun), fill=(201, 84, 60))
    pen.rectangle((0, height * 5 // 9, width, height), fill=(88, 124, 128))
    pen.polygon(
        ((0, height * 5 // 9), (width * 2 // 5, height // 2), (width * 4 // 5, height * 5 // 9)), fill=(70, 92, 66)
    )
    pen.polygon(
        (
            (width // 2, height * 3 // 4),
            (width * 3 // 4, height * 3 // 4),
            (width * 7 // 10, height * 5 // 6),
            (width * 11 // 20, height * 5 // 6),
        ),
        fill=(58, 42, 34),
    )
    out = io.BytesIO()
    picture.save(out, "JPEG" if kind == "jpg" else "WEBP", quality=60, method=0)
    return out.getvalue()
