"""PostgreSQL as an engine of the archive: the contract, and what is PostgreSQL's own."""

import doctest
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from harkara.archive import on_postgres, opensearch_queries, postgres_lexemes, postgres_view, searching
from harkara.archive.columns import tags
from harkara.archive.index import PER_PAGE, IndexAway, IndexBusy, IndexDamaged, Place, Search
from harkara.archive.on_postgres import PostgresIndex
from harkara.archive.postgres_lexemes import LAST_POSITION, quoted
from harkara.archive.record import Record
from harkara.archive.wanted import understand
from tests.archive import tydi
from tests.archive.contract import *  # noqa: F403 (the suite that every engine passes)
from tests.archive.contract import numbers
from tests.archive.stories import PAPER, story
from tests.postgres import server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server of this module's own."""
    with server() as made:
        yield made


@pytest.fixture
def schema(url: str) -> Iterator[str]:
    """A name that no other test has; the schema goes with the test."""
    name = f'archive "{secrets.token_hex(4)}"'
    yield name
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))


@pytest.fixture
def opened(url: str, schema: str) -> Iterator[Callable[..., PostgresIndex]]:
    """Opens the index of the test."""
    made: list[PostgresIndex] = []

    def opener(*, writing: bool = False) -> PostgresIndex:
        made.append(PostgresIndex(url, schema, writing=writing))
        return made[-1]

    yield opener
    for index in made:
        index.close()


def counted(url: str, schema: str) -> tuple[dict[str, int], dict[str, int], bool]:
    """The terms as they are noted and as they are, and whether the state has the right sums."""
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        noted = dict(connection.execute("SELECT lexeme, records FROM terms").fetchall())
        real = dict(
            connection.execute(
                "SELECT lexeme, count(*) FROM stories, unnest(tsvector_to_array(lexemes)) AS lexeme GROUP BY lexeme"
            ).fetchall()
        )
        sums = connection.execute(
            "SELECT records = (SELECT count(*) FROM stories)"
            " AND tokens = (SELECT coalesce(sum(length), 0) FROM stories) FROM state"
        ).fetchone()
    return noted, real, bool(sums and sums[0])


WRITES = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(1, 4), st.text(st.sampled_from("কাখি ' \\"), max_size=9)), max_size=4),
        st.sets(st.integers(1, 4).map("story:{}".format)),
    ),
    max_size=4,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=WRITES)
def test_terms_are_counted_exactly(url, schema, opened, writes):
    index = opened(writing=True)
    for put, removed in writes:
        index.write([story(number, text, text) for number, text in put], removed)
    index.write((), ())
    noted, real, is_right = counted(url, schema)
    assert (noted, is_right) == (real, True)
    index.close()


def test_a_correction_touches_only_the_terms_that_changed(url, schema, opened):
    index = opened(writing=True)
    index.write(PAPER, ())
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        connection.execute("CREATE TABLE touched (lexeme text)")
        connection.execute(
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN INSERT INTO touched VALUES (NEW.lexeme); RETURN NULL; END$$"
        )
        name = sql.Identifier(schema, "note")
        connection.execute(
            sql.SQL("CREATE TRIGGER note AFTER INSERT OR UPDATE ON terms FOR EACH ROW EXECUTE FUNCTION {}()").format(
                name
            )
        )
    # A trigger of the test runs with the writer's search path, which is the schema.
    index.write([replace(PAPER[3], body=PAPER[3].body.replace("৫০০", "৬০০"))], ())
    with psycopg.connect(url) as connection:
        found = connection.execute(
            sql.SQL("SELECT lexeme FROM {}").format(sql.Identifier(schema, "touched"))
        ).fetchall()
    assert sorted(lexeme for (lexeme,) in found) == ["500", "600", "~500", "~600"]


