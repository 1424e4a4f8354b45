"""No reader is handed an older page after a newer one, whichever worker answers."""

import threading
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.stand.processes import free, stand
from tests.stand.reader import Rack

VERSIONS = 300
CONNECTIONS = 12

pytestmark = pytest.mark.process


def test_versions_only_rise(tmp_path: Path) -> None:
    rack, port = Rack(tmp_path / "rack"), free()
    rack.place("/live", "live", "0")
    published = 0

    def publish() -> None:
        nonlocal published
        for number in range(1, VERSIONS + 1):
            rack.place("/live", "live", str(number))
            published = number

    with stand(port, rack, workers=2), ExitStack() as stack:
        readers = [stack.enter_context(closing(HTTPConnection("127.0.0.1", port))) for _ in range(CONNECTIONS)]
        for reader in readers:  # once all are served
            reader.request("GET", "/live")
            assert reader.getresponse().read() == b"0"
        publisher = threading.Thread(target=publish)
        publisher.start()
        seen = [0]
        while seen[-1] < VERSIONS:
            for reader in readers:  # connections lie with both workers; the requests follow one another
                before = published
                reader.request("GET", "/live")
                version = int(reader.getresponse().read())
                assert version >= max(before, seen[-1])
                seen.append(version)
        publisher.join()
    assert len(set(seen)) > 2
