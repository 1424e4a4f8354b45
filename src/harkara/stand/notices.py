"""The stand's own pages, for when there is no baked one: short, whole, in Bangla."""

from functools import cache
from typing import Final

from harkara.rack.pages import Page

HTML: Final = (("content-type", "text/html; charset=utf-8"), ("x-content-type-options", "nosniff"))

TEXTS: Final[dict[int, tuple[str, str]]] = {
    400: ("ঠিকানাটি পড়া যাচ্ছে না", "ঠিকানায় এমন কিছু আছে, যা কোনো পাতার ঠিকানায় থাকে না।"),
    404: ("পাতাটি পাওয়া যায়নি", "এই ঠিকানায় কোনো পাতা নেই। ঠিকানাটি মিলিয়ে দেখুন, অথবা প্রথম পাতা থেকে খুঁজুন।"),
    405: ("এভাবে চাওয়া যায় না", "এই ঠিকানা থেকে শুধু পড়া যায়।"),
    410: ("লেখাটি সরিয়ে নেওয়া হয়েছে", "এই ঠিকানার লেখাটি আমরা প্রত্যাহার করেছি। এটি আর প্রকাশিত হবে না।"),
    500: ("পাতাটি দেখানো গেল না", "আমাদের দিক থেকে একটি ত্রুটি ঘটেছে। একটু পরে আবার চেষ্টা করুন।"),
    503: ("পাতাটি ছাপা হচ্ছে", "এই মুহূর্তে পাতাটি দেওয়া গেল না। কয়েক সেকেন্ড পরে আবার চেষ্টা করুন।"),
}


SEARCHING: Final[dict[int, tuple[str, str]]] = {
    429: ("একটু ধীরে", "অল্প সময়ে এখান থেকে অনেকবার খোঁজা হয়েছে। আধা মিনিট পরে আবার খুঁজুন।"),
    503: ("খোঁজার ঘরে ভিড়", "এই মুহূর্তে অনেকে খুঁজছেন, তাই আপনার খোঁজটি শেষ করা গেল না। কয়েক সেকেন্ড পরে আবার খুঁজুন।"),
}
"""What the search room says instead of results."""


SAYING: Final = ("একটু ধীরে", "অল্প সময়ে এখান থেকে অনেক অনুরোধ এসেছে। আধা মিনিট পরে আবার চেষ্টা করুন।")
"""What is said where somebody sends much at once."""

CLOSED: Final = "মন্তব্যের ঘর এখনো খোলেনি। একটু পরে আবার চেষ্টা করুন।"


@cache
def saying() -> Page:
    """The plain page for who sends too much."""
    return _plain(429, *SAYING)


@cache
def notice(status: int) -> Page:
    """The plain page for ``status``."""
    return _plain(status, *TEXTS[status])


@cache
def searching(status: int) -> Page:
    """The plain page that the search room answers with ``status``."""
    return _plain(status, *SEARCHING[status])


def _plain(status: int, title: str, text: str) -> Page:
    body = (
        f'<!doctype html>\n<html lang="bn"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'</head><body><main><h1>{title}</h1><p>{text}</p><p><a href="/">প্রথম পাতা</a></p></main></body></html>\n'
    )
    return Page(status, HTML, body.encode())