def test_the_vector_is_ours(url, schema, opened):
    opened(writing=True).write([story(1, "পুতিনের চিঠি", "পুতিনের '\\", section="world", topics=("o'b",))], ())
    with psycopg.connect(url) as connection:
        query = sql.SQL("SELECT lexemes::text FROM {}").format(sql.Identifier(schema, "stories"))
        row = connection.execute(query).fetchone()
    assert row is not None
    assert sorted(row[0].split()) == sorted(
        [
            "'পুতিনের':1A,4A", "'~পুতিন':1B,4B", "'~~পুতিন'", "'*ptn':1C", "'চিঠি':2A", "'~চিঠি':2B", "'*ct':2C",
            "'^পুতিন'", "'^চিঠি'", "'+পুতিনের'", "'+ptn·পুতিনের'", "'+চিঠি'", "'+ct·চিঠি'",
            *(f"'#{tag}'" for tag in tags(story(1, section="world", topics=("o'b",)))),
        ]
    )  # fmt: skip


@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20))
@settings(max_examples=60)
def test_any_lexeme_is_written_as_it_is(url, text):
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT tsvector_to_array(%s::tsvector), %s::tsvector @@ %s::tsquery", [quoted(text)] * 3
        ).fetchone()
    assert row == ([text], True)


def test_words_far_into_a_long_text_are_found_and_phrases_are_not(opened):
    index = opened(writing=True)
    filler = " ".join(f"ক{number % 50}" for number in range(LAST_POSITION))
    index.write([story(1, "দীর্ঘ", f"পদ্মা সেতু {filler} মেঘনা নদী")], ())
    found = [index.search(Search(text)).total for text in ('"পদ্মা সেতু"', "মেঘনা", '"মেঘনা নদী"')]
    assert found == [1, 1, 0]
    # No words seem to be neighbours because both are too far away to be told where they are.
    near = " ".join(["ক"] * (LAST_POSITION - 2))
    index.write([story(1, "দীর্ঘ", f"{near} পদ্মা {'খ ' * 99} সেতু")], ())
    assert [index.search(Search(text)).total for text in ('"পদ্মা সেতু"', "পদ্মা সেতু")] == [0, 1]


def test_a_text_without_end_has_as_much_in_the_index_as_there_is_room(opened):
    index = opened(writing=True)
    words = " ".join(f"{'ক' * 300}{number}" for number in range(2_000))
    index.write([story(1, words[:100_000], f"পদ্মা {words} সেতু")], ())
    assert [index.search(Search(text)).total for text in ("পদ্মা", "সেতু")] == [1, 0]


def test_examples_in_the_docstrings():
    for module in (on_postgres, postgres_lexemes, opensearch_queries):
        tried = doctest.testmod(module)
        assert (tried.failed, tried.attempted > 0) == (0, True)


