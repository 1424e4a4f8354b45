"""``harkara bangla``: each tool, on its way from standard input to standard output; and the how-to's examples."""

import io
import re
import shlex

import pytest

from harkara.bangla.command import main
from tests.house.tree import ROOT

HOW_TO = ROOT / "docs/how-to/bangla.md"


def run(arguments: str, text: str) -> tuple[int, str]:
    out = io.StringIO()
    return main(shlex.split(arguments), io.StringIO(text), out), out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "text", "printed"),
    [
        ("clean", "চু্ক্তি ও হঠাত্", "চুক্তি ও হঠাৎ"),
        ("bijoy", "evsjv‡`k Reuters", "বাংলাদেশ Reuters"),
        ("bijoy --back", "বর্তমান", "eZ©gvb"),
        ("avro", "ami banglay likhi\n", "আমি বাংলায় লিখি\n"),
        ("date", "১৫ আগস্ট ২০২২, ১১:২৯\n", "2022-08-15T11:29:00+06:00\n"),
        ("date --zone Asia/Kolkata", "১৫ আগস্ট ২০২২, ১১:২৯\n", "2022-08-15T11:29:00+05:30\n"),
        ("date --style weekday", "2022-08-15 11:29\n", "সোমবার, ১৫ আগস্ট ২০২২\n"),
        ("slug", "বাংলা ভাষা পরীক্ষা\n", "বাংলা-ভাষা-পরীক্ষা\n"),
        ("slug --romanise", "পুতিন\n", "putin\n"),
        ("analyse", "কোরিয়ার নেতা কিমকে\n", "কোরিয়ার নেতা কিমকে\tকোরিয়া নেতা কিম\tkr nt km\n"),
    ],
)
def test_a_tool(arguments: str, text: str, printed: str) -> None:
    assert run(arguments, text) == (0, printed)


def test_style_says_where_and_exits_with_1() -> None:
    assert run("style", "ভালো\nধরণ\n") == (1, "2: ধরণ: “ধরন” হবে (অতৎসম শব্দে ন)\n")


def test_style_with_nothing_to_say() -> None:
    assert run("style", "আমরা ভালো আছি।\n") == (0, "")


def test_a_line_without_a_moment_is_an_empty_line_and_exits_with_1() -> None:
    assert run("date", "গতকাল নাকি\n১৫ আগস্ট ২০২২, ১১:২৯\n") == (1, "\n2022-08-15T11:29:00+06:00\n")


def test_input_that_is_not_utf_8(capsys: pytest.CaptureFixture[str]) -> None:
    source = io.TextIOWrapper(io.BytesIO(b"\xe0\xa6\x95 \xff\xfe"), encoding="utf-8")
    assert main(["clean"], source, io.StringIO()) == 2
    assert capsys.readouterr().err == "The input is not UTF-8 (byte 4): save it as UTF-8 and try again.\n"


EXAMPLES = re.findall(r"\$ echo '(.*)' \| harkara bangla (.*)\n    (.*)\n", HOW_TO.read_text())


def test_the_how_to_shows_every_tool() -> None:
    assert {arguments.split()[0] for _, arguments, _ in EXAMPLES} == {
        "clean", "bijoy", "avro", "date", "slug", "analyse", "style",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "arguments", "printed"), EXAMPLES)
def test_the_how_to_tells_the_truth(text: str, arguments: str, printed: str) -> None:
    assert run(arguments, text + "\n")[1].rstrip("\n") == printed
