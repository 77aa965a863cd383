"""What the search finds among the published records, and in which order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advice.models import SearchKind
from advice.selectors import (
    Hits,
    entries_of,
    entries_titled_like,
    hits_of,
    meanings_of,
)
from advice.selectors import search as searching
from advice.services import indexing
from advice.words import words_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def titles(query, kind=None):
    hits = hits_of(words_of(query)).of(kind)
    return [entry.title for entry in entries_of(hits)]


# Finding


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_a_word_of_two_characters_is_found_wherever_it_stands(field):
    make.make_question(key="asked", **{field: "他们说征信会受影响。"})
    make.make_question(key="other")

    hits = hits_of(["征信"])

    assert [entry.key for entry in entries_of(hits.best)] == ["asked"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("微", True),
        ("贷", True),
        ("期 微", True),
        ("期 万", False),
        ("号 微粒", True),
        ("万 微粒", False),
        ("微粒贷", True),
        ("微粒贷逾期", True),
        ("粒贷逾", True),
        ("逾期微粒贷", False),
        ("微贷", False),
        ("微粒贷 逾期", True),
        ("逾期 微粒", True),
        ("逾期，征信", False),
        ("webank", True),
        ("ＷＥＢＡＮＫ", True),
        ("web", False),
        ("95384", True),
        ("９５３８４", True),
        ("9538", False),
        ("WeBank 逾期 95384", True),
    ],
)
def test_all_words_must_stand_in_the_text_as_they_were_typed(query, found):
    make.make_question(title="微粒贷逾期", summary="打给 WeBank。", body="号码 95384。")

    assert titles(query) == ["微粒贷逾期"] * found


def test_pairs_in_different_places_make_no_word():
    make.make_question(title="微粒", summary="粒贷", body="贷款")

    assert titles("微粒贷款") == []
    assert titles("微粒 粒贷 贷款") == ["微粒"]


def test_a_word_does_not_run_from_the_title_into_the_text():
    make.make_question(title="说逾", summary="期待", body="正文")

    assert titles("逾期") == []


def test_a_long_word_is_read_for_in_title_summary_and_text():
    for field in ("title", "summary", "body"):
        make.make_question(key=field, **{field: "拒不执行判决"})

    assert len(titles("拒不执行")) == 3


@pytest.mark.parametrize("query", ["%", "_", "'", "%信用", "征_记"])
def test_signs_of_the_database_find_nothing_by_themselves(query):
    make.make_question(title="征信")

    assert titles(query) == []


def test_nothing_is_found_by_no_words():
    make.make_question()

    assert hits_of([]) == Hits()


def test_nothing_is_found_where_there_is_nothing():
    assert hits_of(["征信", "逾期"]) == Hits()


# Order


def test_titles_come_before_summaries_and_those_before_texts():
    make.make_question(title="在正文", body="征信")
    make.make_question(title="在一句话", summary="征信")
    make.make_question(title="征信在标题")

    assert titles("征信") == ["征信在标题", "在一句话", "在正文"]


def test_both_words_in_the_title_come_before_one_of_them():
    make.make_question(title="协商", body="征信")
    make.make_question(title="征信", body="协商")
    make.make_question(title="协商和征信")
    make.make_question(title="无关", body="协商，征信")

    assert titles("协商 征信") == ["协商和征信", "协商", "征信", "无关"]


def test_equally_good_hits_stand_by_kind_and_then_as_they_were_indexed():
    make.make_source(title="征信条例", article="")
    make.make_consequence(title="征信变差")
    make.make_question(title="征信一")
    make.make_question(title="征信二")

    assert titles("征信") == ["征信一", "征信二", "征信变差", "征信条例"]


def test_hits_of_one_kind_can_be_asked_for():
    make.make_consequence(title="征信变差")
    make.make_question(title="征信一")

    assert titles("征信", SearchKind.CONSEQUENCE) == ["征信变差"]
    assert titles("征信", SearchKind.LAW) == []


# Bounds


@pytest.mark.parametrize(("questions", "is_endless"), [(2, False), (3, True)])
def test_hits_are_counted_up_to_a_bound(monkeypatch, questions, is_endless):
    monkeypatch.setattr(searching, "MOST_HITS", 3)
    for _ in range(questions):
        make.make_question(title="征信")
    make.make_consequence(title="征信")

    hits = hits_of(["征信"])

    assert (len(hits.best), hits.is_endless) == (3, is_endless)


def test_the_best_hits_are_those_that_are_kept(monkeypatch):
    monkeypatch.setattr(searching, "MOST_HITS", 1)
    make.make_question(title="无关", body="征信")
    make.make_question(title="征信")

    assert titles("征信") == ["征信"]


@pytest.mark.parametrize("query", ["征信", "征信记录", "征信 逾期", "征 信", "不见踪影的"])
def test_a_search_asks_as_often_for_one_hit_as_for_three(query):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            entries_of(hits_of(words_of(query)).best)
        return len(asked)

    make.make_question(title="征信记录", body="逾期")
    for_one = queries()
    make.make_question(title="征信记录", body="逾期")
    make.make_consequence(title="征信记录", body="逾期")

    assert queries() == for_one


@pytest.mark.parametrize(("common", "very_common"), [(1, 1), (1, 2), (2, 3), (9, 9)])
def test_what_is_found_does_not_hang_on_how_far_terms_are_counted(monkeypatch, common, very_common):
    monkeypatch.setattr(searching, "COMMON", common)
    monkeypatch.setattr(searching, "VERY_COMMON", very_common)
    make.make_question(title="只有征信")
    make.make_question(title="征信和逾期")
    make.make_question(title="逾期，没有征信记录")

    assert titles("征信 逾期") == ["征信和逾期", "逾期，没有征信记录"]
    assert titles("征信记录 逾期") == ["逾期，没有征信记录"]
    assert titles("征信 罚息") == []


def test_an_entry_that_was_just_withdrawn_is_left_out():
    kept, withdrawn = make.make_question(title="征信一"), make.make_question(title="征信二")
    hits = hits_of(["征信"]).best
    indexing.forget(withdrawn)

    assert [entry.key for entry in entries_of(hits)] == [kept.key]


# What may have been meant


def test_titles_that_share_the_most_pairs_come_first():
    make.make_question(title="几天上报征信？", body="一天")
    make.make_question(title="晚还一天会上征信吗？")
    make.make_question(title="额度没了")

    close = entries_titled_like(words_of("晚一天上征信"), most=5)

    assert [entry.title for entry in close] == ["晚还一天会上征信吗？", "几天上报征信？"]


def test_only_so_many_close_titles_are_named():
    for _ in range(3):
        make.make_question(title="征信")

    assert len(entries_titled_like(["征信"], most=2)) == 2


def test_common_words_make_no_title_close(monkeypatch):
    monkeypatch.setattr(searching, "COMMON", 2)
    for title in ("怎么还款", "怎么查征信"):
        make.make_question(title=title)

    close = entries_titled_like(words_of("怎么查余额"), most=5)

    assert [entry.title for entry in close] == ["怎么查征信"]


def test_nothing_is_close_to_strange_words():
    make.make_question(title="征信")

    assert entries_titled_like(["逾期"], most=5) == []


@pytest.mark.parametrize(
    ("query", "meanings"),
    [
        ("坐牢", ["犯罪"]),
        ("借了不还会坐牢吗", ["犯罪"]),
        ("坐 牢", []),
        ("坐牢算犯罪吗", []),
        ("分60期", ["协商分期"]),
        ("坐牢，判刑，分６０期", ["犯罪", "协商分期"]),
        ("逾期", []),
    ],
)
def test_synonyms_say_what_our_texts_call_it(query, meanings):
    for word, means in [("坐牢", "犯罪"), ("判刑", "犯罪"), ("60期", "协商分期")]:
        synonym = make.new_synonym(word=word, means=means)
        synonym.full_clean()
        synonym.save()

    assert sorted(meanings_of(words_of(query))) == sorted(meanings)
