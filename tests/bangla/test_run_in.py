"""Headlines that were run into their stories."""

import pytest

from harkara.bangla.run_in import headline_end
from harkara.bangla.sentences import split
from tests.bangla.test_sentences import documents

HEADLINE = "হাঙরের আক্রমণে এক কিশোর আহত হয়েছে"
LEAD = "শনিবার সকালে হাঙরের মুখে পড়ে ছেলেটি আহত হয়।"


def test_a_headline_ends_behind_its_verb():
    assert headline_end([f"{HEADLINE} {LEAD}", "সে সুস্থ।"]) == len(HEADLINE)


@pytest.mark.parametrize(
    "sentences",
    [
        [],
        [LEAD],
        [f"{HEADLINE} {LEAD}"],  # one sentence has no story
        [f"{HEADLINE}, {LEAD}", "সে সুস্থ।"],
        [f"{HEADLINE} বলে জানা গেছে, {LEAD}", "সে সুস্থ।"],
        [f"{HEADLINE} ঢাকার একটি মাঠে বল খেলতে গিয়ে পড়ে যায়।", "সে সুস্থ।"],  # nothing comes again
        [f"{HEADLINE} হাঙরের মুখে পড়ার অনেক পরে।", "সে সুস্থ।"],  # no verb ends the rest
        [f"যখন {HEADLINE} {LEAD}", "সে সুস্থ।"],
        ["কাল এক হাঙর এসেছে বলা হয়েছে হাঙরের খবর ঠিক ছিল।", "সে সুস্থ।"],
    ],
)
def test_no_headline(sentences):
    assert headline_end(sentences) is None


def test_well_set_news_is_left_alone():
    """Each segment of the news as the beginning of a text: less than one in a hundred is cut where none ends."""
    begun = cut = 0
    for segments in documents().values():
        for place in range(1, len(segments)):
            text = [segment.strip() for segment in segments[place : place + 4]]
            end = headline_end(split("\n".join(text))) if text[0][-1:] in "।?!" else None
            begun += 1
            cut += end is not None and text[0][:end] != text[0]
    assert (begun > 1500, 100 * cut < begun) == (True, True)


def test_headlines_of_the_news():
    """Of the headlines that lost their line, a quarter is found again: most others have no verb, or name nothing twice."""
    unmarked = [segments for segments in documents().values() if segments[0].rstrip()[-1] not in "।?!”’\"'"]
    found = sum(split(" ".join(segments))[0] == segments[0].strip() for segments in unmarked)
    assert (len(unmarked) > 80, 4 * found >= len(unmarked)) == (True, True)
