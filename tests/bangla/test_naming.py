"""A name is found whatever it carries and however it is written; what only looks like it stays."""

import pytest

from harkara.bangla.clean import normalise
from harkara.bangla.naming import SURE, Form, Knife, forms

NAME = "অনিমা সেন"


def kinds(text: str, name: str = NAME) -> list[tuple[str, str]]:
    return [(form.text, form.kind) for form in forms(name, [text])]


def cut(text: str, name: str = NAME, instead: str = "একজন") -> str:
    sure = [form for form in forms(name, [text]) if form.kind in SURE]
    return str(Knife(sure, instead).cut(text))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("অনিমা সেনের ভাই", "একজনের ভাই"),
        ("অনিমা সেনকে চেনেন", "একজনকে চেনেন"),
        ("অনিমা সেনদেরও", "একজনদেরও"),
        ("অনিমা সেনও", "একজনও"),
        ("অনীমা সেন", "একজন"),
        ("অনি\u200dমা সে\u200cন", "একজন"),
        ("অনিমা\u00a0সেন", "একজন"),
        ("অনিমা&nbsp;সেন", "একজন"),
        ("<p>অনিমা সেন</p><p>কথা</p>", "<p>একজন</p><p>কথা</p>"),
        ("<b>অনিমা</b> <i>সেন</i>ের", "<b>একজনের</b><i></i>"),
        ("/12/অনিমা-সেন-এলেন", "/12/একজন-এলেন"),
        ("অনিমা_সেন.jpg", "একজন.jpg"),
        ("অনিমা\nসেন", "একজন"),
    ],
)
def test_a_name_is_taken_out_of_any_writing(text: str, clean: str) -> None:
    assert cut(text) == clean


@pytest.mark.parametrize(
    "writing",
    [
        "&#2437;&#2472;&#2495;&#2478;&#2494; &#2488;&#2503;&#2472;",
        "%E0%A6%85%E0%A6%A8%E0%A6%BF%E0%A6%AE%E0%A6%BE%20%E0%A6%B8%E0%A7%87%E0%A6%A8",
        r"\u0985\u09a8\u09bf\u09ae\u09be \u09b8\u09c7\u09a8",
    ],
)
def test_escapes_are_letters_too(writing: str) -> None:
    assert Knife([Form(NAME, "same")], "একজন").cut(f"q={writing}!") == "q=একজন!"


def test_both_encodings_of_a_dotted_letter_are_one() -> None:
    for name in ("রায়", normalise("রায়"), "রা\u09df"):
        assert Knife([Form(normalise("রায়"), "same")], "একজন").cut(f"{name} এলেন") == "একজন এলেন"


@pytest.mark.parametrize("text", ["অনিমা বসু", "সেন অনিমা", "অনিমাসেনগুপ্তা", "সুঅনিমা সেনগুপ্ত", "অনিমা। সেই সেন"])
def test_another_name_stays(text: str) -> None:
    assert cut(text) == text


def test_what_may_be_meant_is_offered_apart() -> None:
    assert kinds("অনিমার কথা, Anima Sen, Onima Sen") == [
        ("অনিমার", "part"),
        ("Anima Sen", "latin"),
        ("Onima Sen", "latin"),
    ]
    assert kinds("রানাপুর, রানা", "রানা") == [("রানা", "same"), ("রানাপুর", "inside")]


@pytest.mark.parametrize(
    ("instead", "done"),
    [("এক ছাত্রী", "এক ছাত্রীর কথা"), ("একজন", "একজনের কথা"), ("…", "… কথা"), ("ক", "কের কথা"), ("মা", "মার কথা")],
)
def test_the_ending_fits_what_stands_instead(instead: str, done: str) -> None:
    assert cut("অনিমা সেনের কথা", instead=instead) == done


def test_json_kept_as_text_is_gone_through() -> None:
    knife = Knife([Form(NAME, "same")], "একজন")
    assert knife.cut({"body": '[{"value": "\\u0985\\u09a8\\u09bf\\u09ae\\u09be \\u09b8\\u09c7\\u09a8"}]', "n": 7}) == {
        "body": '[{"value": "একজন"}]',
        "n": 7,
    }
    assert knife.cut('{"a": 1}') == '{"a": 1}'
    assert knife.cuts == 1


def test_nothing_is_found_of_an_empty_name() -> None:
    assert (forms("", ["কথা"]), forms("…", ["কথা"])) == ((), ())
