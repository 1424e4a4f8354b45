"""OpenSearch as an engine of the archive, by the text of what it is asked.

NEVER RUN AGAINST A SERVER: none was to be had. A server of the tests' own stands in its place (``opensearch.py``), which
writes down requests and knows nothing of searching. That these requests do in OpenSearch what they say is read in its
public reference, and not proven here.
"""

import json
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from harkara.archive import on_opensearch
from harkara.archive import opensearch_queries as queries
from harkara.archive.index import Found, IndexAway, IndexBusy, IndexDamaged, Place, Search
from harkara.archive.on_opensearch import OpenSearchIndex
from harkara.archive.opensearch_door import Door
from harkara.archive.record import Record
from harkara.archive.wanted import understand
from tests.archive.contract import WANTED, marks, numbers
from tests.archive.opensearch import Desk, standing_in
from tests.archive.stories import NOON, PAPER, story

NOW = 1_700_000_000_000_000
MISSING = {
    "error": {"root_cause": [], "type": "index_not_found_exception", "reason": "no such index [paper]"},
    "status": 404,
}
MAPPING = {"paper-1": {"mappings": {"_meta": {"harkara": {"format": 1}}, "properties": {}}}}
NO_PLACE = {"_index": "paper-1", "_id": "place", "found": False}
DONE = {"took": 3, "errors": False, "items": []}
REFRESHED = {"_shards": {"total": 2, "successful": 1, "failed": 0}}
NOTED = {"_index": "paper-1", "_id": "place", "_version": NOW, "result": "updated"}
REFUSED = {"type": "mapper_parsing_exception", "reason": "failed to parse field [instant]"}


def nfc(text: str) -> str:
    """The texts of this file in the one spelling of the archive, whatever an editor made of them."""
    return unicodedata.normalize("NFC", text)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with standing_in() as made:
        yield made


@pytest.fixture
def index(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenSearchIndex]:
    """An index on that server, at a moment that stands still."""
    monkeypatch.setattr(time, "time_ns", lambda: NOW * 1000)
    made = OpenSearchIndex(desk.url, "paper", writing=True)
    yield made
    made.close()


def hits(*found: tuple[str, list[float]], total: int = 0) -> dict[str, Any]:
    """An answer to a search."""
    listed = [{"_index": "paper-1", "_id": key, "_score": None, "sort": sort} for key, sort in found]
    return {"took": 1, "timed_out": False, "hits": {"total": {"value": total, "relation": "eq"}, "hits": listed}}


def buckets(**counts: int) -> dict[str, Any]:
    found = {name.replace("_", " "): {"doc_count": count} for name, count in counts.items()}
    return {**hits(), "aggregations": {"terms": {"buckets": found}}}


def kept(*records: Record) -> dict[str, Any]:
    """An answer to ``_mget`` with all of the records' fields."""
    return {
        "docs": [
            {"_id": record.key, "found": True, "_source": {**queries.document(record), "body": record.body}}
            for record in records
        ]
    }


# The text of requests

MADE = (
    '{"settings":{"index":{"number_of_shards":1,"gc_deletes":"1h",'
    '"similarity":{"told":{"type":"BM25","k1":1.2,"b":0.3}}}},'
    '"mappings":{"dynamic":false,"_meta":{"harkara":{"format":1}},'
    '"_source":{"excludes":["exact","folded","sounds","head","lead","tags"]},"properties":{'
    '"exact":{"type":"text","analyzer":"whitespace","index_options":"freqs","similarity":"told"},'
    '"folded":{"type":"text","analyzer":"whitespace","index_options":"positions","similarity":"told"},'
    '"sounds":{"type":"text","analyzer":"whitespace","index_options":"freqs","similarity":"told"},'
    '"head":{"type":"text","analyzer":"whitespace","index_options":"freqs","similarity":"told"},'
    '"lead":{"type":"keyword","ignore_above":400},"tags":{"type":"keyword"},'
    '"section":{"type":"keyword","ignore_above":200},"instant":{"type":"long"},'
    '"kind":{"type":"keyword","index":false,"doc_values":false},'
    '"number":{"type":"long","index":false,"doc_values":false},'
    '"href":{"type":"text","index":false},"headline":{"type":"text","index":false},'
    '"summary":{"type":"text","index":false},"writers":{"type":"text","index":false},"body":{"type":"text","index":false}}},'
    '"aliases":{"paper":{}}}'
)
PUT = (
    '{"index":{"_id":"story:3","version":1700000000000000,"version_type":"external_gte"}}\n'
    '{"exact":"কিমকে এলেন · পুতিন","folded":"কিম আসা · পুতিন","sounds":"km ptn","head":"কিম আসা",'
    '"lead":["কিমকে","km·কিমকে","এলেন"],"tags":["k0story","s0world"],"instant":1660802400000000,'
    '"kind":"story","number":3,"href":"/3/","section":"world","headline":"কিমকে এলেন","summary":"","writers":[],"body":"পুতিন।"}\n'
)
REMOVED = '{"delete":{"_id":"story:1","version":1700000000000000,"version_type":"external_gte"}}\n'
VISIT = story(3, "কিমকে এলেন", "পুতিন।", section="world")


