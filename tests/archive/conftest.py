"""An index of each engine, empty, with its opener."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harkara.archive.index import Index
from harkara.archive.shelf import ENGINES, open_index

pytest.register_assert_rewrite("tests.archive.contract")

Opener = Callable[..., Index]


@pytest.fixture(params=ENGINES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the one index of the test, for reading or ``writing=True``; all are closed at the end."""
    indexes: list[Index] = []

    def opener(*, writing: bool = False) -> Index:
        indexes.append(open_index(tmp_path / "index", writing=writing, engine=request.param))
        return indexes[-1]

    yield opener
    for index in indexes:
        index.close()
