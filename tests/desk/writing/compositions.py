"""Compositions as phone keyboards and input methods make them, from Bangla words: which events, in which order."""

from random import Random
from typing import Any, NamedTuple

_SPOKEN = (  # conjuncts, folas, nukta letters, a joiner, short ones
    "বাংলাদেশ কেন্দ্রিক স্বাধীনতা উৎসব র\u200d্যাব প্রধানমন্ত্রী শ্রদ্ধাঞ্জলি বিশ্ববিদ্যালয় কোরিয়ার "
    "ক্ষেপণাস্ত্র নিষেধাজ্ঞা আন্তর্জাতিক সংবাদমাধ্যম চট্টগ্রাম পরীক্ষা দুঃখ চাঁদ হাসপাতাল জাতিসংঘ "
    "অর্থনীতি বর্ষা ব্রাহ্মণবাড়িয়া রাষ্ট্রদূত মন্ত্রণালয় ঢাকায় জ্ঞান এবং ও কি"
)
WORDS = _SPOKEN.split()


class Step(NamedTuple):
    """One thing that reaches the page: ``method`` of the browser's protocol with its parameters."""

    method: str
    given: dict[str, Any]


def composition(seed: int) -> list[Step]:
    """The steps of one composition of one to three words, with second thoughts."""
    draw, steps, written = Random(seed), [], ""
    for _ in range(draw.randint(1, 3)):
        word = draw.choice(WORDS)
        steps += _composed(word, draw)
        written += word
        thought = draw.random()
        if thought < 0.25:  # the word before the caret is taken up again, as a phone does at a touch
            other = draw.choice(WORDS)
            begin = len(written) - len(word)
            steps.append(_compose(word, begin, len(written)))
            steps += [_compose(other), Step("Input.insertText", {"text": other})]
            written = written[:begin] + other
        elif thought < 0.45:
            steps += _backspace()
            written = written[:-1]  # only to know roughly where we are; the textarea is the judge
        if draw.random() < 0.8:
            steps.append(Step("Input.insertText", {"text": " "}))
            written += " "
        if thought < 0.45 and not thought < 0.25:
            break  # what Backspace took is the browser's to know: no range is counted after it
    return steps


def _composed(word: str, draw: Random) -> list[Step]:
    steps, end = [], 0
    while end < len(word):
        end = min(end + draw.randint(1, 4), len(word))
        steps.append(_compose(word[:end]))
        if end > 1 and draw.random() < 0.12:
            steps += [_compose(word[: end - 1]), _compose(word[:end])]
        if draw.random() < 0.06:  # everything is taken back in the middle, and begun again
            steps += [_compose(""), _compose(word[:end])]
    steps.append(Step("Input.insertText", {"text": word}))
    return steps


def _compose(text: str, begin: int | None = None, end: int | None = None) -> Step:
    given: dict[str, Any] = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
    if begin is not None:
        given |= {"replacementStart": begin, "replacementEnd": end}
    return Step("Input.imeSetComposition", given)


def _backspace() -> list[Step]:
    key = {"key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8, "nativeVirtualKeyCode": 8}
    return [Step("Input.dispatchKeyEvent", {"type": kind, **key}) for kind in ("rawKeyDown", "keyUp")]
