"""What figures rest on: each value, the calculation as a whole, and the law that figures name."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from advice.models import LegalSource, LoanProduct, ProductTerm, RuleValue
from advice.services.content_check import values
from tests import factories as new
from tests.engine.factories import TODAY
from tests.services.content_check.checking import found_by, messages

TOMORROW = TODAY + timedelta(1)
YESTERDAY = TODAY - timedelta(1)


def superseded():
    return new.make_source(title="旧法", article="", effective_to=YESTERDAY)


MAKERS = {
    "rule": new.make_rule_value,
    "table": new.make_version,
    "term": new.make_term,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_value_has_a_source_or_a_reason(db, make):
    make(reason=" ")
    make()
    make(reason="", source=new.make_source())

    (finding,) = found_by(values.values_rest_on_something)

    assert finding.message.endswith("没有法律依据。请选一个，或写明假定的理由。")


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_value_in_force_rests_on_a_source_that_may_be_cited(db, make):
    make(source=superseded())

    (finding,) = found_by(values.values_rest_on_something)

    assert finding.message.endswith("依据的旧法已失效。请换依据，或写明假定的理由。")


@pytest.mark.parametrize(("replaced_on", "wrong"), [(TODAY, 0), (TOMORROW, 1)])
def test_a_value_that_was_replaced_may_rest_on_law_that_is_past(db, replaced_on, wrong):
    rule = new.make_rule()
    new.make_rule_value(rule=rule, source=superseded())
    new.make_rule_value(rule=rule, effective_from=replaced_on)

    assert len(messages(values.values_rest_on_something)) == wrong


def test_a_value_to_come_rests_on_a_source_too(db):
    new.make_rule_value(effective_from=TOMORROW, source=superseded())

    assert len(messages(values.values_rest_on_something)) == 1


def test_a_product_that_is_not_offered_is_left_in_peace(db):
    new.make_term(product=new.make_product(is_active=False), source=superseded())

    assert messages(values.values_rest_on_something) == []


def test_a_rule_that_is_not_in_force_stops_the_calculation(seeded):
    RuleValue.objects.filter(rule__key="trial_days").update(effective_from=TOMORROW)
    RuleValue.objects.first().save()

    (finding,) = found_by(values.calculation_has_its_values)

    assert finding.message == "测算要用的“从起诉到判决的天数”没有生效的值。请补上。"
    assert finding.address == reverse("admin:advice_rule_changelist")
    assert messages(values.calculation_has_its_values, day=TOMORROW) == []


def test_a_product_without_a_needed_term_stops_the_calculation(seeded):
    ProductTerm.objects.get(product__slug="jiebei", key="grace_days").delete()

    (finding,) = found_by(values.calculation_has_its_values)

    product = LoanProduct.objects.get(slug="jiebei")
    assert finding.address == reverse("admin:advice_loanproduct_change", args=[product.pk])
    assert "宽限天数" in finding.message


def test_the_law_that_figures_name_is_there_and_may_be_cited(seeded):
    LegalSource.objects.filter(key="cpl_250").update(effective_to=date(2026, 1, 1))
    LegalSource.objects.filter(key="credit_status_codes").update(key="renamed")

    gone, past = found_by(values.figures_cite_law_that_is_there)

    assert gone.message.startswith("没有代号 credit_status_codes，")
    assert gone.address == reverse("admin:advice_legalsource_changelist")
    assert past.message == "已失效，结果页的数字注明了它：开始执行的日子。请核实并发布。"
