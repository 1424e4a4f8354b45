"""``python -m tests.press.processes STEPS SEED`` in ``HARKARA_HOME``: a season of the paper there, with progress.

Exits 1 at the first thing that is wrong, and says the seed with which it was found.
"""

import os
import sys
import traceback
from pathlib import Path
from random import Random


def main(steps: int, seed: int) -> int:
    from tests.press.processes.season import Season

    home = Path(os.environ["HARKARA_HOME"])
    season = Season(home, Random(seed), lambda line: print(line, flush=True))
    try:
        season.run(steps)
    except Exception:
        traceback.print_exc()
        print(f"wrong with seed {seed}; the log is {home / 'log'}", flush=True)
        return 1
    finally:
        season.crew.end_all()
    for name, count in sorted(season.counts.items()):
        print(f"COUNT: {name} | {count}")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    from harkara.waking import wake

    wake()
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
