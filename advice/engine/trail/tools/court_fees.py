"""The trails of the court fees on one amount."""

from collections.abc import Iterator
from dataclasses import replace

from advice.engine.tools.court_fees import CourtFeesAnswer
from advice.engine.trail.fees import FeeTableTrails
from advice.engine.trail.grammar import Trail

FEES = {
    "acceptance_fee_halved": "案件受理费，简易程序或小额诉讼",
    "acceptance_fee": "案件受理费，普通程序",
    "execution_fee": "申请执行费",
    "preservation_fee": "财产保全申请费",
    "payment_order_fee": "支付令申请费",
}


def court_fee_trails(answer: CourtFeesAnswer) -> Iterator[Trail]:
    """Each fee by the brackets of its table."""
    trails = FeeTableTrails("fees", answer.amount, answer.fees, answer.rules)
    makers = dict(trails.makers())
    for name, label in FEES.items():
        yield replace(makers.pop(f"fees.{name}")(), label=label, is_estimate=False)
    for make in makers.values():
        yield replace(make(), is_estimate=False)