def test_what_makes_an_index():
    assert queries.text(queries.made("paper")) == MADE


def test_what_puts_and_what_removes():
    assert queries.put(VISIT, NOW) == nfc(PUT)
    assert queries.remove("story:1", NOW) == REMOVED


@pytest.mark.parametrize(
    ("wanted", "every", "expected"),
    [
        (
            Search("কিম বৈঠক"),
            True,
            '{"bool":{"must":[{"term":{"folded":{"value":"কিম","boost":1.0}}},{"term":{"folded":{"value":"বৈঠক","boost":1.0}}}],'
            '"should":[{"term":{"exact":{"value":"কিম","boost":0.3}}},{"term":{"head":{"value":"কিম","boost":0.5}}},'
            '{"term":{"exact":{"value":"বৈঠক","boost":0.3}}},{"term":{"head":{"value":"বৈঠক","boost":0.5}}}]}}',
        ),
        (
            Search("কিমকে"),
            False,
            '{"bool":{"should":[{"term":{"exact":{"value":"কিমকে","boost":0.3}}},{"term":{"folded":{"value":"কিম","boost":1.0}}},'
            '{"term":{"head":{"value":"কিম","boost":0.5}}}],"minimum_should_match":1}}',
        ),
        (
            Search('"কিমকে এলেন" -পুতিনের'),
            True,
            '{"bool":{"must":[{"match_phrase":{"folded":{"query":"কিম আসা"}}}],'
            '"must_not":[{"match_phrase":{"folded":{"query":"পুতিন"}}}]}}',
        ),
        (
            Search(section="world", topic="korea", kinds=("story", "draft")),
            True,
            '{"bool":{"filter":[{"exists":{"field":"instant"}},{"term":{"tags":"s0world"}},{"term":{"tags":"t0korea"}},'
            '{"terms":{"tags":["k0story","k0draft"]}}]}}',
        ),
        (
            Search("কিম", begins=date(2022, 8, 15), ends=date(2022, 8, 15)),
            False,
            '{"bool":{"should":[{"term":{"exact":{"value":"কিম","boost":0.3}}},{"term":{"folded":{"value":"কিম","boost":1.0}}},'
            '{"term":{"head":{"value":"কিম","boost":0.5}}}],"minimum_should_match":1,'
            '"filter":[{"range":{"instant":{"gte":1660500000000000,"lt":1660586400000000}}}]}}',
        ),
        (Search(), True, '{"bool":{"filter":[{"exists":{"field":"instant"}}]}}'),
    ],
)
def test_what_is_searched(wanted, every, expected):
    understood = understand(wanted)
    needed = [["folded"]] * len(understood.words)
    assert queries.text(queries.query(understood, needed, every=every)) == nfc(expected)


def test_what_is_searched_by_its_sound():
    (must,) = queries.query(understand(Search("putin")), [["folded", "sounds"]], every=True)["bool"]["must"]
    assert queries.text(must) == (
        '{"bool":{"should":[{"term":{"folded":{"value":"putin","boost":1.0}}},'
        '{"term":{"sounds":{"value":"ptn","boost":0.6}}}],"minimum_should_match":1}}'
    )


@pytest.mark.parametrize(
    ("wanted", "sort"),
    [
        (Search("কিম"), '["_score",{"instant":"desc"}]'),
        (Search("কিম", sort="newest"), '[{"instant":"desc"}]'),
        (Search("কিম", sort="oldest"), '[{"instant":"asc"}]'),
        (Search(), '[{"instant":"desc"}]'),
    ],
)
def test_how_it_is_sorted(wanted, sort):
    understood = understand(wanted)
    written = queries.text(queries.find(understood, [["folded"]] * len(understood.words), every=True, limit=40))
    assert written.endswith(f'"sort":{sort},"size":40,"_source":false,"track_total_hits":false}}')