@pytest.mark.parametrize("most", [1, 3, 5])
def test_of_common_words_the_newest_are_ranked(opened, monkeypatch, most):
    index = opened(writing=True)
    index.write([story(number, "মেঘনা", "নদী" if number % 2 else "সেতু") for number in range(1, 61)], ())
    monkeypatch.setattr(postgres_view, "MOST_RANKED", most * PER_PAGE // 5)
    for text in ("মেঘনা", "মেঘনা নদী", "মেঘনা পাহাড়", '"মেঘনা" নদী'):
        found = index.search(Search(text))
        assert found.total in (30, 60)
        assert found.hits[0].number in (59, 60)
    assert numbers(index.search(Search("মেঘনা", sort="newest"))) == list(range(60, 40, -1))
    assert numbers(index.search(Search("মেঘনা", sort="oldest"))) == list(range(1, 21))


def test_what_is_counted_and_how_far(opened, monkeypatch):
    index = opened(writing=True)
    index.write([story(number, "মেঘনা নদী", section="river") for number in range(1, 41)], ())
    for module in (postgres_view, searching):
        monkeypatch.setattr(module, "COUNTED" if module is searching else "MOST_COUNTED", 30)
    by_text, by_filter = index.search(Search("মেঘনা নদী")), index.search(Search(section="river"))
    assert (by_text.total, by_text.at_least, by_text.sections) == (30, True, {})
    assert (by_filter.total, by_filter.at_least) == (40, False)
    monkeypatch.setattr(searching, "COUNTED", 40)
    monkeypatch.setattr(postgres_view, "MOST_COUNTED", 40)
    by_text = index.search(Search('"মেঘনা নদী"'))
    assert (by_text.total, by_text.at_least) == (40, False)


def test_many_records_are_all_in_the_index_itself(url, schema, opened, monkeypatch):
    monkeypatch.setattr(on_postgres, "AT_ONCE", 50)
    index = opened(writing=True)
    index.write((story(number, "মেঘনা", section="river") for number in range(1, 121)), (), Place(1))
    assert (index.count(), index.search(Search("মেঘনা")).total) == (120, 120)
    with psycopg.connect(url) as connection:
        name = sql.Identifier(schema, "stories_lexemes").as_string(connection)
        row = connection.execute("SELECT gin_clean_pending_list(%s::regclass)", (name,)).fetchone()
    assert row == (0,)  # nothing was pending any more
    noted, real, is_right = counted(url, schema)
    assert (noted, is_right) == (real, True)


def test_two_schemas_never_mix(url, schema, opened):
    public, newsroom = opened(writing=True), PostgresIndex(url, f"{schema} newsroom", writing=True)
    public.write(PAPER[:1], (), Place(1))
    newsroom.write([story(9, "গোপন খসড়া", kind="draft")], (), Place(2))
    assert (public.search(Search("খসড়া")).total, newsroom.search(Search("কোরিয়া")).total) == (0, 0)
    assert (public.place(), newsroom.place(), public.count(), newsroom.count()) == (Place(1), Place(2), 1, 1)
    newsroom.close()


def test_reading_makes_nothing(url, schema, opened):
    assert opened().count() == 0
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone() is None


def test_a_reader_does_not_write(opened):
    with pytest.raises(RuntimeError, match="opened for reading"):
        opened().write((), ())


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE state SET format = 0", "format 0, not 1"),
        ("DELETE FROM state", "format none, not 1"),
        ("DROP TABLE state", "made anew"),
        ("DROP TABLE stories", "made anew"),
        ("ALTER TABLE stories DROP COLUMN lexemes", "made anew"),
    ],
)
def test_what_is_no_index_of_this_format_is_said(url, schema, opened, damage, said):
    reader, writer = opened(), opened(writing=True)
    writer.write(PAPER, ())
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        connection.execute(damage)
    with pytest.raises(IndexDamaged, match=said):
        reader.search(Search("পুতিন"))
    with pytest.raises(IndexDamaged, match=said):
        writer.write(PAPER, ())


def test_a_server_that_is_not_there_is_said():
    index = PostgresIndex("postgresql://harkara@/postgres?host=/nowhere", "archive", writing=True)
    for ask in (index.count, lambda: index.search(Search("পুতিন")), lambda: index.write(PAPER, ())):
        with pytest.raises(IndexAway, match="PostgreSQL cannot be reached"):
            ask()


