"""Draws the demo paper's pictures: flat posters of simple shapes, so that no photograph and no licence is needed."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
SCALE = 2  # drawn at twice the size, then shrunk: smooth edges

Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw

SKIES: dict[str, tuple[Colour, Colour]] = {
    "dawn": ((250, 206, 160), (120, 150, 190)),
    "day": ((226, 240, 247), (110, 170, 210)),
    "dusk": ((244, 160, 110), (60, 60, 110)),
    "night": ((60, 70, 120), (16, 20, 44)),
    "haze": ((240, 226, 200), (200, 170, 130)),
}


def _sky(name: str) -> Image.Image:
    low, high = SKIES[name]
    strip = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        share = y / HEIGHT
        strip.putpixel((0, y), tuple(round(a * share + b * (1 - share)) for a, b in zip(low, high, strict=True)))
    return strip.resize((WIDTH * SCALE, HEIGHT * SCALE))


def _box(pen: Pen, x: float, y: float, w: float, h: float, colour: Colour, round_by: float = 0) -> None:
    pen.rounded_rectangle([x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE], round_by * SCALE, fill=colour)


def _disc(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    pen.ellipse([(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=colour)


def _shape(pen: Pen, points: list[tuple[float, float]], colour: Colour) -> None:
    pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)


def _line(pen: Pen, points: list[tuple[float, float]], colour: Colour, width: float) -> None:
    pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=round(width * SCALE), joint="curve")


def _hills(pen: Pen, dice: random.Random, level: float, height: float, colour: Colour) -> None:
    phase, other = dice.uniform(0, 6), dice.uniform(0, 6)
    crest = [
        (float(x), level - height * (math.sin(x / 260 + phase) + 0.5 * math.sin(x / 90 + other)) / 1.5)
        for x in range(0, WIDTH + 20, 20)
    ]
    _shape(pen, [(0, HEIGHT), *crest, (WIDTH, HEIGHT)], colour)


def _water(pen: Pen, dice: random.Random, level: float, colour: Colour, glint: Colour) -> None:
    _box(pen, 0, level, WIDTH, HEIGHT - level, colour)
    for _ in range(70):
        y = dice.uniform(level + 10, HEIGHT - 10)
        size = 20 + (y - level) / 4
        x = dice.uniform(-50, WIDTH)
        _box(pen, x, y, size, 3 + (y - level) / 90, glint, 3)


def _person(pen: Pen, x: float, foot: float, size: float, colour: Colour) -> None:
    _disc(pen, x, foot - size * 0.86, size * 0.13, (92, 62, 46))
    _box(pen, x - size * 0.16, foot - size * 0.74, size * 0.32, size * 0.44, colour, size * 0.1)
    _box(pen, x - size * 0.13, foot - size * 0.34, size * 0.1, size * 0.34, (40, 44, 60))
    _box(pen, x + size * 0.03, foot - size * 0.34, size * 0.1, size * 0.34, (40, 44, 60))


def _crowd(pen: Pen, dice: random.Random, foot: float, size: float, count: int) -> None:
    colours: list[Colour] = [
        (176, 58, 46),
        (31, 97, 141),
        (25, 111, 61),
        (183, 149, 11),
        (110, 44, 90),
        (236, 240, 241),
    ]
    for index in range(count):
        x = (index + 0.5) * WIDTH / count + dice.uniform(-20, 20)
        _person(pen, x, foot + dice.uniform(-14, 14), size * dice.uniform(0.9, 1.1), dice.choice(colours))


def _tree(pen: Pen, x: float, foot: float, size: float, colour: Colour) -> None:
    _box(pen, x - size * 0.05, foot - size * 0.5, size * 0.1, size * 0.5, (98, 70, 48))
    for dx, dy, r in ((0, -0.75, 0.26), (-0.2, -0.58, 0.2), (0.2, -0.58, 0.2), (0, -0.5, 0.22)):
        _disc(pen, x + dx * size, foot + dy * size, r * size, colour)


def _bridge(pen: Pen, dice: random.Random) -> None:
    _disc(pen, 1240, 240, 80, (255, 244, 214))
    _hills(pen, dice, 560, 60, (122, 150, 140))
    _water(pen, dice, 600, (78, 124, 150), (150, 190, 204))
    for x in (420, 1180):
        _box(pen, x - 16, 230, 32, 520, (120, 60, 52), 6)
        for step in range(1, 9):
            for side in (-1, 1):
                _line(pen, [(x, 250 + step * 6), (x + side * step * 46, 540)], (236, 226, 210), 4)
    _box(pen, 0, 536, WIDTH, 26, (92, 92, 100))
    _crowd(pen, dice, 540, 74, 22)


def _flood(pen: Pen, dice: random.Random) -> None:
    _hills(pen, dice, 470, 50, (120, 140, 110))
    _water(pen, dice, 520, (140, 128, 104), (176, 166, 142))
    for x in (260, 760, 1240):
        _box(pen, x, 420, 190, 180, (186, 148, 104))
        _shape(pen, [(x - 30, 430), (x + 95, 330), (x + 220, 430)], (110, 74, 58))
        _box(pen, x + 76, 480, 40, 120, (76, 54, 44))
        _tree(pen, x + 300, 560, 260, (64, 110, 70))
    _shape(pen, [(560, 700), (940, 700), (880, 760), (620, 760)], (88, 56, 40))
    _person(pen, 690, 702, 130, (176, 58, 46))
    _person(pen, 800, 702, 120, (31, 97, 141))


def _trees(pen: Pen, dice: random.Random) -> None:
    _hills(pen, dice, 620, 20, (168, 176, 160))
    _box(pen, 0, 640, WIDTH, 260, (200, 192, 178))
    for index in range(6):
        _tree(pen, 140 + index * 270, 660, 330 + (index % 2) * 40, ((60, 120, 72), (88, 140, 70))[index % 2])
    _crowd(pen, dice, 830, 190, 9)


def _coins(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (74, 58, 48))
    for _ in range(46):
        x, y, r = dice.uniform(80, WIDTH - 80), dice.uniform(80, HEIGHT - 80), dice.uniform(46, 86)
        _disc(pen, x + 8, y + 10, r, (44, 34, 28))
        _disc(pen, x, y, r, dice.choice([(198, 156, 74), (176, 132, 60), (160, 150, 130)]))
        _disc(pen, x, y, r * 0.78, dice.choice([(214, 176, 96), (190, 146, 72), (182, 172, 150)]))
        _disc(pen, x, y, r * 0.2, (120, 90, 50))


def _vote(pen: Pen, dice: random.Random) -> None:
    _hills(pen, dice, 430, 120, (190, 204, 214))
    _hills(pen, dice, 560, 40, (132, 150, 140))
    _box(pen, 0, 600, WIDTH, 300, (206, 196, 176))
    _box(pen, 1080, 420, 360, 290, (54, 98, 134), 12)
    _box(pen, 1160, 400, 200, 26, (24, 44, 66), 8)
    _shape(pen, [(1210, 280), (1330, 300), (1310, 412), (1190, 400)], (250, 248, 240))
    _crowd(pen, dice, 800, 200, 8)


def _sea(pen: Pen, dice: random.Random) -> None:
    _disc(pen, 380, 300, 90, (255, 236, 190))
    _water(pen, dice, 430, (38, 92, 130), (96, 150, 180))
    _shape(pen, [(860, 470), (1340, 470), (1270, 570), (930, 570)], (176, 58, 46))
    _box(pen, 960, 390, 240, 82, (244, 242, 236))
    _box(pen, 1110, 320, 60, 80, (236, 150, 60))
    _line(pen, [(1000, 390), (1000, 260), (930, 390)], (70, 70, 80), 6)


def _desert(pen: Pen, dice: random.Random) -> None:
    _disc(pen, 1200, 220, 100, (255, 232, 180))
    _hills(pen, dice, 500, 70, (214, 170, 120))
    _hills(pen, dice, 640, 60, (196, 146, 96))
    for _ in range(700):
        y = dice.uniform(610, HEIGHT)
        _disc(
            pen,
            dice.uniform(0, WIDTH),
            y,
            3 + (y - 600) / 26,
            dice.choice([(150, 80, 170), (190, 110, 190), (232, 140, 180)]),
        )


def _parliament(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (222, 206, 178))
    for row in range(5):
        radius = 720 - row * 110
        for index in range(26 - row * 3):
            angle = math.pi * (index + 0.5) / (26 - row * 3)
            colour = [(31, 97, 141), (25, 111, 61), (176, 58, 46), (183, 149, 11)][index * 4 // (26 - row * 3)]
            _disc(pen, 800 - radius * math.cos(angle), 860 - radius * math.sin(angle), 30 - row * 2, colour)
    _box(pen, 680, 760, 240, 140, (98, 70, 48), 10)


def _rice(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (170, 140, 104))
    for row in range(3):
        for column in range(6):
            x, y = 80 + column * 250 + row * 20, 560 - row * 210
            _box(pen, x, y, 220, 260, (214, 196, 160), 60)
            _disc(pen, x + 110, y + 40, 84, (240, 234, 216))
            for _ in range(40):
                _disc(pen, x + 110 + dice.gauss(0, 36), y + 36 + dice.gauss(0, 14), 4, (255, 252, 240))


def _market(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 620, WIDTH, 280, (170, 140, 110))
    for index, colour in enumerate([(176, 58, 46), (236, 200, 90), (25, 111, 61), (31, 97, 141)]):
        x = 40 + index * 390
        _shape(pen, [(x, 380), (x + 360, 380), (x + 320, 240), (x + 40, 240)], colour)
        _box(pen, x + 20, 380, 12, 400, (90, 66, 50))
        _box(pen, x + 328, 380, 12, 400, (90, 66, 50))
        _box(pen, x + 10, 640, 340, 90, (120, 86, 60), 8)
        for _ in range(30):
            _disc(
                pen,
                x + dice.uniform(40, 320),
                dice.uniform(600, 650),
                20,
                dice.choice([(200, 60, 50), (90, 150, 70), (230, 160, 60)]),
            )
        _person(pen, x + 180, 640, 200, (236, 240, 241))


def _cricket(pen: Pen, dice: random.Random) -> None:
    _hills(pen, dice, 380, 20, (60, 70, 100))
    for _ in range(260):
        _disc(
            pen,
            dice.uniform(0, WIDTH),
            dice.uniform(330, 440),
            9,
            dice.choice([(240, 230, 210), (210, 90, 70), (90, 130, 190)]),
        )
    _box(pen, 0, 440, WIDTH, 460, (74, 140, 76))
    _shape(pen, [(640, 470), (960, 470), (1120, 900), (480, 900)], (206, 184, 138))
    for dx in (0, 34, 68):
        _box(pen, 760 + dx, 500, 12, 130, (240, 226, 200))
    _person(pen, 700, 800, 300, (31, 97, 141))
    _line(pen, [(740, 600), (880, 470)], (214, 176, 110), 26)
    _disc(pen, 1160, 260, 24, (190, 40, 40))


def _football(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 420, WIDTH, 480, (70, 136, 72))
    for index in range(8):
        _box(pen, index * 200, 420, 100, 480, (78, 146, 80))
    _line(pen, [(360, 640), (360, 300), (1240, 300), (1240, 640)], (250, 250, 250), 14)
    for x in range(380, 1240, 40):
        _line(pen, [(x, 310), (x, 560)], (210, 220, 220), 2)
    for y in range(330, 560, 40):
        _line(pen, [(370, y), (1230, y)], (210, 220, 220), 2)
    _crowd(pen, dice, 820, 220, 8)
    _disc(pen, 820, 830, 40, (252, 252, 252))
    _disc(pen, 820, 830, 14, (30, 30, 30))


def _chess(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (84, 60, 46))
    for row in range(8):
        for column in range(8):
            colour = (236, 218, 186) if (row + column) % 2 else (146, 98, 66)
            _shape(
                pen,
                [
                    (800 + (column - 4 + dx) * (110 + (row + dy) * 16), 120 + (row + dy) * 90)
                    for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))
                ],
                colour,
            )
    for x, y, colour in (
        (560, 620, (30, 30, 34)),
        (830, 700, (246, 240, 226)),
        (1060, 520, (30, 30, 34)),
        (730, 420, (246, 240, 226)),
    ):
        _shape(pen, [(x - 56, y), (x + 56, y), (x + 26, y - 110), (x - 26, y - 110)], colour)
        _disc(pen, x, y - 140, 42, colour)


def _cinema(pen: Pen, dice: random.Random) -> None:
    for _ in range(120):
        _disc(pen, dice.uniform(0, WIDTH), dice.uniform(0, 420), 2, (240, 240, 220))
    _box(pen, 380, 140, 840, 460, (246, 244, 232), 4)
    _disc(pen, 980, 300, 70, (240, 190, 90))
    _shape(pen, [(380, 600), (380, 470), (620, 330), (900, 520), (1040, 430), (1220, 540), (1220, 600)], (90, 140, 120))
    _box(pen, 0, 640, WIDTH, 260, (36, 42, 40))
    for row in range(3):
        for index in range(20):
            _disc(pen, 40 + index * 80 + row * 30, 700 + row * 80, 26, (14 + row * 6, 18 + row * 6, 26 + row * 8))


def _theatre(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (40, 16, 24))
    _shape(pen, [(560, 0), (760, 0), (980, 760), (380, 760)], (250, 226, 160))
    _shape(pen, [(980, 0), (1100, 0), (1280, 760), (820, 760)], (230, 170, 110))
    for index in range(7):
        _box(pen, index * 60, 0, 56, 900, (140 - index * 6, 28, 38), 20)
        _box(pen, WIDTH - index * 60 - 56, 0, 56, 900, (140 - index * 6, 28, 38), 20)
    _box(pen, 0, 740, WIDTH, 160, (84, 56, 42))
    _person(pen, 690, 780, 320, (31, 97, 141))
    _person(pen, 1000, 780, 300, (176, 58, 46))


def _device(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (196, 170, 140))
    _shape(pen, [(200, 220), (800, 280), (800, 860), (160, 800)], (250, 246, 236))
    _shape(pen, [(1400, 220), (800, 280), (800, 860), (1440, 800)], (244, 238, 226))
    for row in range(11):
        _line(pen, [(270, 310 + row * 44), (740, 350 + row * 44)], (120, 116, 110), 8)
        _line(pen, [(860, 350 + row * 44), (1330, 310 + row * 44)], (120, 116, 110), 8)
    _box(pen, 560, 420, 460, 190, (40, 60, 84), 40)
    _disc(pen, 670, 515, 56, (120, 200, 220))
    for index in range(5):
        _box(pen, 780 + index * 40, 470 + abs(2 - index) * 14, 18, 90 - abs(2 - index) * 28, (240, 200, 90), 8)


def _phones(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (112, 128, 120))
    for _ in range(26):
        x, y = dice.uniform(-40, WIDTH - 120), dice.uniform(-40, HEIGHT - 200)
        w = dice.uniform(120, 170)
        _box(pen, x + 10, y + 12, w, w * 1.9, (76, 90, 84), 22)
        _box(pen, x, y, w, w * 1.9, dice.choice([(30, 32, 38), (70, 74, 84), (180, 184, 190)]), 22)
        _box(pen, x + 12, y + 26, w - 24, w * 1.5, dice.choice([(90, 130, 160), (60, 80, 96), (150, 170, 176)]), 8)
        _disc(pen, x + w / 2, y + w * 1.76, 10, (210, 210, 214))


def _river(pen: Pen, dice: random.Random) -> None:
    _hills(pen, dice, 360, 60, (130, 160, 120))
    _box(pen, 0, 400, WIDTH, 500, (120, 156, 92))
    _shape(
        pen,
        [(760, 400), (840, 400), (1040, 520), (700, 640), (1240, 900), (260, 900), (420, 660), (860, 520)],
        (96, 150, 176),
    )
    for x, foot, size in (
        (200, 620, 200),
        (330, 560, 150),
        (1240, 600, 190),
        (1400, 700, 260),
        (1120, 500, 110),
        (80, 760, 260),
    ):
        _tree(pen, x, foot, size, (56, 110, 64))
    _shape(pen, [(640, 760), (860, 760), (820, 810), (680, 810)], (98, 60, 44))
    _shape(pen, [(746, 750), (746, 620), (840, 750)], (240, 226, 200))


def _letters(pen: Pen, dice: random.Random) -> None:
    _box(pen, 0, 0, WIDTH, HEIGHT, (222, 196, 160))
    _box(pen, 980, 180, 380, 620, (176, 42, 40), 60)
    _box(pen, 1050, 330, 240, 34, (60, 16, 18), 12)
    for x, y, lean in ((140, 220, 20), (420, 420, -30), (180, 600, 10), (560, 180, -10)):
        _shape(pen, [(x, y), (x + 320, y + lean), (x + 320, y + 200 + lean), (x, y + 200)], (252, 248, 238))
        _line(pen, [(x, y), (x + 160, y + 110 + lean / 2), (x + 320, y + lean)], (170, 150, 130), 6)
    _person(pen, 820, 830, 330, (31, 97, 141))


def _boats(pen: Pen, dice: random.Random) -> None:
    """Boats that leave the landing at dawn."""
    _disc(pen, 420, 330, 90, (255, 226, 170))
    _hills(pen, dice, 430, 30, (150, 140, 150))
    _water(pen, dice, 470, (116, 122, 150), (238, 196, 150))
    for x, y, size in ((300, 560, 0.7), (820, 640, 1.0), (1240, 590, 0.8)):
        _shape(
            pen,
            [(x, y), (x + 360 * size, y), (x + 290 * size, y + 64 * size), (x + 70 * size, y + 64 * size)],
            (62, 44, 38),
        )
        _shape(pen, [(x + 120 * size, y), (x + 180 * size, y - 70 * size), (x + 260 * size, y)], (146, 104, 66))
        _person(pen, x + 70 * size, y + 4, 150 * size, (52, 62, 88))


def _kites(pen: Pen, dice: random.Random) -> None:
    """Kites over the roofs of a town."""
    for left in range(0, WIDTH, 200):
        top = 640 + dice.randint(-50, 40)
        _box(pen, left, top, 190, HEIGHT - top, (168 - left // 26, 120, 104))
        _person(pen, left + 90, top, 110, dice.choice([(176, 58, 46), (31, 97, 141), (70, 110, 70)]))
    for _ in range(11):
        x, y, r = dice.uniform(100, 1500), dice.uniform(60, 430), dice.uniform(34, 62)
        colour = dice.choice([(196, 62, 46), (222, 164, 44), (38, 108, 148), (92, 132, 70)])
        _line(pen, [(x, y + r), (x + dice.uniform(-120, 120), 640)], (120, 124, 130), 2)
        _shape(pen, [(x, y - r), (x + r * 0.8, y), (x, y + r), (x - r * 0.8, y)], colour)


def _lanterns(pen: Pen, dice: random.Random) -> None:
    """Paper lanterns that go up from a field at night."""
    _hills(pen, dice, 760, 40, (34, 40, 56))
    for _ in range(34):
        x, y = dice.uniform(60, 1540), dice.uniform(40, 700)
        size = 12.0 + y / 16
        _box(pen, x, y, size, size * 1.3, dice.choice([(250, 190, 96), (244, 160, 76), (252, 214, 140)]), size / 3)
    _crowd(pen, dice, 880, 120, 14)


def _lamp(pen: Pen, dice: random.Random) -> None:
    """A reading lamp over books that somebody has left."""
    _box(pen, 0, 690, WIDTH, 210, (92, 74, 62))
    for number in range(6):
        shade = (96 + number * 12, 84 + number * 6, 78)
        _box(pen, 430 + dice.randint(-24, 24), 650 - number * 44, 420, 38, shade, 6)
    _shape(pen, [(930, 690), (1190, 690), (1160, 660), (960, 660)], (58, 54, 56))
    _line(pen, [(1060, 660), (1130, 420), (960, 280)], (58, 54, 56), 18)
    _shape(pen, [(820, 350), (960, 220), (1040, 300), (920, 410)], (176, 138, 72))
    _shape(pen, [(820, 350), (920, 410), (760, 690), (420, 690)], (236, 216, 164))


SCENES: dict[str, tuple[str, Callable[[Pen, random.Random], None]]] = {
    "boats": ("dawn", _boats),
    "bridge": ("dawn", _bridge),
    "chess": ("haze", _chess),
    "cinema": ("night", _cinema),
    "coins": ("haze", _coins),
    "cricket": ("dusk", _cricket),
    "desert": ("haze", _desert),
    "device": ("day", _device),
    "flood": ("day", _flood),
    "football": ("day", _football),
    "kites": ("day", _kites),
    "lamp": ("night", _lamp),
    "lanterns": ("night", _lanterns),
    "letters": ("haze", _letters),
    "market": ("dawn", _market),
    "parliament": ("haze", _parliament),
    "phones": ("day", _phones),
    "rice": ("haze", _rice),
    "river": ("day", _river),
    "sea": ("dawn", _sea),
    "theatre": ("night", _theatre),
    "trees": ("day", _trees),
    "vote": ("day", _vote),
}


def draw(name: str) -> bytes:
    """The scene ``name`` as JPEG bytes, 1600 × 900; the same bytes each time. Raises KeyError for an unknown scene."""
    sky, scene = SCENES[name]
    picture = _sky(sky)
    scene(ImageDraw.Draw(picture), random.Random(name))  # noqa: S311  (a picture's dice guard no secret)
    out = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "JPEG", quality=88)
    return out.getvalue()
