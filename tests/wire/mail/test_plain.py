"""What a writer says now: quotations, signatures, greetings, soft line ends."""

import doctest

import pytest

from harkara.wire.mail import plain


def test_the_examples_in_docstrings() -> None:
    assert doctest.testmod(plain).failed == 0


@pytest.mark.parametrize(
    "behind",
    [
        ["-- ", "রহিমা", "কুড়িগ্রাম"],
        ["On Mon, 30 Nov 2026 at 09:10, News Desk <news@paper.example> wrote:", "> কোথায় খবর?"],
        ["সোম, ৩০ নভেম্বর, ২০২৬ তারিখে ৯:১০ AM টায় নিউজ ডেস্ক <news@paper.example> লিখেছেন:", "> কোথায় খবর?"],
        ["On Mon, 30 Nov 2026 at 09:10, the very long named News Desk", "<news@paper.example> wrote:", "", "> কোথায়?"],
        ["-----Original Message-----", "From: News", "কোথায়?"],
        ["________________________________", "From: News", "কোথায়?"],
        ["From: News Desk", "Sent: Monday, November 30, 2026 9:10 AM", "To: Rahima", "Subject: খবর", "কোথায়?"],
        ["> কোথায়?", "> কখন?"],
        ["Sent from my iPhone"],
        ["Get Outlook for Android"],
        ["ধন্যবাদান্তে,", "রহিমা খাতুন", "কুড়িগ্রাম"],
        ["Best regards,", "Rahima"],
    ],
)
def test_what_stands_behind_the_story_is_cut(behind: list[str]) -> None:
    lines = ["প্রিয় সম্পাদক,", "", "চরে স্কুল খুলেছে।", "শিশুরা পড়ছে।", "", *behind]
    assert [line for line in plain.said_now(lines) if line] == ["চরে স্কুল খুলেছে।", "শিশুরা পড়ছে।"]


@pytest.mark.parametrize(
    "line",
    [
        "তারিখ: ৩০ নভেম্বর",
        "শিক্ষক বলেন: শিশুরা খুশি।",
        "ধন্যবাদ জানিয়ে তিনি বলেন, স্কুল চলবে।",
        "On Monday the school opened, she said.",
        "- চাল ৪০ টাকা",
        "From: Chilmari to Rowmari by boat",
    ],
)
def test_what_only_looks_like_an_end_stays(line: str) -> None:
    lines = ["প্রথম অনুচ্ছেদ।", "", line, "", "শেষ অনুচ্ছেদ।"]
    assert plain.said_now(lines) == lines


def test_a_letter_passed_on_is_the_letter_that_is_passed_on() -> None:
    lines = [
        "দেখুন",
        "",
        "---------- Forwarded message ---------",
        "From: করিম উদ্দিন <karim@example.org>",
        "Date: Mon, 30 Nov 2026",
        "Subject: চরে স্কুল",
        "To: Rahima",
        "",
        "চরে স্কুল খুলেছে।",
    ]
    told, head = plain.passed_on(lines)
    assert (told, head["from"], head["subject"]) == (
        ["চরে স্কুল খুলেছে।"],
        "করিম উদ্দিন <karim@example.org>",
        "চরে স্কুল",
    )


def test_a_story_above_what_is_passed_on_is_the_story() -> None:
    story = ["চরে স্কুল খুলেছে। " * 20]
    assert plain.passed_on([*story, "---------- Forwarded message ---------", "From: x", "", "অন্য কথা"]) == (story, {})


def test_lines_broken_at_a_margin_are_joined_and_others_are_not() -> None:
    broken = [
        "The floating school opened on a char of the Brahmaputra on Monday,",
        "and forty children of the river islands came to the first class.",
        "Two teachers work there.",
    ]
    assert plain.unwrapped(broken) == [f"{broken[0]} {broken[1]}", broken[2]]
    short = ["চাল ৪০ টাকা", "ডাল ৯০ টাকা"]
    assert plain.unwrapped(short) == short
