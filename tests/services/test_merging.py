"""What was opened, stored and typed: whose change is it, and which row is which."""

import pytest

from advice.models import Condition
from advice.records import NAMED
from advice.services.marking import Piece
from advice.services.merging import (
    BOTH,
    MINE,
    NO_ROW,
    THEIRS,
    UNKNOWN,
    UNSURE,
    Three,
    aligned,
    divergences,
)

pytestmark = pytest.mark.django_db

STRATEGY = NAMED["strategy"]


def row(value, **told):
    return {"group": 1, "fact": "arrears", "operator": "gt", "value": value} | told


def told(opened, stored, typed, taken=("title", "body")):
    found = divergences(STRATEGY, Three(opened, stored, typed), taken=taken)
    return [(one.opened, one.stored, one.typed, one.outcome) for one in found]


def titles(*values):
    return told(*({"title": value} if value else {} for value in values))


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        (("旧", "旧", "旧"), None),
        (("旧", "新", "新"), None),
        (("旧", "新", "旧"), THEIRS),
        (("旧", "旧", "新"), MINE),
        (("旧", "新", "别的"), BOTH),
        (("", "新", ""), THEIRS),
        (("旧", "", "旧"), THEIRS),
        (("旧", "旧", ""), MINE),
    ],
)
def test_it_is_told_whose_change_it_is(values, outcome):
    assert titles(*values) == ([(*values, outcome)] if outcome else [])


def test_what_the_form_could_not_take_over_is_left_to_the_reader():
    assert told({"title": "旧"}, {"title": "新"}, {"title": "旧"}, taken=()) == [
        ("旧", "新", "旧", BOTH)
    ]


def test_without_what_was_opened_nobody_can_say_whose_change_it_is():
    assert told(None, {"title": "新"}, {"title": "旧"}) == [(UNKNOWN, "新", "旧", UNSURE)]
    assert told(None, {"title": "新"}, {"title": "新"}) == []


@pytest.mark.parametrize(
    ("opened", "stored", "typed", "is_theirs"),
    [("旧", "新", "旧", True), ("旧", "新", "我", False), ("旧", "旧", "旧", False)],
)
def test_a_value_is_theirs_where_it_was_left_alone_and_is_another_now(
    opened, stored, typed, is_theirs
):
    three = Three({"title": opened}, {"title": stored}, {"title": typed})

    assert three.only_they_changed("title") is is_theirs


def test_nothing_is_theirs_where_nobody_knows_what_was_opened():
    assert not Three(None, {"title": "新"}, {}).only_they_changed("title")


@pytest.mark.parametrize(
    ("opened", "stored", "typed", "places"),
    [
        ("12", "12", "12", [(0, 0), (1, 1)]),
        ("12", "21", "12", [(1, 0), (0, 1)]),
        ("12", "2", "12", [(None, 0), (0, 1)]),
        ("12", "12", "2", [(0, None), (1, 0)]),
        ("1", "12", "1", [(0, 0), (1, None)]),
        ("1", "1", "12", [(0, 0), (None, 1)]),
        ("1", "12", "12", [(0, 0), (1, 1)]),
        ("", "12", "23", [(0, None), (1, 0), (None, 1)]),
        ("1", "", "", [(None, None)]),
    ],
)
def test_each_row_stands_beside_itself(opened, stored, typed, places):
    facts = {"1": "arrears", "2": "payoff", "3": "savings"}
    lists = [[row(n, fact=facts[n]) for n in rows] for rows in (opened, stored, typed)]
    three = Three(*({"conditions": rows} if rows else {} for rows in lists))

    found = aligned(Condition, "conditions", three)

    assert [(one.stored_at, one.typed_at) for one in found] == places


def test_the_fields_of_a_row_are_told_one_by_one_and_a_missing_row_as_a_whole():
    opened = {"conditions": [row("1")]}

    changed = told(opened, {"conditions": [row("2")]}, {"conditions": [row("1", operator="lt")]})
    gone = told(opened, {}, {"conditions": [row("2")]})

    assert [one[3] for one in changed] == [MINE, THEIRS]
    assert gone[0][1] == NO_ROW
    assert "数值：2" in gone[0][2]
    assert gone[0][3] == BOTH


def cells(opened, stored, typed):
    (found,) = divergences(
        STRATEGY, Three(opened, {"body": stored}, {"body": typed}), taken=["body"]
    )
    return found.cells


def test_of_a_long_text_only_what_changed_is_shown_beside_the_whole():
    text = "很长的一句。" * 50

    opened, stored, typed = cells({"body": text}, f"{text}别人的", f"我的{text}")

    assert [one.is_long for one in (opened, stored, typed)] == [True] * 3
    assert stored.pieces[-1] == Piece(added="别人的")
    assert typed.pieces[0].added.startswith("我的")
    assert sum(len(piece.stayed) for piece in stored.pieces) < 100
    assert stored.text == f"{text}别人的"


@pytest.mark.parametrize(
    ("opened", "stored", "typed"),
    [
        ({"body": "短"}, "短的", "短了"),
        ({"body": "短"}, "", "很长" * 200),
        (None, "很长" * 200, "也很长" * 200),
    ],
)
def test_what_is_short_or_has_nothing_to_be_compared_with_is_shown_whole(opened, stored, typed):
    _, *shown = cells(opened, stored, typed)

    assert [one.pieces for one in shown if one.text == stored] == [(Piece(stayed=stored),)]


def test_a_text_that_was_emptied_or_is_new_is_whole_too():
    _, stored, typed = cells({}, "很长" * 200, "")

    assert stored.pieces == (Piece(stayed="很长" * 200),)
    assert typed.pieces == (Piece(stayed=""),)
