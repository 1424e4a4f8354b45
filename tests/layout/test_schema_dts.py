"""Structured data against Google's types of schema.org (``schema-dts``), as TypeScript checks them: every property, and what
may stand there, of the whole vocabulary. ``test_jsonld_types.py`` has our own table, which needs nothing else.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harkara.layout import samples
from tests.layout.test_jsonld_types import nodes

FOLDER = os.environ.get("SCHEMA_DTS", "")
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not FOLDER, reason="SCHEMA_DTS does not name the folder of schema-dts and TypeScript"),
    pytest.mark.skipif(not shutil.which("node"), reason="TypeScript needs Node"),
]

OTHERWISE = {"width", "height", "query-input"}
"""What Google's pages ask for in another form than schema.org's: pixels as plain numbers, and the input of a search."""


def known(node: Any) -> Any:
    """``node`` without ``OTHERWISE``."""
    if isinstance(node, dict):
        return {name: known(value) for name, value in node.items() if name not in OTHERWISE}
    return [known(one) for one in node] if isinstance(node, list) else node


def complaints(folder: Path, documents: dict[str, list[Any]]) -> list[str]:
    """What the types say against ``documents`` (lists of nodes, by name)."""
    lines = ['import type { Graph } from "schema-dts";']
    for number, (name, graph) in enumerate(documents.items()):
        document = {"@context": "https://schema.org", "@graph": known(graph)}
        lines.append(f"const sheet{number}: Graph = {json.dumps(document)}; // {name}")
    source = folder / "sheets.ts"
    source.write_text("\n".join(lines), "utf-8")
    (folder / "node_modules").symlink_to(Path(FOLDER).resolve() / "node_modules")
    switches = "--noEmit --strict --skipLibCheck --target es2022 --module nodenext --moduleResolution nodenext"
    compiler = str(folder / "node_modules" / "typescript" / "bin" / "tsc")
    run = subprocess.run(
        ["node", compiler, *switches.split(), source.name], cwd=folder, capture_output=True, text=True, check=False
    )
    return [line for line in run.stdout.splitlines() if line.startswith(source.name)]


def test_every_sheet_says_what_the_types_know(tmp_path: Path) -> None:
    found = {name: nodes(html) for name, html in samples.sheets().items()}
    assert complaints(tmp_path, {name: graph for name, graph in found.items() if graph}) == []
    print(
        f"FIGURE: kinds of sheet whose structured data fits Google's types of schema.org | {sum(map(bool, found.values()))}"
    )


def test_the_types_find_a_fault(tmp_path: Path) -> None:
    said = complaints(tmp_path, {"x": [{"@type": "NewsArticle", "headlines": "ক"}], "y": [{"@type": "NewsArticle"}]})
    assert ["'headlines' does not exist" in line.replace('"', "") for line in said] == [True]
