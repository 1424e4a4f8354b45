"""Python runs this when it starts, where the folder is on its path: a press or a baking becomes one of the version before.

It says so in the file ``versions`` of the home, which tells each start of either version.
"""

import os
import sys

PRESSES = ("press", "bake")


def _begin() -> None:
    home = os.environ.get("HARKARA_HOME", "")
    verb = next((word for word in sys.orig_argv if word in PRESSES or word == "harkara.press.oven"), "")
    if not home or not verb:
        return
    try:
        with open(os.path.join(home, "version")) as file:
            version = file.read().strip()
    except FileNotFoundError:
        version = ""
    if version == "former":
        from former_press import enter

        enter()
    with open(os.path.join(home, "versions"), "a") as file:
        file.write(f"{verb} {version or 'new'}\n")


_begin()
