"""Door: what is due by the clock, or done. The press's loop opens it; the desk's actions do the work."""

from harkara.desk.actions.drawn import drawn, undrawn
from harkara.desk.actions.due import LOOKS, Diary, next_at, publish_due
from harkara.desk.actions.thin import thin

__all__ = ["LOOKS", "Diary", "drawn", "next_at", "publish_due", "thin", "undrawn"]
