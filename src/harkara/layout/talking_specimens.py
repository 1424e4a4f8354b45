"""Specimens of what readers say: invented people and words, usual, answered, taken back and overlong."""

from dataclasses import replace
from datetime import timedelta

from harkara.layout.specimens import FIRST
from harkara.layout.talking import JudgedCopy, RemarkCopy, SaidCopy, TargetCopy, UnderCopy, VoiceCopy

LONG = "দীর্ঘশব্দবিহীনটানালেখা" * 12
"""A word without an end, as somebody types it."""


def under() -> UnderCopy:
    """A story that takes comments for a month."""
    return UnderCopy(12, "চরের স্কুলে সৌরবিদ্যুতে সন্ধ্যার পাঠশালা", "/country/12/চরের-স্কুলে", "open", FIRST + timedelta(days=30))


def said() -> SaidCopy:
    """Comments as they come: one with answers, one edited, one withdrawn, one with a link, one without an end."""
    answers = (
        _remark(4, "শিখা চাকমা", "আমাদের এলাকাতেও এমন একটি পাঠশালা দরকার।", agreed=3),
        _remark(5, "Anik Barua", "I agree with you. এ খবর আরও ছড়ানো উচিত।"),
    )
    return SaidCopy(
        "new",
        (
            _remark(9, "তৌহিদ জামান", "ঠিকানাটা কেউ দিতে পারেন?\nআমি কিছু বই পাঠাতে চাই।", edited=True, agreed=12, disagreed=1),
            _remark(8, "", "অ্যাকাউন্ট মুছে ফেলা একজনের কথা।"),
            RemarkCopy(7, "", FIRST, None, (), state="withdrawn", answers=(_remark(10, "পলাশ সাহা", "কথাটি ঠিক হয়নি।"),)),
            _remark(6, "একটিঅনেকলম্বানামযারকোনোফাঁকনেইতবুশেষ", LONG, disagreed=2),
            RemarkCopy(
                3, "রুবিনা ইয়াসমিন", FIRST, None, ((_line("বিস্তারিত এখানে: https://example.org/solar-school"),),),
                agreed=41, answers=answers, more=7,
            ),
        ),
        total=15,
        older=2,
    )  # fmt: skip


def _line(text: str) -> tuple[tuple[str, str], ...]:
    words, _, address = text.partition("https://")
    return ((words, ""), (f"https://{address}", f"https://{address}")) if address else ((words, ""),)


def _remark(
    number: int, name: str, text: str, *, agreed: int = 0, disagreed: int = 0, edited: bool = False
) -> RemarkCopy:
    at = FIRST + timedelta(minutes=17 * number)
    lines = tuple(_line(line) for line in text.split("\n"))
    return RemarkCopy(number, name, at, at + timedelta(minutes=2) if edited else None, (lines,), agreed, disagreed)


def voices(piece: str) -> dict[str, VoiceCopy]:
    """Pages of readers by name; ``piece`` is what was said, as it is baked."""
    page = VoiceCopy("talk", "মন্তব্য: চরের স্কুলে", "প", "/comment/12/", under=under(), piece=piece)
    target = TargetCopy(3, "রুবিনা ইয়াসমিন", is_shown=True, reaction="agree")
    known = replace(page, signed_in=True, name="তৌহিদ জামান")
    reasons = (("abuse", "গালি বা অপমান"), ("spam", "বিজ্ঞাপন বা একই লেখা বারবার"))
    own = replace(target, number=9, is_own=True, may_edit=True, text="ঠিকানাটা কেউ দিতে পারেন?", reaction="")
    judged = (
        JudgedCopy("ban", FIRST, 12, LONG, "গালাগাল", FIRST + timedelta(days=7), "/comment/appeal/x/"),
        JudgedCopy("withdraw", FIRST, 12, "আমার কথা", answer="waiting"),
        JudgedCopy("ban", FIRST, 12, "", answer="refused"),
    )
    return {
        "comments": page,
        "comments-refused": replace(known, words=LONG, trouble="একটু ধীরে: আরও ১০ সেকেন্ড পরে আবার পাঠান।"),
        "comments-nameless": replace(known, name=""),
        "comment-one": replace(known, target=target, reasons=reasons, done="reacted"),
        "comment-own": replace(known, target=own, done="said"),
        "comment-waits": replace(
            known, piece="", target=replace(own, is_shown=False, may_edit=False, unseen="waiting")
        ),
        "comments-wait": replace(
            known, waiting=(("/comment/12/on/9/", "ঠিকানাটা কেউ দিতে পারেন?"), ("/comment/12/on/8/", LONG))
        ),
        "comments-enter": VoiceCopy("enter", "সাইন ইন", "প", "/comment/enter/", "/comment/12/"),
        "comments-code": VoiceCopy("code", "সাইন ইন", "প", "/comment/enter/", email="rubina@example.com"),
        "comments-account": VoiceCopy(
            "me", "আমার অ্যাকাউন্ট", "প", "/comment/me/", signed_in=True, name="রুবিনা", email="rubina@example.com"
        ),
        "comments-flood": replace(
            known, judged=judged, flood="এখন একসঙ্গে অনেকে লিখছেন। তাই প্রতিটি মন্তব্য একজন মডারেটর দেখার পর প্রকাশিত হবে।"
        ),
        "comments-judged": VoiceCopy(
            "me", "আমার অ্যাকাউন্ট", "প", "/comment/me/", signed_in=True, name="রুবিনা", email="r@example.com", judged=judged
        ),
        "comments-appeal": VoiceCopy("appeal", "আপত্তি জানান", "প", "/comment/appeal/x/", judged=judged[:1]),
        "comments-absent": VoiceCopy("notice", "পাঠকের মন্তব্য", "প", trouble="খবরটি এখানে আর নেই।"),
    }
