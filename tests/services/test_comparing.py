"""The differences of two documents, as the history and the conflicts of editors show them."""

from datetime import date
from decimal import Decimal

import pytest

from advice import records
from advice.models import Condition, ConsequenceFigure, Event, FeeBracket, GuideChapter
from advice.records import NAMED, document_of
from advice.services.comparing import differences, matched, settled, words_for
from advice.services.marking import Piece
from tests import factories as new

pytestmark = pytest.mark.django_db


def told(kind, before, after):
    return [(one.label, one.before, one.after) for one in differences(NAMED[kind], before, after)]


def test_the_same_document_differs_in_nothing_also_when_one_came_from_a_version(seeded):
    for kind in (kind for kind in records.KINDS if kind.model.objects.exists()):
        record = kind.model.objects.first()
        version = records.keep_version(record, Event.FOUND, by=None)
        version.refresh_from_db()

        assert differences(kind, version.document, document_of(kind, record)) == []


def test_a_field_is_called_as_on_its_page_and_a_choice_reads_as_words():
    before = {
        "title": "旧标题",
        "urgency": "today",
        "uses_savings": False,
        "reviewed_on": date(2026, 1, 1),
    }
    after = {"title": "新标题", "urgency": "anytime", "uses_savings": True}

    labels = told("strategy", before, after)

    assert ("标题", "旧标题", "新标题") in labels
    assert ("今天先付：存款", "否", "是") in labels
    assert ("复核日期", "2026-01-01", "") in labels
    assert ("急迫程度", "今天就做", "随时") in labels


def test_line_ends_and_blanks_around_a_text_are_no_difference():
    assert told("strategy", {"body": "一\n二"}, {"body": "一\r\n二\r\n"}) == []
    assert told("strategy", {"body": "一\n二"}, {"body": "一\n\n二"}) != []


def test_references_read_as_names_and_those_that_are_gone_say_so():
    new.make_source(key="known", title="民法典", article="第一条")
    new.make_source(key="other", title="民法典", article="第二条")
    before, after = {"sources": ["gone", "known"]}, {"sources": ["known", "other"]}

    (difference,) = differences(NAMED["strategy"], before, after)

    assert difference.label == "法律依据"
    assert difference.before == "gone（已经没有了）、《民法典》第一条"
    assert difference.pieces == (
        Piece(stayed="《民法典》第一条"),
        Piece(removed="gone（已经没有了）"),
        Piece(added="《民法典》第二条"),
    )


def test_a_long_text_is_marked_where_it_differs():
    (difference,) = differences(NAMED["strategy"], {"body": "还清三期。"}, {"body": "还清四期。"})

    assert Piece(removed="三", added="四") in difference.pieces


def test_a_row_that_changed_is_told_by_its_field_and_others_as_wholes():
    row = {"group": 1, "fact": "arrears", "operator": "gt", "value": "0"}
    before = {"conditions": [row, row | {"group": 2}]}
    after = {"conditions": [row | {"value": "500"}, row | {"group": 3, "fact": "has_lawsuit"}]}

    labels = told("strategy", {"conditions": [row]}, {"conditions": [row | {"value": "500"}]})
    added = told("strategy", {}, {"conditions": [row]})
    removed = told("strategy", {"conditions": [row]}, {})

    assert len(labels) == 1
    assert labels[0][0].startswith("条件“第 1 组：")
    assert labels[0][0].endswith("”的数值")
    assert labels[0][1:] == ("0", "500")
    assert added[0][1] == ""
    assert "组：1；看哪一项：" in added[0][2]
    assert removed[0][2] == ""
    assert len(told("strategy", before, after)) == 3


def test_a_row_that_nobody_can_read_any_more_is_still_told():
    before = {"conditions": [{"group": "x", "fact": "gone", "operator": "gt"}]}

    assert told("strategy", before, {})[0][0] == "条件“看不懂的一行”"


@pytest.mark.parametrize(
    ("model", "before", "after", "pairs"),
    [
        (Condition, [1, 2], [2, 1], [(0, 1), (1, 0)]),
        (Condition, [1], [], [(0, None)]),
        (Condition, [], [1], [(None, 0)]),
        (Condition, [1, 1], [1], [(0, 0), (1, None)]),
        (Condition, [1, 2, 3], [1, 3], [(0, 0), (1, None), (2, 1)]),
    ],
)
def test_equal_rows_are_the_same_row_wherever_they_stand(model, before, after, pairs):
    rows = {n: {"group": n, "fact": f"fact {n}"} for n in (1, 2, 3)}

    assert matched(model, [rows[n] for n in before], [rows[n] for n in after]) == pairs


@pytest.mark.parametrize(
    ("model", "known", "changed"),
    [
        (Condition, {"group": 1, "fact": "arrears"}, "value"),
        (ConsequenceFigure, {"fact": "arrears"}, "order"),
        (FeeBracket, {"over": "0"}, "flat"),
        (GuideChapter, {"key": "beginning"}, "body"),
    ],
)
def test_a_row_is_known_again_by_what_may_stand_once_in_a_record(model, known, changed):
    other = dict.fromkeys(known, "别的")

    pairs = matched(model, [other, known | {changed: "1"}], [known | {changed: "2"}])

    assert pairs == [(0, None), (1, 0)]


@pytest.mark.parametrize(
    ("after", "pairs"),
    [
        ({"key": "b", "title": "标题", "body": "正文"}, [(0, 0)]),
        ({"key": "b", "title": "标题", "body": "别的"}, [(0, None), (None, 0)]),
    ],
)
def test_a_row_that_says_mostly_the_same_is_the_same(after, pairs):
    before = {"key": "a", "title": "标题", "body": "正文"}

    assert matched(GuideChapter, [before], [after]) == pairs


def test_a_document_settles_as_a_version_keeps_it():
    document = {
        "on": date(2026, 1, 2),
        "value": Decimal("0.24"),
        "rows": [{"body": "文\r\n"}],
        "x": "",
    }

    assert settled(document) == {"on": "2026-01-02", "value": "0.24", "rows": [{"body": "文"}]}


def test_the_names_of_many_documents_are_read_in_one_query_for_each_sort(
    seeded, django_assert_num_queries
):
    kind = NAMED["strategy"]
    documents = [document_of(kind, record) for record in kind.model.objects.all()]

    with django_assert_num_queries(2):  # no strategy of the seed names a product
        words_for(kind, documents)
