"""What each rule says of a call: on both sides of the hours, the counts and the first days."""

from datetime import time

import pytest

from advice.engine.tools import calls
from advice.engine.tools.calls import Force, Verdict, is_quiet
from tests.engine.rulebook import COLLECTION_RULES, make_rulebook
from tests.engine.tools.asked import ask, refusal

RAW = {"called_on": "2026-11-20", "called_at": "10:00", "called": "debtor"}
NORMS = [Force.STANDARD, Force.GUIDELINE]


def verdicts(words, raw=RAW, **changes):
    """What the rules with these words say, by how binding they are."""
    findings = ask(calls, raw, **changes).findings
    return {row.force: row.verdict for row in findings if words in row.says}


@pytest.mark.parametrize(
    ("called_at", "verdict"),
    [
        ("00:00", Verdict.AGAINST),
        ("07:59", Verdict.AGAINST),
        ("08:00", Verdict.WITHIN),
        ("21:59", Verdict.WITHIN),
        ("22:00", Verdict.AGAINST),
        ("23:59", Verdict.AGAINST),
    ],
)
def test_nobody_collects_from_ten_at_night_to_eight_in_the_morning(called_at, verdict):
    found = verdicts("22:00 到次日 8:00", called_at=called_at, agreed_to_hours="no")

    assert found == dict.fromkeys(NORMS, verdict)


@pytest.mark.parametrize(
    ("agreed", "verdict"),
    [("yes", Verdict.WITHIN), ("no", Verdict.AGAINST), (None, Verdict.PERHAPS)],
)
def test_who_agreed_to_the_hour_may_be_called(agreed, verdict):
    found = verdicts("22:00", called_at="23:00", agreed_to_hours=agreed)

    assert set(found.values()) == {verdict}


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        (22, 8, {"22:00", "07:59", "00:00"}),
        (0, 8, {"07:59", "00:00"}),
        (21, 24, {"22:00", "21:59"}),
        (8, 8, {"22:00", "07:59", "00:00", "08:00", "21:59"}),
    ],
)
def test_hours_may_lie_on_one_day_or_run_over_night(start, end, quiet):
    times = {"00:00", "07:59", "08:00", "21:59", "22:00"}

    assert {at for at in times if is_quiet(time.fromisoformat(at), start, end)} == quiet


@pytest.mark.parametrize(
    ("field", "words", "most", "force"),
    [
        ("connected_calls", "接通的电话一天合计", 3, Force.STANDARD),
        ("missed_calls", "一天尝试不宜超过", 6, Force.GUIDELINE),
    ],
)
def test_one_call_more_than_the_most_is_too_many(field, words, most, force):
    found = [verdicts(words, **{field: count})[force] for count in (None, most, most + 1)]

    assert found == [Verdict.UNTOLD, Verdict.WITHIN, Verdict.AGAINST]


@pytest.mark.parametrize(
    ("called", "reachable", "by_guideline"),
    [
        ("debtor", None, Verdict.WITHIN),
        ("family", None, Verdict.UNTOLD),
        ("work", "yes", Verdict.AGAINST),
        ("friend", "no", Verdict.WITHIN),
    ],
)
def test_others_are_called_at_most_where_the_debtor_cannot_be_found(
    called, reachable, by_guideline
):
    told = {"called": called, "was_reachable": reachable}

    assert verdicts("只向债务人本人", **told) == {
        Force.STANDARD: Verdict.WITHIN if called == "debtor" else Verdict.AGAINST
    }
    assert verdicts("无关的第三人", **told) == {Force.GUIDELINE: by_guideline}


