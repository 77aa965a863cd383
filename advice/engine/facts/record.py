"""The credit record, and how the bank books the loan."""

from advice.engine.facts.fact import Fact, days_until
from advice.engine.facts.grounds import (
    RECORD_LAW,
)
from advice.engine.vocabulary import RiskClass, Unit

CODES = (
    ("N", "N（正常）"),
    *((str(n), f"{n}（逾期 {30 * n - 29}–{30 * n} 天）") for n in range(1, 7)),
    ("7", "7（逾期超过 180 天）"),
)


FACTS = (
    Fact(
        "code_now", "征信还款状态", Unit.CHOICE, lambda a: a.credit.code_now, CODES, law=RECORD_LAW
    ),
    Fact(
        "next_code_on",
        "状态变差的日子",
        Unit.DATE,
        lambda a: a.credit.next_code_on,
        law=RECORD_LAW,
        absent="征信还款状态已经是最差的一档",
    ),
    Fact(
        "days_to_next_code",
        "离状态变差还有",
        Unit.DAYS,
        lambda a: days_until(a.credit.next_code_on, a),
        law=RECORD_LAW,
        absent="征信还款状态已经是最差的一档",
    ),
    Fact(
        "risk_class",
        "银行内部的分类",
        Unit.CHOICE,
        lambda a: a.now.risk_class.value,
        tuple(RiskClass.choices()),
        is_estimate=True,
    ),
)
