"""Cards for tests: one of each kind, with invented news and a photo whose subject is at the right."""

from PIL import Image, ImageDraw

from harkara.layout.cards import CardCopy, CardLook, CardShape

SHAPES: tuple[CardShape, ...] = ("square", "portrait", "landscape")
DAY = "২৮ নভেম্বর ২০২৬"
PAPER = "দৈনিক হরকরা"

CARDS = {
    "headline": CardCopy(
        kind="headline",
        look=CardLook(),
        words="চরের স্কুলে সৌরবিদ্যুতে সন্ধ্যার পাঠশালা, পড়ছেন মায়েরাও",
        label="শিক্ষা",
        day=DAY,
        paper=PAPER,
        photo=1,
        focus=(75, 50),
        credit="রফিক আহমেদ",
    ),
    "breaking": CardCopy(
        kind="breaking",
        look=CardLook(ground="accent"),
        words="হাওরে আগাম বন্যা: ৩টি বাঁধ ভেঙে ১২ গ্রাম প্লাবিত",
        label="ব্রেকিং",
        day=DAY,
        paper=PAPER,
        photo=1,
        is_corrected=True,
    ),
    "quote": CardCopy(
        kind="quote",
        look=CardLook(ground="dark"),
        words="নদী আমাদের ঘর নিয়েছে তিনবার, কিন্তু স্কুলটাকে আমরা প্রতিবারই আবার দাঁড় করিয়েছি",
        label="",
        day=DAY,
        paper=PAPER,
        aside=("প্রধান শিক্ষক, চরের স্কুল",),
        photo=1,
    ),
    "numbers": CardCopy(
        kind="numbers",
        look=CardLook(photo="none", foot="harkara.example"),
        words="এক বছরে GDP প্রবৃদ্ধি ও মূল্যস্ফীতি",
        label="অর্থনীতি",
        day=DAY,
        paper=PAPER,
        figures=(("৫.৮%", "প্রবৃদ্ধি"), ("৮.২%", "মূল্যস্ফীতি"), ("৳১২ লাখ কোটি", "বাজেট")),
    ),
    "obituary": CardCopy(
        kind="obituary",
        look=CardLook(ground="dark"),
        words="মাহবুব আলম চৌধুরী",
        label="শোক",
        day=DAY,
        paper=PAPER,
        aside=("১৯৪১–২০২৬", "লোকসংগীতের সংগ্রাহক চলে গেলেন"),
        photo=1,
    ),
    "score": CardCopy(
        kind="score",
        look=CardLook(ground="dark", photo="behind"),
        words="শেষ ওভারে জয়",
        label="ক্রিকেট",
        day=DAY,
        paper=PAPER,
        figures=(("২৮৭/৬", "বাংলাদেশ"), ("২৮১", "শ্রীলঙ্কা")),
        photo=1,
        credit="AFP",
    ),
}


def photo() -> Image.Image:
    """A landscape with a sun right of its middle."""
    found = Image.linear_gradient("L").resize((800, 533)).convert("RGB")
    pen = ImageDraw.Draw(found)
    pen.ellipse((450, 125, 625, 300), fill=(240, 200, 120))
    pen.rectangle((0, 380, 800, 533), fill=(60, 90, 60))
    return found
