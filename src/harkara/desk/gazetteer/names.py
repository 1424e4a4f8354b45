"""The names of districts and upazilas as datelines write them. Reads ``areas.tsv``, once."""

from functools import cache
from pathlib import Path

AREAS = Path(__file__).with_name("areas.tsv")


@cache
def names() -> tuple[str, ...]:
    """Districts, then upazilas with their district: ``কুড়িগ্রাম``, ``উলিপুর (কুড়িগ্রাম)``."""
    lines = [line.split("\t") for line in AREAS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    districts = {slug: name for slug, kind, _above, name, _latin in lines if kind == "district"}
    upazilas = [
        f"{name} ({districts[above]})"
        for its in districts
        for _slug, kind, above, name, _latin in lines
        if kind == "upazila" and above == its
    ]
    return (*districts.values(), *upazilas)
