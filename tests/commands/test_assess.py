"""manage.py assess: a JSON object a line in, a JSON object a line out, in order."""

import json
import sys
from datetime import date
from functools import partial
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from tqdm import tqdm

from advice.engine.answers import LABELS
from advice.management.commands import assess
from advice.models import RuleValue
from tests import engine
from tests.engine.factories import raw_case, raw_loan

CASES = json.loads((Path(engine.__file__).parent / "cases.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_bare(monkeypatch):
    """Standard input in (text or bytes), the answers by line and the exit code out; no rules."""

    def run(told, *arguments):
        data = told if isinstance(told, bytes) else told.encode()
        # As on a machine that refuses what is no UTF-8.
        stdin = TextIOWrapper(BytesIO(data), encoding="utf-8", errors="strict")
        monkeypatch.setattr(sys, "stdin", stdin)
        output, code = StringIO(), 0
        try:
            call_command("assess", *arguments, stdout=output)
        except SystemExit as left:
            code = left.code
        return [json.loads(line) for line in output.getvalue().splitlines()], code

    return run


@pytest.fixture
def run(seeded, run_bare):
    """The same with the rules and the guidance of the seed."""
    return run_bare


@pytest.fixture
def errors_of(run):
    """The errors of the only line."""

    def errors_of(line):
        [answer], code = run(line)
        assert code == 1
        return answer["error"]

    return errors_of


def lines_of(*cases):
    return "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)


def line_with(member):
    """A case with one more member, as JSON writes it."""
    return f"{json.dumps(raw_case())[:-1]}, {member}}}"


def kinds(answers):
    return [next(iter(answer)) for answer in answers]


def effect_of(strategy, key):
    return (strategy["effect"] or {}).get(key)


def told_of(answer, case):
    """The part of the answer that the worked case states."""
    return {key: answer[key] for key in case["expected"]}


# What comes out


def test_every_worked_case_of_a_file_is_met_exactly_and_in_order(run, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(lines_of(*(case["input"] for case in CASES)), encoding="utf-8")

    answers, code = run("", str(file))

    assert len(answers) == len(CASES) == 46
    for answer, case in zip(answers, CASES, strict=True):
        assert told_of(answer, case) == case["expected"], case["name"]
    assert code == 0


def test_every_worked_case_of_standard_input_is_met_exactly_and_in_order(run):
    lines = lines_of(*(case["input"] for case in reversed(CASES)))

    answers, code = run(lines)

    assert [told_of(*pair) for pair in zip(answers, reversed(CASES), strict=True)] == [
        case["expected"] for case in reversed(CASES)
    ]
    assert code == 0


def test_numbers_may_be_text_or_numbers(run):
    as_text = raw_case(monthly_income="6000.10", essential_expenses="3200", horizon_days="90")
    as_numbers = raw_case(
        loans=[raw_loan(principal=10000, daily_rate_percent=0.05)],
        monthly_income=6000.10,
        essential_expenses=3200.0,
        horizon_days=90,
    )

    (first, second), _ = run(lines_of(as_text, as_numbers))

    assert first == second


def test_a_last_line_needs_no_end(run):
    answers, code = run(json.dumps(raw_case()))

    assert (len(answers), code) == (1, 0)


def test_nothing_in_gives_nothing_out(run_bare):
    assert run_bare("") == ([], 0)


def test_the_answer_is_one_line_of_readable_chinese(seeded, monkeypatch):
    monkeypatch.setattr(sys, "stdin", StringIO(lines_of(raw_case())))
    output = StringIO()

    call_command("assess", stdout=output)

    assert output.getvalue().count("\n") == 1
    assert '"title": "请求调减超出部分"' in output.getvalue()


def test_matched_strategies_come_in_shown_order_with_reasons_and_effects(run):
    case = next(case for case in CASES if case["name"] == "99 days late, one loan")
    told = {key: value for key, value in case["input"].items() if key != "what_if"}

    [answer], _ = run(lines_of(told))

    assert answer["stage"] == "late"
    assert [(row["slug"], effect_of(row, "saving")) for row in answer["strategies"]] == [
        ("combined_plan", "7607.52"),  # this week
        ("negotiate_instalments", "5929.89"),
        ("cut_spending", "4791.46"),  # this month
        ("sell_idle_items", None),
        ("borrow_from_family", None),
        ("ask_for_cap", "0.00"),  # at any time
        ("dispute_record", None),
        ("avoid_scams", None),
    ]
    plan, instalments, family, cap, scams = (answer["strategies"][i] for i in (0, 1, 4, 5, 7))
    assert plan["title"] == "几样合起来还"
    assert plan["reasons"] == ["每月结余 ¥2,300.00", "手头能拿出的 ¥10,000.00"]
    assert plan["missing_facts"] == []
    assert plan["effect"]["kind"] == "pay_down"
    assert (plan["effect"]["needed"], plan["effect"]["monthly_payment"]) == ("10000.00", "2700.00")
    assert (family["effect"]["needed"], family["effect"]["feasible"]) == ("5000.00", False)
    assert instalments["effect"]["kind"] == "restructure"
    assert instalments["effect"]["waived"] == "238.50"
    assert cap["effect"] == {"kind": "cap", "saving": "0.00"}
    assert (scams["reasons"], scams["effect"]) == ([], None)


def test_an_unknown_fact_is_listed_as_missing(run):
    told = raw_case(savings="5000", circumstances=["illness"])

    [answer], _ = run(lines_of(told))

    by_slug = {strategy["slug"]: strategy for strategy in answer["strategies"]}
    assert "combined_plan" not in by_slug
    assert by_slug["negotiate_instalments"]["missing_facts"] == ["monthly_surplus"]
    assert by_slug["negotiate_instalments"]["effect"]["feasible"] is None


def test_the_day_is_that_of_shanghai_unless_told(run):
    told = raw_case()
    del told["as_of"]

    with time_machine.travel("2026-11-21T16:30:00Z", tick=False):
        [answer], _ = run(lines_of(told))

    assert answer["projection"][0]["as_of"] == "2026-11-22"


# Lines that break bounds


def test_a_refused_line_leaves_the_others_alone(run):
    refused = raw_case(loans=[raw_loan(principal="99.99")])

    answers, code = run(lines_of(raw_case(), refused, raw_case(horizon_days=30)))

    assert kinds(answers) == ["schedule", "error", "schedule"]
    assert answers[1] == {
        "error": {"loans.0.principal": ["剩余本金应在 ¥100.00 到 ¥10,000,000.00 之间"]}
    }
    assert code == 1


def test_every_broken_bound_is_named_by_its_nested_field(errors_of):
    told = raw_case(
        horizon_days=29,
        colour="red",
        loans=[raw_loan(), raw_loan(remaining_instalments=0, shade="dark")],
        what_if=[
            {"kind": "cure"},
            {"kind": "cap", "depth": 1},
            {"kind": "pay_down", "upfront": "0", "monthly": "-0.01"},
            {"kind": "dance"},
        ],
    )

    errors = errors_of(lines_of(told))

    assert set(errors) == {
        "horizon_days",
        "colour",
        "loans.1.remaining_instalments",
        "loans.1.shade",
        "what_if.1.depth",
        "what_if.2.monthly",
        "what_if.3.kind",
    }
    assert errors["what_if.2.monthly"] == [f"{LABELS['monthly']}应在 ¥0.00 到 ¥100,000,000.00 之间"]
    assert errors["horizon_days"] == [f"{LABELS['horizon_days']}应在 30 到 1,825 之间"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"loans": []}, "loans"),
        ({"loans": {}}, "loans"),
        ({"loans": [raw_loan()] * 21}, "loans"),
        ({"loans": ["10000"]}, "loans.0"),
        ({"what_if": {"kind": "cure"}}, "what_if"),
        ({"what_if": [{"kind": "cure"}] * 21}, "what_if"),
        ({"what_if": ["cure"]}, "what_if.0"),
        ({"circumstances": "illness"}, "circumstances"),
        ({"circumstances": [["illness"]]}, "circumstances"),
        ({"product": 7}, "product"),
        ({"product": "huabei"}, "product"),
        ({"charges_compound_interest": 1}, "charges_compound_interest"),
        ({"legal_stage": ["sued"]}, "legal_stage"),
        ({"as_of": 20261122}, "as_of"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"savings": True}, "savings"),
        ({"savings": {}}, "savings"),
        ({"savings": "1e3"}, "savings"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused_at_its_field(errors_of, told, field):
    errors = errors_of(lines_of(raw_case(**told)))

    assert list(errors) == [field]


def test_twenty_loans_and_twenty_plans_are_taken(run):
    told = raw_case(loans=[raw_loan()] * 20, what_if=[{"kind": "cure"}] * 20)

    [answer], code = run(lines_of(told))

    assert (len(answer["schedule"]), len(answer["what_if"]), code) == (20, 20, 0)


def test_a_day_before_a_rule_is_in_force_is_refused_at_as_of(run):
    day_after = date(2026, 11, 23)
    cap = RuleValue.objects.get(rule__key="annual_cap")
    cap.effective_from = day_after
    cap.save()

    (too_early, on_the_day), code = run(lines_of(raw_case(), raw_case(as_of="2026-11-23")))

    message = f"2026年11月22日 没有生效的“{cap.rule.label}”，没法计算，请换一天"
    assert too_early == {"error": {"as_of": [message]}}
    assert on_the_day["projection"][0]["as_of"] == "2026-11-23"
    assert code == 1


# Lines that are no JSON objects


@pytest.mark.parametrize(
    "line",
    [
        "\n",
        "   \n",
        "not JSON",
        "{",
        "{'as_of': 1}",
        '{"as_of": 1,}',
        "[]",
        '[{"as_of": "2026-11-22"}]',
        "NaN",
        "-Infinity",
        "null",
        "7",
        '"text"',
        "[" * 100_000,
        '{"loans":' * 100_000,
        "9" * 5_000,
        '{"savings": 1e99999999999999999999}',
        b"\xff\xfe\n",
        b'{"savings": \xff}',
        "\x00",
    ],
    ids=lambda line: repr(line[:20]),
)
def test_what_is_no_json_object_is_an_error_of_the_line(run_bare, line):
    answers, code = run_bare(line)

    assert answers == [{"error": {"line": ["这一行不是 JSON 对象"]}}]
    assert code == 1


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (line_with('"savings": 1, "savings": 2'), ["savings"]),
        (line_with('"savings": 1, "savings": 1'), ["savings"]),
        (line_with('"savings": 1, "savings": null, "savings": 3'), ["savings"]),
        (
            line_with('"savings": 1, "family_loan": 2, "family_loan": 3, "savings": 4'),
            ["savings", "family_loan"],
        ),
        (line_with('"as_of": "2026-11-22"'), ["as_of"]),
        (line_with('"what_if": [{"kind": "cure", "kind": "cap"}]'), ["kind"]),
        ('{"loans": [{"principal": 100, "principal": 200}]}', ["principal"]),
        (line_with(r'"savings": 1, "\u0073avings": 2'), ["savings"]),
        ('{"": 1, "": 2}', [""]),
    ],
)
def test_a_field_written_twice_is_refused_by_name(errors_of, line, fields):
    errors = errors_of(line)

    assert errors == {name: ["这个字段写了两次"] for name in fields}


