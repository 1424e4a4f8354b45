"""Counts in the browser are those of ``harkara.bangla``."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from harkara.bangla import graphemes, sentences

EDITOR = Path(__file__).resolve().parents[3] / "src/harkara/desk/editor/src"
TEXTS = [
    "কেন্দ্রিক উত্তর কোরিয়া, র\u200d্যাব ও অ্যাপ।",
    "উদ্\u200cযাপন ভর্ৎসনা লক্ষ্মী! — ৳৫০",
    "e\u0301a \U0001f468\u200d\U0001f469\u200d\U0001f467ক Reuters ২০২২",
    "শব্দ " * 400,
    "",
    "- — ।",
]
SCRIPT = """
const { graphemes, minutes } = await import(process.argv[1]);
const texts = JSON.parse(process.argv[2]);
console.log(JSON.stringify(texts.map((text) => [graphemes(text), minutes(text)])));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="there is no node here")
def test_graphemes_and_minutes() -> None:
    command = ["node", "--input-type=module", "-e", SCRIPT, str(EDITOR / "counting.js"), json.dumps(TEXTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[graphemes.split(text), sentences.reading_time(text)] for text in TEXTS]


SUM = """
const { lengths } = await import(process.argv[1]);
const paragraphs = JSON.parse(process.argv[2]);
console.log(JSON.stringify([lengths(paragraphs), lengths(paragraphs)]));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="there is no node here")
def test_a_text_is_as_long_as_its_paragraphs() -> None:
    paragraphs = ["কেন্দ্রিক  উত্তর ", "", "কোরিয়া। কোরিয়া।"]
    command = ["node", "--input-type=module", "-e", SUM, str(EDITOR / "counting.js"), json.dumps(paragraphs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    whole = "কেন্দ্রিক উত্তর কোরিয়া। কোরিয়া।"
    told = {"words": 4, "graphemes": len(graphemes.split(whole)), "minutes": 1}
    assert json.loads(done.stdout) == [told, told]
