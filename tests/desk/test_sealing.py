"""Sealing: closed with the secret key, opened with it or a former one."""

from typing import Any

import pytest

from harkara.desk.errors import Missing
from harkara.desk.sealing import seal, unseal

SAID = {"words": "অনিমা সেন", "said": [1, None, "কথা"]}


def test_what_is_sealed_cannot_be_read_and_is_opened_again() -> None:
    box = seal(SAID)
    assert ("অনিমা".encode() in box, unseal(box)) == (False, SAID)


def test_a_former_key_opens_and_a_strange_one_does_not(settings: Any) -> None:
    box = seal(SAID)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    with pytest.raises(Missing, match="HARKARA_FORMER_SECRET_KEYS"):
        unseal(box)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert unseal(box) == SAID
