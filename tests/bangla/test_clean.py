"""``clean``: one spelling for storage, and an honest account of how it came about."""

import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harkara.bangla import clean
from harkara.bangla.clean import explain, normalise, replay, rules
from tests.shared import vectors

CASES = tomllib.loads(Path(__file__).with_name("clean_cases.toml").read_text("utf-8"))

BANGLA = [chr(code) for code in range(0x980, 0xA00) if unicodedata.category(chr(code)) != "Cn"]
SIGNS = list("\u0981\u0982\u0983\u09bc\u09be\u09bf\u09c0\u09c1\u09c7\u09cb\u09cc\u09cd\u09d7\u200c\u200d")
OTHERS = [*" \n|।’”a\u0301৷ৰ৳0\u00e9\u200b\ufeff\u2028\ufe0f", "\U0001f468", "\u0939", "\u064a"]
TEXT = st.lists(
    st.one_of(st.sampled_from(SIGNS), st.sampled_from("তরযএঅকব"), st.sampled_from(BANGLA), st.sampled_from(OTHERS)),
    max_size=24,
).map("".join)


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in vectors(name).read_text("utf-8").splitlines()[1:] if line]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["label"])
def test_case(case):
    assert ascii(normalise(case["text"], case.get("language", "bn"))) == ascii(case["becomes"])


@pytest.mark.parametrize("case", CASES["stays"], ids=lambda case: case["label"])
def test_what_must_not_be_touched(case):
    assert ascii(normalise(case["text"])) == ascii(case["text"])


def test_every_rule_has_a_case_and_a_reason():
    used = {step.rule for case in CASES["case"] for step in explain(case["text"], case.get("language", "bn")).steps}
    names = [rule.name for language in ("bn", "as") for rule in rules(language)]
    assert used == {*names, "nfc"}
    assert all(rule.why and rule.source for rule in rules())


def test_nisaba_visual_norm():
    wrong = []
    for kind, rule, text, expected in rows("norm-nisaba/beng_cases.tsv"):
        if kind in ("nfc", "visual_norm") and normalise(text, "as" if rule == "AS" else "bn") != expected:
            wrong.append((rule, ascii(text)))
    assert wrong == []


def test_nisaba_wellformed_text_stays():
    wrong = [
        ascii(text)
        for kind, _, text, verdict in rows("norm-nisaba/beng_cases.tsv")
        if kind == "wellformed" and verdict != "<REJECT>" and normalise(text) != text
    ]
    assert wrong == []


def test_bn_unicode_normalizer_but_for_the_reviewed_exceptions():
    ours = {
        text: normalise(text)
        for text, expected in rows("norm-bnUnicodeNormalizer/cases.tsv")
        if normalise(text) != unicodedata.normalize("NFC", expected)
    }
    assert ours == {case["text"]: case["becomes"] for case in CASES["exception"]}
    assert all(case["reason"] for case in CASES["exception"])


def test_running_text_settles_and_keeps_all_that_is_not_bangla():
    text = vectors("news-ntrex/newstest2019-ref.ben.txt").read_text("utf-8")
    once = normalise(text)
    assert normalise(once) == once
    latin = [c for c in text if c.isascii() and c.isprintable()]
    assert [c for c in once if c.isascii() and c.isprintable()] == latin
    part = text[:40_000]
    account = explain(part)
    assert account.text == normalise(part)
    assert replay(part, account.steps) == account.text


@settings(max_examples=200)
@given(TEXT)
@example("ক" + "\u0981\u09be\u0981\u09bf" * 60)
@example("\U0001f468\u200d\U0001f469")
def test_normalise_is_idempotent_and_explained(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    account = explain(text)
    assert account.text == once
    assert replay(text, account.steps) == once


@pytest.mark.proof
@settings(max_examples=15_000)
@given(TEXT)
def test_normalise_is_idempotent_and_explained_at_length(text):
    once = normalise(text)
    assert normalise(once) == once
    assert explain(text).text == once


@settings(max_examples=100)
@given(TEXT)
def test_assamese_settles_too(text):
    once = normalise(text, "as")
    assert normalise(once, "as") == once
    assert explain(text, "as").text == once


@settings(max_examples=200)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf"], max_codepoint=0x97F)))
def test_other_scripts_only_get_nfc(text):
    assert normalise(text) == unicodedata.normalize("NFC", text)


def test_what_never_settles_is_left_in_linear_time():
    text = "ক" + "\u0981\u09be\u0982\u09bf" * 500
    assert normalise("\ufeff" + text) == text
    assert normalise(text) == text


def test_replay_says_when_a_step_does_not_fit():
    with pytest.raises(ValueError, match="does not fit"):
        replay("ঢাকা", explain("উত্সব").steps)


def test_the_first_rules_are_those_for_what_cannot_be_seen():
    assert [rule.name for rule in rules()[: clean._FIRST]] == ["line-break", "invisible"]


@pytest.mark.proof
def test_a_megabyte_of_running_text_in_a_second_of_the_processor():
    text = vectors("news-ntrex/newstest2019-ref.ben.txt").read_text("utf-8")
    normalise("ঢাকা")  # the rules are read once
    started = time.process_time()
    normalise(text)
    assert len(text.encode()) / (time.process_time() - started) >= 1_000_000