def cut_off(url: str) -> int:
    """Ends every other connection, as a restart of the server does; how many there were."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'harkara archive'"
        ).fetchall()
    return len(rows)


def test_a_server_that_came_back_is_asked_again(url, opened):
    index = opened(writing=True)
    index.write(PAPER, (), Place(8))
    assert cut_off(url) > 0
    assert numbers(index.search(Search("পুতিন"))) == [3]
    assert cut_off(url) > 0
    index.write([story(9, "মেঘনা")], (), Place(9))
    assert (index.count(), index.place()) == (9, Place(9))


def test_a_connection_lost_half_way_leaves_what_was(url, opened):
    index = opened(writing=True)
    index.write(PAPER, (), Place(8))

    def cut() -> Iterator[Record]:
        yield story(20, "মেঘনা")
        cut_off(url)
        yield story(21, "মেঘনা")

    with pytest.raises(IndexAway):
        index.write(cut(), ["story:1"], Place(9))
    assert (index.count(), index.place(), index.search(Search("মেঘনা")).total) == (8, Place(8), 0)
    index.write([story(22, "মেঘনা")], ["story:1"], Place(9))
    assert (index.count(), index.place(), numbers(index.search(Search("মেঘনা")))) == (8, Place(9), [22])


def test_a_search_that_takes_too_long_is_given_up(url, opened, monkeypatch):
    monkeypatch.setattr(on_postgres, "PATIENCE", 0.05)
    index = opened(writing=True)
    index.write(PAPER, ())
    with psycopg.connect(url) as connection:
        connection.execute(
            sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.Identifier(index.schema, "stories"))
        )
        with pytest.raises(IndexAway, match="took too long"):
            index.search(Search("পুতিন"))
    assert numbers(index.search(Search("পুতিন"))) == [3]


def test_a_new_index_takes_the_place_of_one_that_is_read(url, schema, opened):
    reader, writer = opened(), opened(writing=True)
    writer.write(PAPER, (), Place(8))
    assert reader.count() == 8
    old = reader.identity()
    fresh = PostgresIndex(url, f"{schema} new", writing=True)
    fresh.write([story(50, "মেঘনা")], (), Place(50))
    new = fresh.identity()
    fresh.close()
    writer.give_way(f"{schema} new")
    assert (reader.count(), reader.place(), numbers(reader.search(Search("মেঘনা")))) == (1, Place(50), [50])
    assert reader.search(Search("পুতিন")).total == 0
    assert (reader.identity() == new, new == old) == (True, False)
    late = PostgresIndex(url, schema, writing=True, only=old)
    with pytest.raises(IndexBusy, match="taken the place"):
        late.write(PAPER, (), Place(9))
    late.close()
    assert (reader.count(), reader.place()) == (1, Place(50))
    writer.drop()
    assert (reader.identity(), reader.count()) == (None, 0)


def test_who_reads_half_way_is_waited_for(url, schema, opened):
    reader, writer = opened(), opened(writing=True)
    writer.write(PAPER, (), Place(8))
    with closing(PostgresIndex(url, f"{schema} new", writing=True)) as fresh:
        fresh.write(PAPER[:1], (), Place(9))
    wanted = understand(Search("পুতিন"))
    turning = threading.Thread(target=writer.give_way, args=(f"{schema} new",))
    with reader._now() as view, psycopg.connect(url, autocommit=True) as other:
        assert view is not None
        turning.start()
        while not other.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
            pass
        assert (len(view.find(wanted, every=True, limit=20)), view.place()) == (1, Place(8))
        assert turning.is_alive()
    turning.join()
    assert (reader.count(), reader.place()) == (1, Place(9))


def test_nothing_takes_no_place(schema, opened):
    writer = opened(writing=True)
    writer.write(PAPER, ())
    with pytest.raises(IndexDamaged, match="no index in the schema"):
        writer.give_way(f"{schema} new")
    assert writer.count() == 8


def test_who_may_read_may_read_what_comes_after(url, schema, opened):
    writer = opened(writing=True)
    writer.write(PAPER, ())
    fresh = PostgresIndex(url, f"{schema} new", writing=True)
    fresh.write(PAPER[:1], ())
    fresh.close()
    role = sql.Identifier(f"Reader {schema}")
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
    reader = PostgresIndex(url.replace("harkara@", f"{quote(f'Reader {schema}')}@"), schema)
    with pytest.raises(IndexAway, match="refuses the archive's user: permission denied"):
        reader.count()
    with psycopg.connect(url) as connection:
        names = {"schema": sql.Identifier(schema), "role": role}
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names))
        connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}").format(**names))
    assert (reader.count(), numbers(reader.search(Search("পুতিন")))) == (8, [3])
    writer.give_way(f"{schema} new")
    assert reader.count() == 1
    reader.close()


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_questions_find_their_passages(opened):
    found = tydi.reciprocal_rank(opened(writing=True))
    print(f"FIGURE: TyDi, Bangla: mean reciprocal rank at ten of the archive on PostgreSQL | {found:.3f}")
    assert found >= 0.78
