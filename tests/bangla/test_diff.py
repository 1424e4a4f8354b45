"""The diff gives both texts back whole, tells no spelling as a change, and stays quick on long bodies."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import diff as diffs
from harkara.bangla.clean import normalise
from harkara.bangla.diff import Piece, changed, diff

WORDS = ["ঢাকা", "ঢাকায়", "কোরিয়া", "নেতা", "বলেছেন", "ও", "না", "র\u200d্যাব", "২৪", "24", "।", "”", "\n", "\t", "|", "\u200b"]
LATIN_BANGLA = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
ANY = st.one_of(LATIN_BANGLA, st.text(max_size=60), st.text("কখয়া়্ \n\u200c।", max_size=40))


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.old or piece.new) for piece in diff(old, new)]


@given(ANY, ANY)
@settings(max_examples=300, deadline=None)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(piece.old for piece in pieces) == old
    assert "".join(piece.new for piece in pieces) == new


@given(ANY, ANY)
@settings(max_examples=200, deadline=None)
def test_a_piece_holds_what_its_kind_says(old: str, new: str) -> None:
    for piece in diff(old, new):
        assert piece.old or piece.new
        if piece.kind != "same":
            assert (piece.old == "") == (piece.kind in ("added", "to"))
            assert (piece.new == "") == (piece.kind in ("removed", "from"))


@given(ANY)
@settings(max_examples=300, deadline=None)
def test_another_spelling_is_no_change(text: str) -> None:
    assert [piece.kind for piece in diff(text, normalise(text))] == ["same"] * bool(text)
    assert not changed(text, text)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("", "খবর", [("added", "খবর")]),
        ("খবর", "", [("removed", "খবর")]),
        ("তিনি ঢাকা যান।", "তিনি ঢাকায় যান।", [("same", "তিনি ঢাকা"), ("added", "য়"), ("same", " যান।")]),
        (
            "কো\u09dfিয়া থেকে আসে",
            "কো\u09af\u09bcিয়া থেকে এসেছে",
            [("same", "কো\u09dfিয়া থেকে "), ("removed", "আসে"), ("added", "এসেছে")],
        ),
        ("দুই জন", "দুই  জন", [("same", "দুই জন")]),
        ("এক দুই", "এক, দুই", [("same", "এক"), ("added", ","), ("same", " দুই")]),
        ("মুক্তিযুদ্ধ", "মুক্তিযুক্ত", [("same", "মুক্তিযু"), ("removed", "দ্ধ"), ("added", "ক্ত")]),
    ],
)
def test_pieces(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert told(old, new) == pieces


def test_no_piece_cuts_a_conjunct() -> None:
    assert told("অন্ধকার ঘরে", "অন্তর ঘরে") == [("same", "অ"), ("removed", "ন্ধকা"), ("added", "ন্ত"), ("same", "র ঘরে")]


def test_a_moved_paragraph_is_told_as_moved() -> None:
    first, second, third = (
        "প্রথম অনুচ্ছেদে বলা হয় বৃষ্টির কথা।\n",
        "দ্বিতীয় অনুচ্ছেদে আছে বন্যার খবর।\n",
        "তৃতীয় অনুচ্ছেদে ত্রাণের হিসাব দেওয়া হলো।\n",
    )
    assert told(first + second + third, second + third + first) == [
        ("from", first),
        ("same", second + third),
        ("to", first),
    ]


def test_a_moved_last_paragraph_without_its_line_end_is_the_same_one() -> None:
    old = "প্রথম অনুচ্ছেদে বৃষ্টির কথা আছে।\nশেষ অনুচ্ছেদে শুধু বন্যার কথা।"
    new = "শেষ অনুচ্ছেদে শুধু বন্যার কথা।\nপ্রথম অনুচ্ছেদে বৃষ্টির কথা আছে।"
    assert [piece.kind for piece in diff(old, new)] == ["from", "same", "to"]


def test_a_moved_paragraph_among_changes() -> None:
    moved = "এই অনুচ্ছেদ অন্য জায়গায় চলে যাবে।\n"
    stays = "পাঁচ ছয় সাত আট\nনয় দশ এগারো বারো\n"
    assert diff("এক দুই তিন চার\n" + moved + stays, "এক দুই নয় চার\n" + stays + moved) == (
        Piece("same", "এক দুই ", "এক দুই "),
        Piece("removed", "তিন ", ""),
        Piece("added", "", "নয় "),
        Piece("same", "চার\n", "চার\n"),
        Piece("from", moved, ""),
        Piece("same", stays, stays),
        Piece("to", "", moved),
    )


def test_a_small_word_between_large_changes_is_no_island() -> None:
    kinds = [piece.kind for piece in diff("আম জাম কাঠাল ও লিচু কলা বেল", "রুই কাতলা ইলিশ ও পুঁটি টেংরা শোল")]
    assert kinds == ["removed", "added"]


def body(words: int, seed: int, pool: int) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices("কখগঘচছজঝটডতদনপবমরলস", k=1 + chance.randrange(pool) % 6)) for _ in range(words)]


def cost(words: int, pool: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many cells of old words times new words are looked at closely."""
    cells = 0

    class Counted(diffs.SequenceMatcher):  # type: ignore[type-arg]
        def __init__(self, junk: object, a: list[str], b: list[str], autojunk: bool) -> None:
            nonlocal cells
            cells += len(a) * len(b)
            super().__init__(None, a, b, autojunk=autojunk)

    with monkeypatch.context() as patch:
        patch.setattr(diffs, "SequenceMatcher", Counted)
        old = body(words, 1, pool)
        new = [word if index % 7 else word + "ে" for index, word in enumerate(old)]
        pieces = diff(" ".join(old), " ".join(new))
    assert "".join(piece.new for piece in pieces) == " ".join(new)
    return cells


@pytest.mark.parametrize("pool", [6, 1])
def test_the_work_grows_with_the_length(pool: int, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = cost(1_000, pool, monkeypatch), cost(4_000, pool, monkeypatch)
    assert large <= max(8 * small, diffs.CLOSELY)


def test_a_body_of_strangers_is_replaced_whole() -> None:
    old, new = "ক খ " * 5_000, "গ ঘ ক " * 5_000
    assert [piece.kind for piece in diff(old, new)] == ["removed", "added"]


@pytest.mark.proof
@pytest.mark.parametrize("words", [1_000, 10_000])
def test_how_long_a_long_body_takes(words: int) -> None:
    old = body(words, 1, 6)
    new = [word if index % 50 else word + "ে" for index, word in enumerate(old)]
    began = time.perf_counter()
    assert diff(" ".join(old), " ".join(new))
    print(f"FIGURE: diff of a body of {words} words, one in 50 changed | {1000 * (time.perf_counter() - began):.0f} ms")
