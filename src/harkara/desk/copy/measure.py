"""Whom outside the paper tells that its pages are read, after readers agreed."""

from harkara.desk import keys
from harkara.desk.models import Paper
from harkara.layout.measuring import MeasureCopy
from harkara.rack.keys import read


def measure() -> MeasureCopy | None:
    """Who is told; ``None`` where nobody is. Notes ``measure``."""
    read(keys.MEASURE)
    row = Paper.load()
    return MeasureCopy(row.measure_google, row.measure_meta) if row.measures else None