def test_the_same_field_of_several_loans_is_not_written_twice(run):
    answers, code = run(lines_of(raw_case(loans=[raw_loan(), raw_loan()])))

    assert (kinds(answers), code) == (["schedule"], 0)


def test_a_blank_line_keeps_its_place(run):
    answers, code = run("\n" + lines_of(raw_case()) + "\n" + lines_of(raw_case()))

    assert kinds(answers) == ["error", "schedule", "error", "schedule"]
    assert code == 1


def test_bytes_that_are_no_text_spoil_only_their_line(run):
    good = lines_of(raw_case()).encode()

    answers, code = run(b"\xff\xfe\n" + good + b"\x80" + good + good)

    assert kinds(answers) == ["error", "schedule", "error", "schedule"]
    assert code == 1


def test_bytes_that_are_no_text_spoil_only_their_line_of_a_file(run, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\xff\xfe\n" + lines_of(raw_case()).encode())

    answers, code = run("", str(file))

    assert kinds(answers) == ["error", "schedule"]
    assert code == 1


def test_a_byte_order_mark_is_no_mistake(run, tmp_path):
    marked = b"\xef\xbb\xbf" + lines_of(raw_case()).encode()
    file = tmp_path / "cases.jsonl"
    file.write_bytes(marked)

    assert run(marked) == run("", str(file))
    assert run(marked)[1] == 0


@pytest.mark.parametrize("number", ["1" + "0" * 5_000, "1e5000", "1e999999999", "-1e400"])
def test_an_endless_number_breaks_the_bound_of_its_field(errors_of, number):
    line = line_with(f'"savings": {number}')

    assert errors_of(line) == {"savings": ["存款应在 ¥0.00 到 ¥100,000,000.00 之间"]}


@pytest.mark.parametrize("number", ["1e-999999999", "0." + "0" * 5_000 + "1"])
def test_an_endlessly_small_number_has_too_many_decimals(errors_of, number):
    line = line_with(f'"savings": {number}')

    assert errors_of(line) == {"savings": ["存款最多 2 位小数"]}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_json_does_not_know_as_a_number_is_refused_at_its_field(errors_of, number):
    line = line_with(f'"savings": {number}')

    errors = errors_of(line)

    assert list(errors) == ["savings"]
    assert "请写成数字" in errors["savings"][0]


def test_zeros_after_the_decimals_do_not_count(run):
    line = line_with('"savings": 1.' + "0" * 5_000)

    [answer], code = run(line)

    assert (answer["affordability"]["lump_sum"], code) == ("1.00", 0)


def test_half_a_surrogate_pair_is_refused_by_its_escape(errors_of):
    line = line_with(r'"\ud800": 1, "product": "\udfff"')

    errors = errors_of(line)

    assert set(errors) == {"\ud800", "product"}


def test_half_a_surrogate_pair_can_be_written(monkeypatch):
    monkeypatch.setattr(sys, "stdin", StringIO(r'{"\ud800": 1}'))
    output = TextIOWrapper(BytesIO(), encoding="utf-8", errors="strict")

    with pytest.raises(SystemExit):
        call_command("assess", stdout=output)

    output.seek(0)
    assert r'"\ud800"' in output.read()


# Progress and files


def test_progress_goes_to_standard_error_only(run, monkeypatch, capsys):
    at_once = partial(tqdm, mininterval=0)
    monkeypatch.setattr(assess, "tqdm", lambda lines, **how: at_once(lines, **how | {"delay": 0}))

    answers, _ = run(lines_of(*[raw_case()] * 3))

    written = capsys.readouterr()
    assert "3 cases" in written.err
    assert written.out == ""
    assert len(answers) == 3


def test_a_short_run_shows_no_progress(run, capsys):
    run(lines_of(raw_case()))

    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_not_there_is_said_plainly(run_bare, tmp_path):
    missing = tmp_path / "missing.jsonl"

    with pytest.raises(CommandError, match=r"Cannot read .*missing\.jsonl: No such file"):
        run_bare("", str(missing))


def test_a_folder_is_no_file(run_bare, tmp_path):
    with pytest.raises(CommandError, match=r"Cannot read .*: Is a directory"):
        run_bare("", str(tmp_path))


def test_zero_has_no_sign(run):
    line = line_with('"monthly_income": -0.0, "essential_expenses": 0, "other_debt_payments": 0')

    [answer], _ = run(line)

    assert answer["affordability"]["monthly_surplus"] == "0.00"


def test_a_line_that_asks_gets_the_trail_of_every_figure(run):
    [answer, silent], code = run(lines_of(raw_case(trail=True), raw_case()))

    told = answer.pop("trail")
    penalty = told["figures"]["projection.0.penalty_interest"]
    assert code == 0
    assert answer == silent
    assert penalty["value"] == answer["projection"][0]["penalty_interest"]
    assert penalty["addends"][0]["factors"][-1]["value"] == "99"
    assert told["rests_on"]["term:penalty_multiplier"]["effective_from"] == "2017-01-01"


def test_a_trail_that_is_neither_asked_for_nor_not_is_refused(errors_of):
    errors = errors_of(lines_of(raw_case(trail="yes")))

    assert errors == {"trail": ["要不要算法明细请答是或否"]}