@pytest.mark.parametrize(
    ("conduct", "sources"),
    [
        ("threat", {"psapl_2025_50"}),
        ("insult", {"psapl_2025_50"}),
        ("disclosure", {"cba_collection_guideline_2026", "pipl_10"}),
        ("imposture", {"cba_collection_guideline_2026"}),
        ("notice", {"cba_collection_guideline_2026", "pipl_10"}),
        ("asked_to_stop", {"cba_collection_guideline_2026", "psapl_2025_50"}),
    ],
)
def test_each_conduct_brings_the_rules_on_it(conduct, sources):
    raw = RAW | {"called": "family"}
    usual = set(ask(calls, raw).findings)

    added = set(ask(calls, raw, conduct=[conduct]).findings) - usual

    assert {row.source for row in added} - {"civil_code_1033"} == sources


def test_the_law_says_perhaps_at_most():
    raw = RAW | {"called": "family", "called_at": "23:00", "agreed_to_hours": "no"}
    conduct = [member.value for member in calls.Conduct]

    findings = ask(calls, raw, conduct=conduct, connected_calls=1000, missed_calls=1000).findings

    by_law = [row.verdict for row in findings if row.force is Force.LAW]
    assert by_law == [Verdict.PERHAPS] * 3


def test_a_decent_call_breaks_nothing():
    findings = ask(calls, RAW, connected_calls=1, missed_calls=0).findings

    assert {row.verdict for row in findings} == {Verdict.WITHIN}


@pytest.mark.parametrize(
    ("day", "not_yet"),
    [
        ("2025-02-27", {Force.STANDARD, Force.GUIDELINE}),
        ("2025-02-28", {Force.GUIDELINE}),
        ("2026-01-29", {Force.GUIDELINE}),
        ("2026-01-30", set()),
    ],
)
def test_a_norm_counts_from_its_first_day(day, not_yet):
    found = verdicts("不", called_on=day, called_at="23:00", connected_calls=9, missed_calls=9)
    findings = ask(calls, RAW, called_on=day, missed_calls=9, connected_calls=9).findings

    assert {row.force for row in findings if row.verdict is Verdict.NOT_YET} == not_yet
    assert Force.LAW in found


def test_another_hour_counts_from_the_day_it_is_in_force():
    rules = {key: value for key, (value, _) in COLLECTION_RULES.items()}
    later = make_rulebook(rules=rules | {"collection_standard_quiet_from_hour": "21"})

    found = verdicts("21:00 到次日 8:00", called_at="21:00", agreed_to_hours="no", rulebook=later)

    assert found == {Force.STANDARD: Verdict.AGAINST}


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"called_on": "2026-11-23"}, {"called_on": ["来电的日期应在 2026年11月22日 或之前"]}),
        ({"called_at": "24:00"}, {"called_at": ["来电的时间请写成一天里的时间，例如 22:15"]}),
        ({"called_at": "8:00"}, {"called_at": ["来电的时间请写成一天里的时间，例如 22:15"]}),
        ({"connected_calls": "1001"}, {"connected_calls": ["当天接通了几次应在 0 到 1,000 之间"]}),
        ({"missed_calls": "-1"}, {"missed_calls": ["当天没接通的打了几次应在 0 到 1,000 之间"]}),
        (
            {"conduct": ["asked_to_stop"]},
            {"conduct": ["电话里的做法选了别人说过不要再打，打给了谁就不会是“我本人”"]},
        ),
    ],
)
def test_what_cannot_be_is_refused(told, errors):
    assert refusal(calls, RAW, **told) == errors


@pytest.mark.parametrize("field", ["called", "agreed_to_hours", "was_reachable"])
def test_a_choice_that_there_is_not_is_refused(field):
    assert list(refusal(calls, RAW, **{field: "nobody"})) == [field]


@pytest.mark.parametrize("conduct", ["threat", ["nothing"], [None], {"threat": 1}])
def test_conduct_that_there_is_not_is_refused(conduct):
    assert list(refusal(calls, RAW, conduct=conduct)) == ["conduct"]


def test_a_call_needs_its_day_its_hour_and_who_was_called():
    assert list(refusal(calls, {})) == ["called_on", "called_at", "called"]