def test_what_begins_so_is_asked_for_literally():
    assert queries.text(queries.beginning("ptn·o'b.*", 5)) == (
        '{"query":{"prefix":{"lead":"ptn·o\'b.*"}},"size":0,"track_total_hits":false,'
        '"aggs":{"terms":{"terms":{"field":"lead","include":"ptn·o\\\\\'b\\\\.\\\\*.*","size":5}}}}'
    )


def test_what_is_alike():
    wanted = understand(Search(kinds=("story",)))
    assert queries.text(queries.alike({"পুতিন": 1.5, "ক" * 300: 1.0}, wanted, 21)) == (
        '{"query":{"bool":{"should":[{"term":{"folded":{"value":"পুতিন","boost":1.5}}},'
        f'{{"term":{{"folded":{{"value":"{"ক" * 200}","boost":1.0}}}}}}],"minimum_should_match":1,'
        '"filter":[{"terms":{"tags":["k0story"]}}]}},"sort":["_score",{"instant":"desc"}],"size":21,'
        '"_source":false,"track_total_hits":false}'
    )


def test_long_terms_are_cut_alike():
    long = "ক" * 1000
    stored = queries.document(story(1, body=f"{long} মেলা"))
    asked = queries.text(queries.query(understand(Search(long)), [["folded"]], every=False))
    assert f'"{"ক" * 200}"' in asked
    assert stored["exact"].split()[-2:] == ["ক" * 200, "মেলা"]


@settings(max_examples=100)
@given(wanted=WANTED)
def test_any_search_is_json(wanted):
    understood = understand(wanted)
    for every in (True, False):
        body = queries.find(understood, [["folded", "sounds"]] * len(understood.words), every=every, limit=20)
        assert json.loads(queries.text(body).encode())["size"] == 20


# A write, request by request


def test_a_first_write(desk, index):
    made = {"acknowledged": True, "shards_acknowledged": True, "index": f"paper-{NOW}"}
    desk.answers = [
        (404, MISSING), (200, made), (404, NO_PLACE), (200, DONE), (200, DONE), (200, REFRESHED), (201, NOTED),
    ]  # fmt: skip
    index.write([VISIT], ["story:1"], Place(7, "story:3 কাল"))
    assert desk.asked == [
        ("GET", "/paper/_mapping", ""),
        ("PUT", f"/paper-{NOW}", MADE),
        ("GET", "/paper/_doc/place", ""),
        ("POST", "/paper/_bulk?require_alias=true", REMOVED),
        ("POST", "/paper/_bulk?require_alias=true", nfc(PUT)),
        ("POST", "/paper/_refresh", ""),
        (
            "PUT",
            f"/paper/_doc/place?require_alias=true&version={NOW}&version_type=external_gte",
            '{"position":7,"change":"story:3 কাল"}',
        ),
    ]
    assert [head.get("Content-Type") for head in desk.headers] == [
        None, "application/json", None, "application/x-ndjson", "application/x-ndjson", None, "application/json",
    ]  # fmt: skip


def test_a_write_without_a_place_notes_none(desk, index):
    desk.answers = [(200, MAPPING), (404, NO_PLACE), (200, DONE), (200, REFRESHED)]
    index.write([VISIT], ())
    assert [path for _, path, _ in desk.asked[-2:]] == ["/paper/_bulk?require_alias=true", "/paper/_refresh"]


def test_a_version_is_later_than_the_last_though_the_clock_went_back(desk, index):
    place = {"_id": "place", "found": True, "_version": NOW + 50, "_source": {"position": 1, "change": ""}}
    desk.answers = [(200, MAPPING), (200, place), (200, DONE), (200, REFRESHED)]
    index.write((), ["story:1"])
    assert desk.asked[2][2] == f'{{"delete":{{"_id":"story:1","version":{NOW + 51},"version_type":"external_gte"}}}}\n'


