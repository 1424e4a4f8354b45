"""What ``docs/how-to/add-a-source.md`` says of formats and folders, done."""

import re
from types import ModuleType

import pytest

from harkara.wire import drops
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import read, registry
from tests.house.tree import ROOT

PAGE = (ROOT / "docs/how-to/add-a-source.md").read_text(encoding="utf-8")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The format of the page, in the registry."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    module = ModuleType("lines")
    exec(compile(code, "add-a-source.md", "exec"), module.__dict__)
    added = registry.Format(module.NAME, module.knows, module.read)
    monkeypatch.setattr(registry, "FORMATS", (added, *registry.FORMATS))


@pytest.mark.usefixtures("lines")
def test_the_format_of_the_page_is_read() -> None:
    stories = read("#wire\nচরে স্কুল | চরে ভাসমান স্কুল খুলেছে।\nRain | It rained.\n".encode())
    assert [(one.headline, one.body) for one in stories] == [
        ("চরে স্কুল", ("চরে ভাসমান স্কুল খুলেছে।",)),
        ("Rain", ("It rained.",)),
    ]
    with pytest.raises(UnreadableItem, match="the lines “Rain” has no text; have the file sent again"):
        read(b"#wire\nRain |\n")


def test_the_page_names_what_is_left_alone() -> None:
    named = set(re.findall(r"`(\.\w+)`", PAGE.split("left alone")[0].split("stand still")[1]))
    assert named == {".part", ".tmp", ".filepart", ".partial", ".crdownload", ".lock"}
    assert named <= set(drops.UNFINISHED)
    assert drops.STILL == 2


def test_the_page_of_formats_names_the_limits() -> None:
    from harkara.wire import mail, trees
    from harkara.wire.mail import mailbox, word

    page = (ROOT / "docs/reference/wire-formats.md").read_text(encoding="utf-8")
    for row in (
        f"| a file of an agency | {trees.LARGEST >> 20} MB, {trees.MOST_TAGS:,} tags, {trees.DEEPEST} elements deep |",
        f"| a letter | {mail.letter.LARGEST >> 20} MB, {mail.letter.MOST_PARTS} parts, {mail.letter.MOST_NESTED} of them divided"
        f" again, {mail.letter.MOST_PICTURES} pictures |",
        f"| a Word file, unpacked | {word.LARGEST >> 20} MB, of that {word.LARGEST_TEXT >> 20} MB text, no part more than"
        f" {word.MOST_SWOLLEN} times its packed size |",
        f"| files, letters of one look | {drops.AT_ONCE}, {mailbox.AT_ONCE} |",
    ):
        assert row in page


def test_the_page_of_formats_counts_the_foreign_files_as_they_are_listed() -> None:
    from tests.wire.formats.test_foreign import ROWS

    page = (ROOT / "docs/reference/wire-formats.md").read_text(encoding="utf-8")
    for kind, name in (
        ("newsml-g2", "NewsML-G2"),
        ("nitf", "NITF"),
        ("ninjs", "ninjs 1, 2, 3"),
        ("iptc7901", "IPTC 7901"),
    ):
        whole = sum(row["format"] == kind and not row["refused"] for row in ROWS)
        assert f"| {name} | {whole} | {whole} |" in page
