import json
import random
import re
import shutil
import subprocess
from importlib.resources import files

import pytest

from harkara.bangla.avro import Suggester, parse
from harkara.bangla.clean import normalise
from tests.shared import vectors

# avro.py reads these two otherwise, by design: oo is ঊ there (উ in the scheme), and it knows some English words.
BY_DESIGN = {"oo", "ami Wikipedia ar Facebook calai."}


def rows(name):
    return [line.split("\t") for line in vectors(name).read_text(encoding="utf-8").split("\n")[1:] if line]


def nukta(text):
    """As NFC spells it, with everything else untouched."""
    return text.replace("\u09dc", "ড\u09bc").replace("\u09dd", "ঢ\u09bc").replace("\u09df", "য\u09bc")


def test_js_avro_cases():
    wrong = [
        (typed, parse(typed))
        for typed, bangla in rows("avro-jsAvroPhonetic/avro_pairs.tsv")
        if parse(typed) != nukta(bangla)
    ]
    assert wrong == []


def test_avro_py_cases():
    cases = [row[3:5] for row in rows("avro-avropy/avropy_pairs.tsv") if row[1] == "parse" and not row[2]]
    wrong = {typed for typed, bangla in cases if parse(typed) != nukta(bangla)}
    assert wrong == BY_DESIGN


@pytest.mark.parametrize(
    ("typed", "bangla"),
    [
        ("", ""),
        ("ami banglay likhi.", "আমি বাংলায় লিখি।"),
        ("kOriya", "কোরিয়া"),
        ("korrmo O dhorrmo", "কর্ম ও ধর্ম"),
        ("rryab", "রর‍্যাব"),
        ("3.`14", "৩.১৪"),
        ("hoTha`t``", "হঠাৎ"),
        ("ud,,zapon", "উদ্‌যাপন"),
        ("😀 ক", "😀 ক"),
    ],
)
def test_parse(typed, bangla):
    assert parse(typed) == nukta(bangla)


def random_texts(count, seed):
    chance = random.Random(seed)
    typed = [
        row["typed"] for row in json.loads((files("harkara.bangla.avro") / "rules.json").read_text("utf-8"))["patterns"]
    ]
    letters = [*map(chr, range(32, 127)), "ক", "া", "্", "\u09df", "é", "😀", "\n", "İ"]
    for _ in range(count):
        yield "".join(chance.choice(typed if chance.random() < 0.6 else letters) for _ in range(chance.randrange(12)))


def by_node(texts):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = """
    import { readFileSync } from "node:fs";
    const [module, rules] = process.argv.slice(1);
    const { avro } = await import("file://" + module);
    const parse = avro(JSON.parse(readFileSync(rules, "utf8")));
    const texts = JSON.parse(readFileSync(0, "utf8"));
    process.stdout.write(JSON.stringify(texts.map(parse)));
    """
    place = files("harkara.bangla.avro")
    command = [node, "--input-type=module", "-e", script, str(place / "avro.mjs"), str(place / "rules.json")]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return json.loads(done.stdout)


def test_the_editor_types_as_python_does():
    texts = [row[0] for row in rows("avro-jsAvroPhonetic/avro_pairs.tsv")] + list(random_texts(6000, seed=1))
    assert by_node(texts) == [parse(text) for text in texts]


@pytest.mark.proof
def test_the_editor_types_as_python_does_at_length():
    texts = list(random_texts(100_000, seed=2))
    assert by_node(texts) == [parse(text) for text in texts]


WORDS = ["আমি", "আপনি", "হাসি", "হাঁসি", "বই", "দেশ", "বাংলাদেশ", "নির্বাচন", "ক্ষেত", "খেত", "ভবিষ্যৎ"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ami", "আমি"),
        ("hasi", "হাসি"),
        ("(hasi)", "(হাসি)"),
        ("baNGladeSh", "বাংলাদেশ"),
        ("nirbachoner", "নির্বাচনের"),
        ("boier", "বইয়ের"),
        ("khet", "খেত"),
        ("atme", "এটিএমে"),
    ],
)
def test_suggest(typed, first):
    assert nukta(first) in Suggester(WORDS, {"atm": "eTiem"}).suggest(typed)


def test_suggestions_keep_the_plain_reading_and_the_limit():
    suggester = Suggester(WORDS)
    assert suggester.suggest("khlm") == ["খল্ম"]
    assert len(suggester.suggest("hasi", limit=1)) == 1
    assert suggester.suggest(".") == ["।"]
    assert suggester.suggest("") == [""]
    assert Suggester([]).suggest("oi") == [parse("oi")]


def quotes(text):
    return normalise(text).replace("“", '"').replace("”", '"')


def test_riti_suggestions():
    """The first Bangla suggestion of riti is among our five, with its own words, for nine cases of ten."""
    words = json.loads(vectors("avro-riti/dictionary.json").read_text(encoding="utf-8"))
    corrections = json.loads(vectors("avro-riti/autocorrect.json").read_text(encoding="utf-8"))
    cases = [
        (typed, next(text for text in json.loads(expected) if re.search("[ঀ-৾]", text)))
        for kind, typed, expected in rows("avro-riti/suggestion_cases.tsv")
        if kind == "suggestions" and re.search("[a-z]", typed)
    ]
    suggester = Suggester((word for group in words.values() for word in group), corrections)
    right = sum(quotes(first) in map(quotes, suggester.suggest(typed)) for typed, first in cases)
    assert right / len(cases) >= 0.9
