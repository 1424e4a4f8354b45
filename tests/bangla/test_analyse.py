import gzip
import json
import sqlite3
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import query
from harkara.bangla.analyse import WEIGHTS, Analysis, analyse, folded, sounds, tokens
from harkara.bangla.stem import stem
from tests.shared import vectors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("উত্তর কোরিয়ার নেতা।", ["উত্তর", "কোরিয়ার", "নেতা"]),
        ("‘মা’ এলেন,টাকা॥", ["মা", "এলেন", "টাকা"]),
        ("র‍্যাবের উদ্‌যাপন", ["র্যাবের", "উদ্যাপন"]),
        ("ই-পাসপোর্ট ঢাকা–চট্টগ্রাম", ["ই", "পাসপোর্ট", "ঢাকা", "চট্টগ্রাম"]),
        ("ও’ব্রায়েন O'Brien", ["ওব্রায়েন", "obrien"]),
        ("এ.কে.এম. রহমান ড. মো. আলী U.S.A.", ["একেএম", "রহমান", "ড", "মো", "আলী", "usa"]),
        ("৫.৫ শতাংশ, ১,২৩,৪৫৬ টাকা; 1,000.50", ["5·5", "শতাংশ", "123456", "টাকা", "1000·50"]),
        ("১৫.৮.২০২২ ১১:২৯ ২১শে", ["15", "8", "2022", "11", "29", "21শে"]),
        ("COVID-১৯ Café", ["covid", "19", "café"]),
        ("৳৫০০ ৫০% #বাংলাদেশ @dhaka", ["500", "50", "বাংলাদেশ", "dhaka"]),
        ("হিন্দি हिन्दी 中文", ["হিন্দি"]),
        ("", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == [unicodedata.normalize("NFC", token) for token in expected]


def test_both_encodings_of_nukta_letters_agree():
    assert analyse("কোরি\u09dfার বাড়ি") == analyse("কোরি\u09af\u09bcার বা\u09dcি")


def test_columns():
    assert analyse("পুতিনের সঙ্গে ৩০ মিনিট Café") == Analysis(
        "পুতিনের সঙ্গে 30 মিনিট café", "পুতিন সংগে 30 মিনিট cafe", "ptn sn mnt kp"
    )


def test_sounds_need_two_consonants():
    assert [sounds(token) for token in ("মা", "ma", "500", "putin", "পুতিনকে")] == ["", "", "", "ptn", "ptn"]


def shelf(texts):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE copy USING fts5(exact, folded, sounds, tokenize='ascii')")
    base.executemany("INSERT INTO copy VALUES (?, ?, ?)", map(analyse, texts))
    return base


def search(base, text, limit=10):
    wanted = query.parse(text).fts5()
    if not wanted:
        return []
    order = f"bm25(copy, {', '.join(map(str, WEIGHTS))})"
    found = base.execute(f"SELECT rowid FROM copy WHERE copy MATCH ? ORDER BY {order} LIMIT ?", (wanted, limit))
    return [row[0] - 1 for row in found]


COPY = [
    "উত্তর কোরিয়ার নেতা কিম জং উন",
    "দক্ষিণ কোরিয়া ও জাপান",
    "কিমকে আমন্ত্রণ জানালেন পুতিন",
    "নদীতে বাঁধ দেওয়া হচ্ছে",
    "কাজে বাধা এল",
    "লাখ টাকার নির্মাণসামগ্রীর দাম",
    "হঠাৎ বৃষ্টি, ৫০০ মানুষ আটকা",
    "ই-পাসপোর্ট পেতে দেরি",
    "র‍্যাবের অভিযান",
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("কোরিয়া", {0, 1}),
        ("কোরি\u09dfা", {0, 1}),
        ("কোরিয়ার", {0, 1}),
        ("কিম", {0, 2}),
        ("কিমকে", {0, 2}),
        ("putin", {2}),
        ("মা", set()),
        ("হঠাত", {6}),
        ("500", {6}),
        ("৫০০", {6}),
        ("ই-পাসপোর্ট", {7}),
        ("র্যাব", {8}),
        ("র‍্যাব", {8}),
        ("rab", {8}),
        ('"উত্তর কোরিয়া"', {0}),
        ("কোরিয়া -জাপান", {0}),
        ('কোরিয়া -"উত্তর কোরিয়া"', {1}),
        ("-জাপান", set()),
        ("এবং", set()),
        ("কিম এবং জাপান", {0, 1, 2}),
    ],
)
def test_what_is_found(text, found):
    assert set(search(shelf(COPY), text)) == found


def test_the_exact_form_comes_first():
    base = shelf(COPY)
    assert search(base, "কোরিয়া")[0] == 1
    assert search(base, "কিমকে")[0] == 2
    assert [search(base, word)[:1] for word in ("বাঁধ", "বাধা")] == [[3], [4]]


def test_near_words_stay_apart_in_the_exact_column():
    assert len({analyse(word).exact for word in ("বাধ", "বাঁধ", "বাধা", "বাঁধা")}) == 4


@settings(max_examples=200)
@given(st.text(max_size=40) | st.text(st.sampled_from("কিমা্ \"'-*()^:+ANDORNEAR{}“”।৫.,·_\0"), max_size=30))
def test_no_query_is_an_error(text):
    search(FUZZED, text)


FUZZED = shelf(COPY)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_columns_hold_only_what_every_engine_carries(text):
    for column in analyse(text):
        assert column == " ".join(column.split())
        assert all(not c.isascii() or c in "abcdefghijklmnopqrstuvwxyz0123456789 " for c in column)
    assert tokens(" ".join(tokens(text))) == tokens(text)


def test_tydi():
    """Questions find their passage among Wikipedia sentences: mean reciprocal rank at ten."""
    data = json.loads(vectors("search-tydiqa-bn/tydiqa.goldp.bn.dev.json").read_text(encoding="utf-8"))["data"]
    asked = [(qa["question"], part["context"]) for row in data for part in row["paragraphs"] for qa in part["qas"]]
    passages = list(dict.fromkeys(passage for _, passage in asked))
    with gzip.open(vectors("translit-dakshina/bn.wiki-filt.valid.text.shuf.txt.gz"), "rt", encoding="utf-8") as file:
        others = sorted(file.read().splitlines(), key=len)[-7561:]
    base = shelf(passages + others)
    total = 0.0
    for question, passage in asked:
        ranking = search(base, question)
        right = passages.index(passage)
        total += 1 / (ranking.index(right) + 1) if right in ranking else 0
    assert total / len(asked) >= 0.70


def test_folded_of_everything_is_something():
    assert [folded(token) for token in ("café", "5·5", "্", "কোরিয়ার")] == ["cafe", "5·5", "্", "কোরিয়া"]


@pytest.mark.proof
def test_twenty_thousand_words_in_a_second_of_the_processor():
    lines = vectors("news-ntrex/newstest2019-ref.ben.txt").read_text(encoding="utf-8").split("\n")
    analyse("ঢাকা")  # the tables are read once
    stem.cache_clear()
    started = time.process_time()
    for line in lines:
        analyse(line)
    assert sum(len(line.split()) for line in lines) / (time.process_time() - started) >= 20_000
