"""The typical lawsuit."""

from advice.engine.facts.fact import Fact, days_until
from advice.engine.facts.grounds import (
    EXECUTION_LAW,
    FEE_LAW,
)
from advice.engine.vocabulary import TermKey, Unit

FACTS = (
    Fact(
        "filing_on",
        "起诉的日子",
        Unit.DATE,
        lambda a: a.lawsuit.course.filing_on,
        is_estimate=True,
        terms=(TermKey.LAWSUIT_AFTER_DAYS,),
        told_by="lawsuit_filed_on",
    ),
    Fact(
        "days_to_filing",
        "离常见的起诉时间还有",
        Unit.DAYS,
        lambda a: days_until(a.lawsuit.course.filing_on, a),
        is_estimate=True,
        terms=(TermKey.LAWSUIT_AFTER_DAYS,),
        absent="起诉的日子已经过了",
    ),
    Fact(
        "claim",
        "可能主张的金额",
        Unit.YUAN,
        lambda a: a.lawsuit.claim,
        is_estimate=True,
        law=("civil_code_676", "cpl_interp_206"),
    ),
    Fact(
        "acceptance_fee",
        "减半后的受理费",
        Unit.YUAN,
        lambda a: a.lawsuit.acceptance_fee,
        is_estimate=True,
        law=FEE_LAW,
    ),
    Fact(
        "judgment_on",
        "判决的日子",
        Unit.DATE,
        lambda a: a.lawsuit.course.judgment_on,
        is_estimate=True,
    ),
    Fact(
        "performance_due_on",
        "判决履行期的最后一天",
        Unit.DATE,
        lambda a: a.lawsuit.course.performance_due_on,
        is_estimate=True,
        law=("cpl_264",),
        told_by="performance_due_on",
    ),
    Fact(
        "enforcement_on",
        "开始执行的日子",
        Unit.DATE,
        lambda a: a.lawsuit.course.enforcement_on,
        is_estimate=True,
        law=("cpl_250",),
    ),
    Fact(
        "execution_fee",
        "执行费",
        Unit.YUAN,
        lambda a: a.lawsuit.execution_fee,
        is_estimate=True,
        law=EXECUTION_LAW,
    ),
)
