"""Where a district lies on the sheet of ``outline.toml``, the outline of the country."""

from math import cos, radians

from harkara.layout import cases
from harkara.layout.copy import PointCopy


def spot(point: PointCopy) -> tuple[int, int]:
    """``point`` in whole units of the sheet, from the left and from above (equirectangular projection)."""
    sheet = cases.table("outline")
    across = (point.longitude - sheet["left"]) * sheet["scale"] * cos(radians(sheet["parallel"]))
    return round(across), round((sheet["top"] - point.latitude) * sheet["scale"])