def test_many_records_go_in_several_requests(desk, index, monkeypatch):
    monkeypatch.setattr(on_opensearch, "MOST_BYTES", 1000)
    desk.answers = [(200, MAPPING), (404, NO_PLACE), (200, DONE), (200, DONE), (200, DONE), (200, REFRESHED)]
    index.write([story(number, "মেলা", "কথা " * 60) for number in (1, 2, 3)], ())
    bulks = [body for _, path, body in desk.asked if "_bulk" in path]
    assert [[json.loads(line)["index"]["_id"] for line in bulk.splitlines()[::2]] for bulk in bulks] == [
        ["story:1"], ["story:2"], ["story:3"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "error", "said"),
    [
        (
            {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "later"}},
            IndexBusy,
            "later",
        ),
        ({"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}, IndexAway, "no time"),
        ({"status": 400, "error": REFUSED}, IndexDamaged, "failed to parse field"),
        ({"status": 404, "error": MISSING["error"]}, IndexDamaged, "no such index"),
    ],
)
def test_where_a_line_is_refused_the_place_is_not_noted(desk, index, item, error, said):
    items = [{"index": {"_id": "story:1", "status": 201}}, {"index": {"_id": "story:3", **item}}]
    desk.answers = [(200, MAPPING), (404, NO_PLACE), (200, {"took": 1, "errors": True, "items": items})]
    with pytest.raises(error, match=said):
        index.write([story(1), VISIT], (), Place(8))
    assert len(desk.asked) == 3


def test_what_is_to_go_may_be_gone(desk, index):
    items = [{"delete": {"_id": "story:1", "status": 404, "result": "not_found"}}]
    desk.answers = [(200, MAPPING), (404, NO_PLACE), (200, {**DONE, "items": items}), (200, REFRESHED), (200, NOTED)]
    index.write((), ["story:1"], Place(9))
    assert desk.answers == []


@pytest.mark.parametrize("cut", [3, 4, 5])
def test_a_write_cut_off_leaves_the_place_behind(desk, index, cut):
    answers = [(200, MAPPING), (404, NO_PLACE), (200, DONE), (200, REFRESHED), (200, NOTED)]
    desk.answers = [*answers[: cut - 1], (0, ""), (0, "")]
    with pytest.raises(IndexAway, match="cannot be reached"):
        index.write([VISIT], (), Place(8))
    places = [path for method, path, _ in desk.asked if method == "PUT"]
    assert len(places) <= (2 if cut == 5 else 0)
    desk.asked.clear()
    desk.answers = [(404, NO_PLACE), (200, DONE), (200, REFRESHED), (200, NOTED)]
    index.write([VISIT], (), Place(8))  # once more, and the same
    assert [method for method, _, _ in desk.asked] == ["GET", "POST", "POST", "PUT"]


def test_a_place_that_is_passed_already(desk, index):
    conflict = {"error": {"type": "version_conflict_engine_exception", "reason": "later"}, "status": 409}
    desk.answers = [(200, MAPPING), (404, NO_PLACE), (200, REFRESHED), (409, conflict)]
    with pytest.raises(IndexBusy, match="later place"):
        index.write((), (), Place(8))


def test_a_reader_does_not_write(desk):
    with pytest.raises(RuntimeError, match="opened for reading"):
        OpenSearchIndex(desk.url, "paper").write((), ())
    assert desk.asked == []


# Reading


def test_until_the_first_write_nothing_is_found(desk, index):
    desk.otherwise = lambda *_: (404, MISSING)
    assert (index.count(), index.place(), index.search(Search("কিম")), index.suggest("কি")) == (0, None, Found(), ())
    assert {path for _, path, _ in desk.asked} == {"/paper/_mapping"}


def test_the_place(desk, index):
    place = {"_id": "place", "found": True, "_version": 5, "_source": {"position": 7, "change": "কাল"}}
    desk.answers = [(200, MAPPING), (200, place), (404, NO_PLACE), (200, {"count": 12, "_shards": {}})]
    assert (index.place(), index.place(), index.count()) == (Place(7, "কাল"), None, 12)
    assert desk.asked[-1] == ("POST", "/paper/_count", '{"query":{"exists":{"field":"instant"}}}')


def test_a_search_request_by_request(desk, index):
    far = buckets(folded_putin=0, sounds_ptn=9)
    sections = {**hits(total=1), "aggregations": {"sections": {"buckets": [{"key": "world", "doc_count": 1}]}}}
    unheard = {**hits(), "aggregations": {"terms": {"buckets": []}}}  # no headline has a word that is said so
    desk.answers = [
        (200, MAPPING), (200, far), (200, unheard), (200, hits(total=1)), (200, hits(total=1)),
        (200, hits(("story:3", [4.5, 1660802400000000]))), (200, kept(PAPER[2])), (200, kept(PAPER[2])),
    ]  # fmt: skip
    desk.otherwise = lambda _method, _path, body: (200, sections) if '"sections"' in body else (200, empty(body))
    found = index.search(Search("putin"))
    assert (numbers(found), found.total, found.sections) == ([3], 1, {"world": 1})
    (hit,) = found.hits
    assert (hit.kind, hit.href, hit.section, hit.published_at) == ("story", "/3/", "world", PAPER[2].published_at)
    assert (marks(hit.headline), "পুতিন" in marks(hit.excerpt)) == (["পুতিন"], True)
    assert desk.asked[1] == (
        "POST",
        "/paper/_search",
        '{"size":0,"track_total_hits":false,"aggs":{"terms":{"filters":{"filters":{'
        '"folded putin":{"term":{"folded":"putin"}},"sounds ptn":{"term":{"sounds":"ptn"}}}}}}}',
    )
    assert [path for _, path, _ in desk.asked[5:8]] == ["/paper/_search", "/paper/_mget", "/paper/_mget"]
    assert desk.asked[6][2] == (
        '{"docs":[{"_id":"story:3","_source":["kind","number","href","section","headline","summary","writers"]}]}'
    )
    assert desk.asked[7][2] == '{"docs":[{"_id":"story:3","_source":["body"]}]}'


def empty(body: str) -> dict[str, Any]:
    """An answer of an index where nothing is, in the shape that the question asks for."""
    asked = json.loads(body)
    filters = asked.get("aggs", {}).get("terms", {}).get("filters", {}).get("filters")
    named = {name: {"doc_count": 0} for name in filters} if filters else []
    return {
        **hits(),
        "count": 0,
        "docs": [],
        "aggregations": {"terms": {"buckets": named}, "sections": {"buckets": []}},
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=WANTED)
def test_no_search_is_an_error(desk, index, wanted):
    desk.otherwise = lambda method, _path, body: (200, MAPPING if method == "GET" else empty(body))
    assert index.search(wanted).hits == ()
    assert index.suggest(wanted.text) == ()
    index.like(Record("story", 1, wanted.text, wanted.section, NOON))


def test_texts_of_a_page_are_fetched_together(desk, index):
    records = [story(number, f"মেলা {number}", "মেলা বসেছে") for number in range(1, 31)]
    listed = [(record.key, [float(99 - record.number), NOW - record.number]) for record in records]

    def answer(method: str, path: str, body: str) -> tuple[int, Any]:
        if method == "GET":
            return 200, MAPPING
        if path.endswith("_mget"):
            keys = [document["_id"] for document in json.loads(body)["docs"]]
            return 200, kept(*(record for record in records if record.key in keys))
        told = empty(body)
        told["hits"] = hits(*listed, total=30)["hits"]
        buckets = told["aggregations"]["terms"]["buckets"]
        for name in buckets or ():
            buckets[name] = {"doc_count": 30}
        return 200, told

    desk.otherwise = answer
    found = index.search(Search("মেলা"))
    assert (len(found.hits), found.total) == (20, 30)
    assert [path for _, path, _ in desk.asked].count("/paper/_mget") == 2


@pytest.mark.parametrize("told", [{}, {"harkara": {"format": 0}}])
def test_an_index_of_another_format_is_said(desk, index, told):
    desk.otherwise = lambda *_: (200, {"paper-1": {"mappings": {"_meta": told}}})
    for ask in (index.count, lambda: index.search(Search("কিম")), lambda: index.write([VISIT], ())):
        with pytest.raises(IndexDamaged, match="not 1: it has to be made anew"):
            ask()


def test_a_question_that_is_not_understood_is_said_and_the_index_looked_at_again(desk, index):
    refused = {
        "error": {"root_cause": [{"type": "query_shard_exception", "reason": "No mapping found"}]},
        "status": 400,
    }
    desk.answers = [(200, MAPPING), (400, refused), (404, MISSING)]
    with pytest.raises(IndexDamaged, match="No mapping found"):
        index.search(Search("কিম"))
    assert index.search(Search("কিম")) == Found()


# The door


def test_the_user_goes_along(desk):
    url = desk.url.replace("http://", "http://the%20archive:s%3Ecret@") + "/search"
    desk.answers = [(200, {"count": 1})]
    with closing(Door(url)) as door:
        assert door.ask("POST", "/paper/_count", "{}").body == {"count": 1}
    assert desk.asked == [("POST", "/search/paper/_count", "{}")]
    assert desk.headers[0]["Authorization"] == "Basic dGhlIGFyY2hpdmU6cz5jcmV0"


@pytest.mark.parametrize("status", [401, 403])
def test_a_user_who_is_refused_is_said(desk, index, status):
    desk.otherwise = lambda *_: (status, "Unauthorized")
    with pytest.raises(IndexAway, match=f"refuses the archive's user \\(status {status}\\)"):
        index.count()


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_server_without_time_is_said(desk, index, status):
    desk.otherwise = lambda *_: (status, {"error": {"type": "x", "reason": "all shards failed"}, "status": status})
    with pytest.raises(IndexAway, match="has no time for the archive: all shards failed"):
        index.count()


def test_a_server_that_is_not_there_is_said():
    with standing_in() as gone:
        url = gone.url
    with pytest.raises(IndexAway, match="cannot be reached"):
        OpenSearchIndex(url, "paper").search(Search("কিম"))


def test_a_server_that_takes_too_long_is_given_up(desk, monkeypatch):
    with pytest.raises(IndexAway, match=r"did not answer within 0\.05 seconds"):
        Door(desk.url).ask("GET", "/slow", patience=0.05)


def test_a_connection_that_died_idle_is_made_anew(desk):
    desk.answers = [(200, {"count": 1}), (0, ""), (200, {"count": 2})]
    with closing(Door(desk.url)) as door:
        assert [door.ask("GET", "/paper/_count").body["count"] for _ in (1, 2)] == [1, 2]
    assert len(desk.asked) == 3


def test_threads_do_not_wait_for_one_another(desk):
    door = Door(desk.url)
    desk.otherwise = lambda *_: (200, {})
    slow = threading.Thread(target=door.ask, args=("GET", "/slow"))
    slow.start()
    assert door.ask("GET", "/quick").status == 200
    desk.hold.set()
    slow.join()
    door.close()


def test_https_looks_at_the_certificate(desk):
    with pytest.raises(IndexAway, match="cannot be reached"):
        Door(desk.url.replace("http://", "https://")).ask("GET", "/")
    assert desk.asked == []


@pytest.mark.parametrize("url", ["", "opensearch:9200", "ftp://host", "https://"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ValueError, match="write it like https://user:password@host:9200"):
        Door(url)


def test_no_password_is_in_what_is_said():
    index = OpenSearchIndex("http://archive:hush@127.0.0.1:9/", "paper")
    with pytest.raises(IndexAway) as told:
        index.count()
    assert "hush" not in str(told.value)


def test_a_new_index_takes_the_place_of_the_old_one(desk, index):
    named = {"paper-2": {"aliases": {"paper-new": {}}}}, {"paper-1": {"aliases": {"paper": {}}}}
    desk.answers = [(200, named[0]), (200, named[1]), (200, {"acknowledged": True})]
    index.give_way("paper-new")
    assert desk.asked == [
        ("GET", "/_alias/paper-new", ""),
        ("GET", "/_alias/paper", ""),
        (
            "POST",
            "/_aliases",
            '{"actions":[{"add":{"index":"paper-2","alias":"paper"}},{"remove":{"index":"paper-2","alias":"paper-new"}},'
            '{"remove_index":{"index":"paper-1"}}]}',
        ),
    ]


def test_nothing_takes_no_place(desk, index):
    desk.answers = [(404, {"error": "alias [paper-new] missing", "status": 404})]
    with pytest.raises(IndexDamaged, match="no index paper-new"):
        index.give_way("paper-new")
    assert len(desk.asked) == 1


def test_what_is_left_of_a_rebuild_goes(desk, index):
    desk.answers = [(200, {"paper-2": {"aliases": {"paper": {}}}}), (200, {"acknowledged": True})]
    index.drop()
    assert desk.asked == [("GET", "/_alias/paper", ""), ("DELETE", "/paper-2", "")]


def test_only_the_index_that_was_meant_is_written(desk):
    with closing(OpenSearchIndex(desk.url, "paper", writing=True, only="paper-1")) as index:
        there, turned = {"paper-1": {"aliases": {"paper": {}}}}, {"paper-2": {"aliases": {"paper": {}}}}
        desk.answers = [(200, MAPPING), (200, there), (404, NO_PLACE), (200, DONE), (200, REFRESHED), (200, turned)]
        with pytest.raises(IndexBusy, match="taken the place of paper-1"):
            index.write([VISIT], (), Place(8))
        assert [method for method, _, _ in desk.asked].count("PUT") == 0
        desk.answers = [(200, turned)]
        with pytest.raises(IndexBusy, match="taken the place of paper-1"):
            index.write([VISIT], ())
        assert desk.answers == []
