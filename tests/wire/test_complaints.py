"""What a source is blamed for is said in Bangla on its screen."""

from harkara.desk import rounds
from harkara.wire import complaints, polling, refusals
from tests.desk.test_words import written

PAGES = {refusals.NO_PAGE}
"""What is said of pages only."""


def test_every_complaint_is_translated() -> None:
    told = {value for name, value in vars(complaints).items() if name.isupper()}
    told |= {value for name, value in vars(refusals).items() if name.isupper()} - set(polling._INSTEAD) - PAGES
    told |= {rounds.NO_GUID, rounds.NO_HEADLINE}
    assert sorted(told - set(written())) == []
