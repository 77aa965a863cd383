"""What is listed of the hits, what is close to few of them, and what editors learn."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from advice.models import SearchKind, VainSearch
from advice.selectors import hits_of
from advice.services import find_nearby, list_results, note_vain_search, searching
from advice.words import words_of
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _no_note_was_just_made():
    cache.clear()


def results(query, **figures):
    words = words_of(query)
    told = {f"rule:{key}": value for key, value in figures.items()}
    return list_results(hits_of(words).best, words, told)


def nearby(query):
    words = words_of(query)
    return find_nearby(words, hits_of(words), {})


# What is listed


def test_a_result_names_its_kind_and_its_page():
    strategy = make.make_strategy(title="申请延期", summary="先打电话。")

    [result] = results("延期")

    assert result == searching.Result(
        SearchKind.STRATEGY, "申请延期", "先打电话。", strategy.get_absolute_url()
    )


@pytest.mark.parametrize(
    ("summary", "body", "shown"),
    [
        ("说罚息。", "也说罚息。", "说罚息。"),
        ("说利息。", "说罚息。", "说罚息。"),
        ("说利息。", "说复利。", "说利息。"),
    ],
)
def test_the_summary_is_shown_unless_only_the_text_has_the_word(summary, body, shown):
    make.make_question(title="罚息", summary=summary, body=body)

    [result] = results("罚息")

    assert result.excerpt == shown


@pytest.mark.parametrize("field", ["summary", "body"])
def test_a_result_shows_the_figures_in_force(field):
    make.make_question(**{field: "罚息的上限是 {{ rule:annual_cap }}。"})

    [result] = results("罚息", annual_cap="24%")

    assert result.excerpt == "罚息的上限是 24%。"


# What may have been meant


def test_a_synonym_is_named_even_where_much_was_found():
    make.make_synonym(word="坐牢", means="犯罪")
    for _ in range(searching.LITTLE):
        make.make_question(title="坐牢")
    make.make_question(title="犯罪")

    found = nearby("坐牢")

    assert (found.meanings, found.results, found.titles) == (["犯罪"], (), ())


@pytest.mark.parametrize("count", [0, searching.LITTLE - 1])
def test_where_little_is_found_a_synonyms_results_are_listed_too(count):
    make.make_synonym(word="坐牢", means="犯罪")
    for _ in range(count):
        make.make_question(title="坐牢")
    make.make_question(title="不是犯罪")

    found = nearby("坐牢")

    assert [result.title for result in found.results] == ["不是犯罪"]
    assert found.meant_words == ["犯罪"]


def test_nothing_is_listed_twice():
    make.make_synonym(word="坐牢", means="犯罪")
    make.make_question(title="坐牢算犯罪吗")
    make.make_question(title="犯罪要坐多久牢")
    make.make_question(title="会坐大牢吗")

    found = nearby("坐牢")

    assert [result.title for result in found.results] == ["犯罪要坐多久牢"]
    assert found.titles == []


def test_a_whole_question_leads_to_the_titles_that_are_closest():
    for title in ("逾期几天上征信？", "额度没了？", "晚一天上征信吗？", "能不能延期？"):
        make.make_question(title=title)

    found = nearby("微粒贷逾期一天会上征信吗")

    titles = [result.title for result in found.titles]
    assert sorted(titles) == ["晚一天上征信吗？", "逾期几天上征信？"]


def test_only_a_few_results_and_titles_are_offered():
    make.make_synonym(word="坐牢", means="犯罪")
    for _ in range(9):
        make.make_question(title="不是犯罪")
        make.make_question(title="坐一会")

    found = nearby("坐牢坐一会")

    assert (len(found.results), len(found.titles)) == (
        searching.MOST_INSTEAD,
        searching.MOST_TITLES,
    )


# Searches in vain


def test_words_sought_in_vain_are_counted_with_their_last_day():
    for days in (0, 1):
        cache.clear()
        note_vain_search("　花呗，逾期 ", day=TODAY + timedelta(days=days))

    noted = VainSearch.objects.get()
    assert (noted.words, noted.count, noted.last_on) == (
        "花呗 逾期",
        2,
        TODAY + timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        ("字" * 20, True),
        ("字" * 21, False),
        ("逾期 123 天", True),
        ("逾期 1234 天", False),
        ("１３８００１３８０００", False),
        ("138 00 13 80", False),
        ("13 8 零 0", False),
        ("me@example.cn", False),
        ("me＠example.cn", False),
        ("kept/-_qBcDeFgHiJ-kLm_-", False),
        ("qBcDeFg-iJ_k", False),
        ("qBcDeFg iJ k", True),
    ],
)
def test_what_is_long_or_may_be_about_a_person_is_not_kept(query, is_kept):
    note_vain_search(query, day=TODAY)

    assert VainSearch.objects.exists() is is_kept


def test_a_robot_cannot_flood_the_list():
    for number in range(50):
        note_vain_search(f"词{chr(0x4E00 + number)}", day=TODAY)

    assert VainSearch.objects.count() == 1


def test_a_cache_that_fails_costs_the_note_and_nothing_else(monkeypatch):
    def fail(*args):
        raise OSError

    monkeypatch.setattr(searching.cache, "add", fail)

    note_vain_search("花呗", day=TODAY)

    assert not VainSearch.objects.exists()


def test_a_database_that_fails_costs_the_note_and_nothing_else(monkeypatch):
    def fail(*args):
        raise DatabaseError

    monkeypatch.setattr(searching, "_count", fail)

    note_vain_search("花呗", day=TODAY)

    assert not VainSearch.objects.exists()


def test_a_full_list_makes_room_by_what_was_sought_least_and_longest_ago(monkeypatch):
    monkeypatch.setattr(searching, "MOST_VAIN_SEARCHES", 3)
    old, older = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    make.make_vain_search(words="常搜", count=2, last_on=older)
    make.make_vain_search(words="昨天", count=1, last_on=old)
    make.make_vain_search(words="前天", count=1, last_on=older)

    note_vain_search("今天", day=TODAY)

    assert set(VainSearch.objects.values_list("words", flat=True)) == {"常搜", "昨天", "今天"}


def test_a_full_list_still_counts_what_it_holds(monkeypatch):
    monkeypatch.setattr(searching, "MOST_VAIN_SEARCHES", 1)
    make.make_vain_search(words="花呗", last_on=TODAY)

    note_vain_search("花呗", day=TODAY)

    assert VainSearch.objects.get().count == 2
