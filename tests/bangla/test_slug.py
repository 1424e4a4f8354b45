import csv
import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla.clean import normalise
from harkara.bangla.slug import PATTERN, file_name, is_slug, slugify
from tests.shared import vectors

BANGLA = st.text(
    st.characters(min_codepoint=0x0980, max_codepoint=0x09FF) | st.sampled_from(" -.,’'\u200c\u200dabZ09é।")
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("উত্তর কোরিয়ার নেতা কিম জং উন", "উত্তর-কোরিয়ার-নেতা-কিম-জং-উন"),
        ("জাতীয় সংসদ", "জাতীয়-সংসদ"),
        ("জাতী\u09df সংসদ", "জাতীয়-সংসদ"),
        ("চট্টগ্রাম—কক্সবাজার", "চট্টগ্রাম-কক্সবাজার"),
        ("৫.৫ শতাংশ (প্রায়)", "৫-৫-শতাংশ-প্রায়"),
        ("মোঃ আলী ও ড. রহমান।", "মোঃ-আলী-ও-ড-রহমান"),
        ("ও’হ্যাগান বললেন, ‘না’", "ওহ্যাগান-বললেন-না"),
        ("COVID-১৯: Café Zürich", "covid-১৯-cafe-zurich"),
        ("র‍্যাব ও উদ্‌যাপন", "র্যাব-ও-উদ্যাপন"),
        ("অ্যাপল এ্যাপ ২১শে ১ম", "অ্যাপল-এ্যাপ-২১শে-১ম"),
        ("শাহ্‌ মাহমুদপুর", "শাহ্-মাহমুদপুর"),
        ("হঠাৎ বৃষ্টি", "হঠাৎ-বৃষ্টি"),
        ("", ""),
        ("… — !", ""),
        ("हिन्दी", ""),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug
    assert is_slug(slug) is bool(slug)


def test_limit_never_cuts_a_word():
    text = "প্রধানমন্ত্রী আজ সংসদে ভাষণ দেবেন"
    assert slugify(text, 20) == "প্রধানমন্ত্রী-আজ"
    assert slugify(text, len("প্রধানমন্ত্রী-আজ")) == "প্রধানমন্ত্রী-আজ"
    assert slugify(text, len("প্রধানমন্ত্রী-আজ") - 1) == "প্রধানমন্ত্রী"


def test_a_first_word_beyond_the_limit_ends_between_syllables():
    assert slugify("প্রধানমন্ত্রী", 12) == "প্রধানম"
    assert slugify("লক্ষ্মী", 3) == "ল"
    with pytest.raises(ValueError, match="limit is 0"):
        slugify("ঢাকা", 0)


@pytest.mark.parametrize("text", ["", "-", "ঢাকা-", "-ঢাকা", "ঢাকা--খুলনা", "ঢাকা খুলনা", "Dhaka", "া", "ঢাকা\n", "জাতী\u09df", "র‍্যাব"])
def test_what_is_no_slug(text):
    assert not is_slug(text)


@settings(max_examples=200)
@given(BANGLA | st.text(max_size=40), st.integers(1, 60))
def test_a_slug_is_one_stays_one_and_fits(text, limit):
    slug = slugify(text, limit)
    assert len(slug) <= limit
    assert slug == "" or is_slug(slug)
    assert slugify(slug, limit) == slug
    assert unquote(quote(slug)) == slug


@settings(max_examples=100)
@given(BANGLA)
def test_validator_and_converter_agree(text):
    assert is_slug(text) is bool(re.fullmatch(PATTERN, text))


def test_matching_is_linear():
    assert not is_slug("ক্" * 20000 + "!")
    assert is_slug("ক্ক" * 20000)


def place_names():
    for name, column in (("divisions", 2), ("districts", 3), ("upazilas", 3), ("unions", 3)):
        with vectors(f"names-bangladesh-geocode/{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from (row[column] for row in csv.reader(file))


def test_place_names_round_trip_and_never_collide():
    names = list(place_names())
    assert len(names) == 5106
    slugs: dict[str, set[str]] = {}
    for name in names:
        slug = slugify(name)
        assert is_slug(slug)
        assert slugify(slug) == slug
        slugs.setdefault(slug, set()).add(re.sub(r"[\W\u200c]*\s+[\W\u200c]*|[(),.-]+", " ", normalise(name)).strip())
    assert {slug: spellings for slug, spellings in slugs.items() if len(spellings) > 1} == {}


@pytest.mark.parametrize(
    ("upload", "name"),
    [
        ("শেখ হাসিনা.jpg", "শেখ-হাসিনা.jpg"),
        ("C:\\ছবি\\ঢাকা (১).JPEG", "ঢাকা-১.jpeg"),
        ("../../etc/passwd", "passwd"),
        (".htaccess", "file.htaccess"),
        ("প্রতিবেদন ৫.৫", "প্রতিবেদন-৫-৫"),
        ("nul.txt", "file-nul.txt"),
        ("", "file"),
        ("ঢাকা\0.png", "file.png"),
        ("a.tar.gz", "a-tar.gz"),
    ],
)
def test_file_name(upload, name):
    assert file_name(upload) == name


def test_file_name_fits_a_file_system():
    assert len(file_name("ক্ষমতা" * 100 + ".jpg", 500).encode()) <= 255


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_file_name_is_safe(text):
    name = file_name(text)
    assert re.fullmatch(f"(?:{PATTERN})(?:[.][a-z0-9]{{1,8}})?", name)
    assert file_name(name) == name
