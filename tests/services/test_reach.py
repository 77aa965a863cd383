"""Which strategies none of the sample borrowers gets."""

import pytest

from advice.models import Status
from advice.services.reach import out_of_reach
from tests import factories as new
from tests.engine.factories import TODAY

pytestmark = pytest.mark.usefixtures("seeded")


def strategy_for(more_than):
    strategy = new.make_strategy()
    new.make_condition(strategy=strategy, fact="days_overdue", operator="gt", value=more_than)
    return strategy


def test_every_strategy_of_the_first_content_reaches_somebody():
    assert out_of_reach(TODAY) == []


def test_a_strategy_that_nobody_gets_is_out_of_reach():
    got, missed = strategy_for("98"), strategy_for("99999")
    new.make_strategy(status=Status.DRAFT)

    found = out_of_reach(TODAY)

    assert found == [missed]
    assert got not in found


def test_a_borrower_who_cannot_be_computed_is_left_out():
    new.make_sample(answers={})

    assert out_of_reach(TODAY) == []
