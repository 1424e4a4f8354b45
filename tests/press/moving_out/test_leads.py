"""Where addresses lead and lie, in the forms of other servers."""

import pytest

from harkara.press.moving_out import leads
from harkara.press.moving_out.site import long_talks, place


@pytest.mark.parametrize(
    ("path", "is_html", "file"),
    [
        ("/", True, "index.html"),
        ("/world/", True, "world/index.html"),
        ("/world/12/চাঁদ", True, "world/12/চাঁদ/index.html"),
        ("/404.html", True, "404.html"),
        ("/old/page.html", True, "old/page.html/index.html"),
        ("/12.json", False, "12.json"),
        ("/.well-known/security.txt", False, ".well-known/security.txt"),
        ("/a/../b", True, None),
        ("/./b", True, None),
        ("/a//b", True, None),
        ("/a\0b", True, None),
        ("no/slash", True, None),
        ("/" + "ক" * 85, True, "ক" * 85 + "/index.html"),
        ("/" + "ক" * 86, True, None),
    ],
)
def test_every_address_has_one_place_or_none(path: str, is_html: bool, file: str | None) -> None:
    assert place(path, is_html=is_html) == file


def test_addresses_are_written_as_servers_read_them() -> None:
    assert leads.nginx_moved('/a"b\\c', "/$d/ক") == '"/a\\"b\\\\c" "/%24d/%E0%A6%95";\n'
    assert leads.nginx_gone("/world/1/ক") == '"/world/1/ক" 1;\n'
    assert (
        leads.redirects("/পুরোনো", "/world/1/ক", 301)
        == "/%E0%A6%AA%E0%A7%81%E0%A6%B0%E0%A7%8B%E0%A6%A8%E0%A7%8B /world/1/%E0%A6%95 301\n"
    )


def test_a_page_that_leads_on_carries_nothing_that_runs() -> None:
    page = leads.page('/a"><script>', "https://paper.example").decode()
    assert "<script>" not in page
    assert 'content="0;url=/a%22%3E%3Cscript%3E"' in page
    assert 'href="https://paper.example/a%22%3E%3Cscript%3E"' in page


def test_a_comment_with_many_answers_has_a_piece_of_its_own() -> None:
    answers = [{"id": 10 + n, "parent": 1, "state": "shown"} for n in range(11)]
    few = [{"id": 40 + n, "parent": 2, "state": "shown"} for n in range(10)]
    hidden = [{"id": 60 + n, "parent": 3, "state": "deleted"} for n in range(11)]
    assert long_talks([{"id": 1, "parent": None, "state": "shown"}, *answers, *few, *hidden]) == [1]
