"""A small panel and changes that wait."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from advice import records
from advice.models import Rule, SampleBorrower, Status, Strategy
from advice.services import effects, panel
from tests import factories as new

TODAY = timezone.localdate()
IN_A_MONTH = TODAY + timedelta(30)


@pytest.fixture
def small_panel(seeded, monkeypatch):
    """Forty borrowers instead of a thousand."""
    monkeypatch.setattr(panel, "SIZE", 40)


@pytest.fixture
def lower_cap(seeded):
    return propose(value=Decimal("0.154"))


def propose(key="annual_cap", **told):
    """A value that waits for approval, from a month ahead."""
    rule = Rule.objects.get(key=key)
    told = {"effective_from": IN_A_MONTH, "status": Status.IN_REVIEW} | told
    return new.make_rule_value(rule=rule, **told)


def revise(key, **changes):
    """A working copy of a strategy with these changes."""
    copy = records.start_copy(Strategy.objects.get(key=key))
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def run(record, *, today=TODAY):
    """The finished run of the change."""
    run = effects.start(record, today=today)
    while not run.is_finished:
        effects.advance(run, record)
    return run


def only_sample(**told):
    """One sample borrower instead of the seeded ones."""
    SampleBorrower.objects.all().delete()
    return new.make_sample(**told)
