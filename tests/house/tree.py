"""The house seen from outside: its rooms, their order, its files. Shared by the house tests."""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "harkara"


def layers() -> list[set[str]]:
    """The rooms from top to bottom, as the import contract of ``pyproject.toml`` orders them: one source of truth."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    rooms = next(contract for contract in contracts if contract["id"] == "rooms")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in rooms["layers"]]


def height(room: str) -> int:
    """How far down a room lies; 0 is the composition root."""
    return next(index for index, layer in enumerate(layers()) if room in layer)


def room_of(path: Path) -> str:
    """The room a source file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def allowed(importer: str, imported: str) -> bool:
    """Whether one room may refer to another: itself, or a room further down."""
    return importer == imported or height(importer) < height(imported)


def tracked() -> list[Path]:
    """The files of the repository, or every file of the tree where git is not to be had."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in done.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()] or [
        path for path in ROOT.rglob("*") if path.is_file() and not {".venv", ".git", "var"} & set(path.parts)
    ]
