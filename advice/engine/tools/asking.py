"""What the tools share: answers read by field, and values in force or a message beside the day."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from advice.engine.answers import Answers, CaseRefused
from advice.engine.case import Case
from advice.engine.intake import LOAN_FIELDS, read_case
from advice.engine.rules import Rulebook, RuleNotInForce

T = TypeVar("T")

Raw = Mapping[str, Any]


def asked(raw: Raw, known: frozenset[str]) -> Answers:
    """The answers of one tool; a field that it doesn't know is refused."""
    answers = Answers(raw, "", {})
    answers.refuse_unknown(known)
    return answers


def refuse_broken(answers: Answers) -> None:
    """Raise CaseRefused where any bound was broken."""
    if answers.errors:
        raise CaseRefused(answers.errors)


def day_asked(answers: Answers, today: date) -> date:
    """The day to calculate for; today where none was told or the one told is refused."""
    return answers.day("as_of") or today


def in_force(find: Callable[[], T], *, field: str = "as_of") -> T:
    """What `find` looks up; raises CaseRefused at `field` where a rule has no value that day."""
    try:
        return find()
    except RuleNotInForce as missing:
        raise CaseRefused({field: [f"{missing.words}，没法计算，请换一天"]}) from missing


def case_of_one_loan(raw: Raw, *, today: date, rulebook: Rulebook) -> Case:
    """The case of one loan that is told without a list; raises CaseRefused by the plain fields."""
    loan = {name: value for name, value in raw.items() if name in LOAN_FIELDS}
    rest = {name: value for name, value in raw.items() if name not in LOAN_FIELDS}
    try:
        return read_case(rest | {"loans": [loan]}, today=today, rulebook=rulebook)
    except CaseRefused as refused:
        errors = {name.removeprefix("loans.0."): said for name, said in refused.errors.items()}
        raise CaseRefused(errors) from refused
