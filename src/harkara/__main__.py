"""``python -m harkara`` is the ``harkara`` command."""

import sys

from harkara.cli import main

sys.exit(main())
