"""The bounded memory of ready answers."""

from harkara.rack.pages import Page, stored
from harkara.stand.answers import COST, Answer
from harkara.stand.memory import Memory

JPEG = (("content-type", "image/jpeg"),)


def answer(size: int = 1000) -> Answer:
    return Answer(stored("x", Page(200, JPEG, bytes(size))))


def test_the_oldest_goes_first() -> None:
    memory = Memory(3 * (COST + 1000))
    for key in "abcd":
        memory.keep(key, answer())
    assert (list(memory.answers), memory.held) == (["b", "c", "d"], 3 * (COST + 1000))


def test_what_was_used_gets_a_second_chance() -> None:
    memory = Memory(3 * (COST + 1000))
    for key in "abc":
        memory.keep(key, answer())
    memory.answers["a"].used = True
    memory.keep("d", answer())
    assert list(memory.answers) == ["c", "d", "a"]
    memory.keep("e", answer())  # the chance is used up only when it is considered again
    memory.keep("f", answer())
    assert list(memory.answers) == ["a", "e", "f"]


def test_another_answer_takes_the_place_of_the_first() -> None:
    memory = Memory(100_000)
    memory.keep("a", answer(10))
    memory.keep("a", answer(20))
    assert (len(memory.answers), memory.held) == (1, COST + 20)
    memory.forget("a")
    memory.forget("a")
    assert (memory.answers, memory.held) == ({}, 0)


def test_what_is_larger_than_all_is_not_kept() -> None:
    memory = Memory(10_000)
    memory.keep("a", answer(10))
    memory.keep("b", answer(50_000))
    memory.keep("a", answer(50_000))  # not the old one either, since it is old now
    assert (memory.answers, memory.held) == ({}, 0)
    memory.keep("a", answer(10))
    memory.keep("b", answer(50_000))
    assert list(memory.answers) == ["a"]


def test_when_memory_is_full_only_what_is_asked_for_often_is_welcome() -> None:
    memory = Memory(2 * (COST + 1000))
    welcome = []
    for key in "abc":
        welcome.append([memory.welcomes(answer(), often) for often in (False, True)])
        memory.keep(key, answer())
    assert welcome == [[True, True], [True, True], [False, True]]
    assert [memory.welcomes(answer(50_000), often) for often in (False, True)] == [False, False]
