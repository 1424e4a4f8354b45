"""Bijoy to Unicode and back: every pair of the independent set, everyday words, every form text is pasted in."""

import csv
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import bijoy
from tests.shared import vectors


def nfc(text):
    return unicodedata.normalize("NFC", text)


def pairs():
    with vectors("bijoy-poriborton/unicode_bijoy2000.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def test_every_pair_is_set():
    assert [bijoy.to_bijoy(unicode) for unicode, _ in pairs()] == [glyphs for _, glyphs in pairs()]


@pytest.mark.parametrize("e_kar", [("†", "‡"), ("‡", "†"), ("†", "†")], ids=["other", "back", "same"])
def test_every_pair_is_read_with_either_e_kar(e_kar):
    """† stands at the beginning of a word and ‡ inside, but typists use either."""
    read = [bijoy.to_unicode(glyphs.replace(*e_kar)) for _, glyphs in pairs()]
    assert read == [nfc(unicode) for unicode, _ in pairs()]


@pytest.mark.parametrize(
    ("glyphs", "unicode"),
    [
        ("eZ©gvb", "বর্তমান"),
        ("A_©‰bwZK", "অর্থনৈতিক"),
        ("ag©xq", "ধর্মীয়"),
        ("Pvu`v", "চাঁদা"),
        ("Pu`v", "চঁদা"),
        ("Puv`v", "চাঁদা"),
        ("wLªóvã", "খ্রিষ্টাব্দ"),
    ],
)
def test_words_other_converters_break(glyphs, unicode):
    assert bijoy.to_unicode(glyphs) == nfc(unicode)


@pytest.mark.parametrize(
    "word",
    [
        "মিন্স্ক",
        "লিশ্টেনশ্টাইন",
        "ষণ্ঢের",
        "প্রাণঢালা",
        "বর্তমান",
        "অর্থনৈতিক",
        "ধর্মীয়",
        "চাঁদা",
        "খ্রিষ্টাব্দ",
        "র‍্যাব",
        "র‍্যালি",
        "ঐক্য",
        "মৌলভীবাজার",
    ],
)
def test_words_there_and_back(word):
    assert bijoy.to_unicode(bijoy.to_bijoy(word)) == nfc(word)


@pytest.mark.parametrize(
    ("glyphs", "unicode"),
    [
        ("kÎæ", "শত্রু"),
        ("iæ", "রু"),
        ("wbæ", "নিম্ন"),
        ("we¯Ív‡i", "বিস্তারে"),
        ("RxešÍ", "জীবন্ত"),
        ("cøvweZ", "প্লাবিত"),
        ("Djøvm", "উল্লাস"),
        ("¯úó", "স্পষ্ট"),
        ("wkÿv", "শিক্ষা"),
        ("Svo–", "ঝাড়ু"),
        ("m¤úv`K", "সম্পাদক"),
    ],
)
def test_glyphs_of_newer_cuts(glyphs, unicode):
    assert bijoy.to_unicode(glyphs) == nfc(unicode)


@pytest.mark.parametrize(
    ("glyphs", "unicode"),
    [
        ("ÒXvKvÓ, ÔwmjUÕ", "“ঢাকা”, ‘সিলট’"),
        ("XvKv|", "ঢাকা।"),
        ("15 AvM÷ 2022", "১৫ আগস্ট ২০২২"),
        ("$500", "৳৫০০"),
        ("gv’i", "মা’র"),
        ("XvKv — wm‡jU", "ঢাকা — সিলেট"),
        ("XvKv–wm‡jU", "ঢাকা–সিলেট"),
        ("", ""),
    ],
)
def test_punctuation(glyphs, unicode):
    assert bijoy.to_unicode(glyphs) == nfc(unicode)


SENTENCE = "ˆewkó¨ wbw®Œq `yj©•N¨ Ak−xj cÖwZwe¤^ D™£vš— AvwU©÷ D”Qªvq †`ŠivÍ¨ K‡›Uªvj wPý †÷kb ¯’vb"


def test_latin_1_paste():
    """A program that took the page for Latin-1 leaves the codes 80–9F as control characters."""
    glyphs = SENTENCE.replace("−", "¬")
    assert bijoy.to_unicode(glyphs.encode("cp1252").decode("latin-1")) == bijoy.to_unicode(SENTENCE)


def test_symbol_font_paste():
    """Word stores text in a symbol font as private-use characters F020–F0FF."""
    glyphs = SENTENCE.replace("−", "¬")
    private = "".join(chr(0xF000 + code) if code > 0x20 else " " for code in glyphs.encode("cp1252"))
    assert bijoy.to_unicode(private) == bijoy.to_unicode(SENTENCE)


def test_unicode_in_between_stays():
    assert bijoy.to_unicode("XvKv ঢাকা কোটি XvKv\n") == nfc("ঢাকা ঢাকা কোটি ঢাকা\n")


def test_what_no_glyph_has_stays_when_set():
    assert bijoy.to_bijoy("Reuters বলেছে, “হ্যাঁ” — ৫%") == "Reuters e‡j‡Q, Òn¨vuÓ Ñ 5%"


def words():
    with vectors("lexicon-google/lexicon.tsv").open(encoding="utf-8") as file:
        lines = [nfc(line.split("\t")[0].strip()) for line in file if line.strip() and line[0] != "#"]
    return [word for word in lines if not word.isascii() and not word.endswith("\N{ZERO WIDTH NON-JOINER}")]


def test_every_word_of_a_lexicon_there_and_back():
    sample = words()[::7]
    assert [bijoy.to_unicode(bijoy.to_bijoy(word)) for word in sample] == sample


@pytest.mark.proof
def test_the_whole_lexicon_there_and_back():
    """A non-joiner is kept only where the face could have joined the letters; elsewhere it has nothing to say."""
    read = [bijoy.to_unicode(bijoy.to_bijoy(word)) for word in words()]
    differing = [word for word, back in zip(words(), read, strict=True) if word != back]
    assert [word for word in differing if not set(word) & set("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")] == []
    assert len(differing) <= 10


GLYPHS = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x20, 0x100)) + "−\n্‌‍কািে"


@given(st.text(alphabet=st.sampled_from(GLYPHS)))
@settings(max_examples=200)
def test_any_glyphs_may_be_read(text):
    assert isinstance(bijoy.to_unicode(text), str)


@given(st.text())
@settings(max_examples=200)
def test_any_text_may_be_read_and_set(text):
    assert isinstance(bijoy.to_unicode(text), str)
    assert isinstance(bijoy.to_bijoy(text), str)


@pytest.mark.parametrize("unit", ["w", "†", "©", "¨", "š", "&", "Kw", "¯š", "‡‡K", "র্", "্", "ক্", "কি", "Av", "”", "ÿ"])
def test_long_repetitions_end(unit):
    """Linear time: fifty thousand characters of the worst shapes."""
    text = unit * (50_000 // len(unit))
    bijoy.to_unicode(text)
    bijoy.to_bijoy(text)


@pytest.mark.proof
@pytest.mark.timeout(1800)
def test_a_million_random_inputs():
    """Never raises, never hangs."""
    chance = random.Random(1426)
    everything = GLYPHS + "".join(map(chr, range(0x0980, 0x0A00))) + "".join(map(chr, range(0x80, 0xA0)))
    for _ in range(1_000_000):
        text = "".join(chance.choices(everything, k=chance.randrange(24)))
        bijoy.to_unicode(text)
        bijoy.to_bijoy(text)
