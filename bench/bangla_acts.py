"""One library doing one job, in a process of its own: ``python bench/bangla_acts.py JOB LIBRARY SECONDS``.

Reads a JSON list of texts, writes ``{"answers": [...], "seconds": …, "hung": …, "raised": …}``. An answer is null where
the library raised or took longer than SECONDS. It imports nothing of the paper except to run ``harkara`` itself, so that
the libraries can live in an environment of their own.
"""

import contextlib
import importlib
import io
import json
import signal
import sys
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from types import FrameType
from typing import Any

Act = Callable[[str], str]


class TooLongError(Exception):
    """The limit is over."""


def _over(number: int, frame: FrameType | None) -> None:
    raise TooLongError


def of(module: str) -> Any:
    """A module that only one of the environments has."""
    return importlib.import_module(module)


def _bijoy2unicode() -> Any:
    return of("bijoy2unicode.converter").Unicode()


def _bn_unicode_normalizer() -> Act:
    """It takes words only; words it gives up on are None, which leaves nothing."""
    normalizer = of("bnunicodenormalizer").Normalizer()
    return lambda text: " ".join(normalizer(word)["normalized"] or "" for word in text.split())


def _dateparser() -> Act:
    parse = of("dateparser").parse

    def act(text: str) -> str:
        found = parse(text, languages=["bn", "en"], settings={"DATE_ORDER": "DMY"})
        return found.replace(tzinfo=None).isoformat(timespec="minutes") if found else ""

    return act


def _clock() -> Act:
    clock = of("harkara.bangla.clock")
    return lambda text: " ".join(found.moment.strftime("%Y-%m-%dT%H:%M") for found in clock.find(text)[:1])


def _bangla_calendar() -> Act:
    bangla = of("bangla")
    months = ["বৈশাখ", "জ্যৈষ্ঠ", "আষাঢ়", "শ্রাবণ", "ভাদ্র", "আশ্বিন", "কার্তিক", "অগ্রহায়ণ", "পৌষ", "মাঘ", "ফাল্গুন", "চৈত্র"]
    names = [unicodedata.normalize("NFC", month) for month in months]

    def act(text: str) -> str:
        day = date.fromisoformat(text)
        found = bangla.get_date(day.day, day.month, day.year)
        month = names.index(unicodedata.normalize("NFC", found["month"])) + 1
        return f"{int(found['year'])}-{month:02}-{int(found['date']):02}"

    return act


def _bangladatetime() -> Act:
    kind = of("bangladatetime").date

    def act(text: str) -> str:
        day = date.fromisoformat(text)
        found = kind.fromgregorian(day.year, day.month, day.day)
        return f"{found.year}-{found.month:02}-{found.day:02}"

    return act


def _calendars() -> Act:
    bangla = of("harkara.bangla.calendars").bangla

    def act(text: str) -> str:
        found = bangla(date.fromisoformat(text), rules=2019)
        return f"{found.year}-{found.month:02}-{found.day:02}"

    return act


def _babel() -> Act:
    format_decimal = of("babel.numbers").format_decimal
    return lambda text: str(format_decimal(int(text), locale="bn", numbering_system="default"))


def _icu() -> Act:
    act: Act = of("icu").Transliterator.createInstance("Bengali-Latin; Latin-ASCII").transliterate
    return act


ACTS: dict[str, dict[str, Callable[[], Act]]] = {
    "bijoy-read": {
        "harkara": lambda: of("harkara.bangla.bijoy").to_unicode,
        "bijoy2unicode": lambda: _bijoy2unicode().convertBijoyToUnicode,
        "unicodeconverter": lambda: of("unicodeconverter").convert_bijoy_to_unicode,
        "avro.py": lambda: of("avro").to_unicode,
    },
    "bijoy-set": {
        "harkara": lambda: of("harkara.bangla.bijoy").to_bijoy,
        "bijoy2unicode": lambda: _bijoy2unicode().convertUnicodeToBijoy,
        "avro.py": lambda: of("avro").to_bijoy,
    },
    "bijoy-mixed": {
        "harkara": lambda: of("harkara.bangla.bijoy").mend,
        "bijoy2unicode": lambda: _bijoy2unicode().convertBijoyToUnicode,
        "unicodeconverter": lambda: of("unicodeconverter").convert_bijoy_to_unicode,
        "avro.py": lambda: of("avro").to_unicode,
    },
    "avro": {"harkara": lambda: of("harkara.bangla.avro").parse, "avro.py": lambda: of("avro").parse},
    "normalise": {
        "harkara": lambda: of("harkara.bangla.clean").normalise,
        "NFC alone": lambda: lambda text: unicodedata.normalize("NFC", text),
        "bnunicodenormalizer": _bn_unicode_normalizer,
        "indic-nlp-library": lambda: of("indicnlp.normalize.indic_normalize").BengaliNormalizer().normalize,
    },
    "dates": {"harkara": _clock, "dateparser": _dateparser},
    "calendar": {"harkara": _calendars, "bangla": _bangla_calendar, "bangladatetime": _bangladatetime},
    "group": {
        "harkara": lambda: lambda text: str(of("harkara.bangla.numbers").group(int(text))),
        "Babel": _babel,
    },
    "words": {
        "harkara": lambda: lambda text: str(of("harkara.bangla.numbers").words(int(text), "spoken")),
        "num2words": lambda: lambda text: str(of("num2words").num2words(int(text), lang="bn")),
    },
    "romanise": {
        "harkara": lambda: of("harkara.bangla.romanise").romanise,
        "anyascii": lambda: of("anyascii").anyascii,
        "ICU": _icu,
        "Unidecode": lambda: of("unidecode").unidecode,
        "avro.py": lambda: of("avro").reverse,
    },
    "stem": {
        "harkara": lambda: of("harkara.bangla.stem").stem,
        "bangla-stemmer": lambda: of("bangla_stemmer.stemmer.stemmer").BanglaStemmer().stem,
        "none": lambda: lambda text: text,
    },
    "sentences": {
        "harkara": lambda: lambda text: "\n".join(of("harkara.bangla.sentences").split(text)),
        "indic-nlp-library": lambda: (
            lambda text: "\n".join(of("indicnlp.tokenize.sentence_tokenize").sentence_split(text, "bn"))
        ),
    },
    "sort": {
        "harkara": lambda: lambda text: of("harkara.bangla.sort").key(text).hex(),
        "code points": lambda: lambda text: text,
    },
}


def run(job: str, library: str, limit: float, texts: list[str]) -> dict[str, Any]:
    """The answers, the seconds they took (without those that hung), how many hung and how many raised."""
    signal.signal(signal.SIGALRM, _over)
    with contextlib.redirect_stdout(io.StringIO()):  # some chat while they work
        act = ACTS[job][library]()
        answers: list[str | None] = []
        spent, hung, raised = 0.0, 0, 0
        for text in [texts[0], *texts]:  # the first once more: it pays for what is loaded late
            signal.setitimer(signal.ITIMER_REAL, limit if answers or spent else 30)
            began = time.perf_counter()
            try:
                answers.append(act(text))
                spent += time.perf_counter() - began
            except TooLongError:
                answers.append(None)
                hung += 1
            except Exception:
                answers.append(None)
                spent += time.perf_counter() - began
                raised += 1
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            if len(answers) == 1:
                spent, hung, raised = 1e-9, 0, 0
    return {"answers": answers[1:], "seconds": spent, "hung": hung, "raised": raised}


if __name__ == "__main__":
    found = run(sys.argv[1], sys.argv[2], float(sys.argv[3]), json.load(sys.stdin))
    sys.stdout.write(json.dumps(found))
