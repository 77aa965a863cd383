"""The trails of the contract schedule of one loan."""

from collections.abc import Iterator
from dataclasses import replace

from advice.engine.schedule import Instalment
from advice.engine.tools.schedule import ScheduleAnswer
from advice.engine.trail.build import ref, sum_trail, yuan
from advice.engine.trail.contract import Contract
from advice.engine.trail.grammar import Addend, Trail
from advice.engine.trail.loan import alone
from advice.engine.trail.schedule import schedule_trails


def whole_schedule_trails(answer: ScheduleAnswer) -> Iterator[Trail]:
    """The sums, then every instalment that they are made of."""
    contract = Contract(1, answer.loan, answer.terms, answer.rules, _instalments(answer))
    interest = [
        ref(f"第 {row.number} 期的利息", _key(row.number, "interest"), row.instalment.interest)
        for row in answer.rows
    ]
    yield sum_trail("schedule.interest", "利息一共", answer.interest, interest)
    yield sum_trail(
        "schedule.total",
        "本息一共",
        answer.total,
        [
            Addend("本金", (yuan("本金", answer.principal),)),
            ref("利息一共", "schedule.interest", answer.interest),
        ],
    )
    yield _highest(answer)
    for _, make in schedule_trails(contract):
        yield alone(make())


def _instalments(answer: ScheduleAnswer) -> tuple[Instalment, ...]:
    return tuple(row.instalment for row in answer.rows)


def _highest(answer: ScheduleAnswer) -> Trail:
    row = max(answer.rows, key=lambda row: row.instalment.amount)
    parts = (("principal", "本金"), ("interest", "利息"))
    addends = [
        ref(f"第 {row.number} 期的{label}", _key(row.number, name), amount)
        for name, label in parts
        if (amount := getattr(row.instalment, name))
    ]
    highest = answer.highest_instalment
    trail = sum_trail("schedule.highest_instalment", "最多的一期", highest, addends)
    return replace(trail, note=f"第 {row.number} 期，别的各期都不比它多。")


def _key(number: int, name: str) -> str:
    return f"schedule.0.{number - 1}.{name}"
