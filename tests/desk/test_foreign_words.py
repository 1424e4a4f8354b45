"""What Wagtail and Django say on the newsroom's screens is Bangla, whichever version of them is installed."""

import gettext
import re

import pytest
from django.utils import translation

from harkara.bangla import clock, normalise
from harkara.bangla.clock.words import MONTHS, WEEKDAYS
from tests.desk import foreign_words
from tests.desk.foreign_words import CATALOGUES, SOURCE, Word, left_out, list_left_out, read, said, written

PLACEHOLDERS = re.compile(r"%(?:\(\w+\))?[sdr]|\{\w*\}|</?\w+[^>]*>")
WORDLESS = {"…", ":", ":?.!", ", ", "%(range_start)s - %(range_end)s", "%(related_model_name)s %(field_label)s"}


def holes(text: str) -> list[str]:
    return sorted(PLACEHOLDERS.findall(text))


def test_every_word_is_translated_or_left_out_with_a_reason() -> None:
    assert sorted(set(said()) - set(written()) - left_out()) == []


def test_the_list_of_what_is_left_out_is_as_generated() -> None:
    assert foreign_words.LEFT_OUT.read_text() == list_left_out()


def test_every_form_is_filled() -> None:
    forms = {True: ["msgstr[0]", "msgstr[1]"], False: ["msgstr"]}
    assert {word.text for word, texts in written().items() if sorted(texts) != forms[bool(word.plural)]} == set()


def test_placeholders_and_tags_survive_translation() -> None:
    """A form may leave out the number that the English singular leaves out; it brings no other."""
    wrong = {
        (word.text, text)
        for word, texts in written().items()
        for text in texts.values()
        if holes(text) != holes(word.plural or word.text)
    }
    assert wrong == set()


def test_nothing_is_copied_from_the_english() -> None:
    bangla = re.compile(r"[\u0980-\u09ff]")
    copied = {
        word.text
        for word, texts in written().items()
        for text in texts.values()
        if not bangla.search(text) and PLACEHOLDERS.sub("", word.text).strip(" .:,()-…?!\n")
    }
    assert copied - WORDLESS == {"at %(time)s", "at %(time)s by %(user_display_name)s"} | {
        "%(time)s by %(user_display_name)s",
        "%(action)s at <b>%(at)s</b>",
        "%(action)s by <b>%(who)s</b>",
        "%(action)s by <b>%(who)s</b> at <b>%(at)s</b>",
    }


def test_numbers_quotes_and_ellipses_are_bangla() -> None:
    plain = {
        text
        for texts in written().values()
        for text in texts.values()
        if re.search(r"[0-9]|\.\.\.|\"|'", PLACEHOLDERS.sub("", text))
    }
    assert plain == {'একাধিক শব্দের ট্যাগ আপনাআপনি উদ্ধৃতিচিহ্নের (") ভেতরে বসবে।'}


def test_the_words_have_the_one_spelling() -> None:
    texts = {text for texts in written().values() for text in texts.values()}
    assert {
        text for text in texts if normalise(text).strip() != text.replace("\N{INVISIBLE SEPARATOR}", "").strip()
    } == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_is_compiled_is_what_was_written(domain: str) -> None:
    with (CATALOGUES / f"{domain}.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    of_domain = {word: texts for word, texts in written().items() if word.domain == domain}
    assert {
        word.text
        for word, texts in of_domain.items()
        if (catalogue.pgettext(word.context, word.text) if word.context else catalogue.gettext(word.text))
        not in texts.values()
    } == set()
    assert len(catalogue._catalog) == len(of_domain) + sum(bool(word.plural) for word in of_domain) + 1


def test_the_desk_and_wagtail_say_one_thing_with_one_word() -> None:
    """Where the desk's catalogue has a word of this one, too, it must say the same: this one stands before it."""
    desk = read(SOURCE / "desk" / "locale" / "bn" / "LC_MESSAGES" / "django.po")
    ours = {(word.context, word.text): texts["msgstr"] for word, texts in written().items() if "msgstr" in texts}
    both = {(word.context, word.text): texts.get("msgstr") for word, texts, _ in desk}
    assert {key: (both[key], ours[key]) for key in both.keys() & ours.keys() if both[key] != ours[key]} == {}


def test_the_scripts_say_what_the_pages_say() -> None:
    pages = {word.text: texts for word, texts in written().items() if word.domain == "django" and not word.context}
    scripts = {word.text: texts for word, texts in written().items() if word.domain == "djangojs"}
    assert {text for text in pages.keys() & scripts.keys() if pages[text] != scripts[text]} == set()


def test_months_and_weekdays_are_those_of_the_clock() -> None:
    with translation.override("bn"):
        from django.utils.dates import MONTHS as MONTHS_THERE
        from django.utils.dates import WEEKDAYS as WEEKDAYS_THERE

        assert [str(name) for name in MONTHS_THERE.values()] == [month.name for month in MONTHS]
        assert [str(name) for name in WEEKDAYS_THERE.values()] == [day.name for day in WEEKDAYS]
    assert clock.STYLES["day"] == "D MMMM YYYY"


def test_a_word_that_wagtail_brings_tomorrow_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Word("django", "", "Frobnicate the story", "")
    more = said() | {new: frozenset({"wagtail/snippets/views/snippets.py"})}
    monkeypatch.setattr(foreign_words, "said", lambda: more)
    assert sorted(set(foreign_words.said()) - set(written()) - left_out()) == [new]
    assert "Frobnicate" not in list_left_out()
