"""Guidance through the real pages: conditions, figures, and the sources that it rests on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from advice import records
from advice.models import Consequence, LegalSource, Prevention, Status, Strategy
from advice.services.workflow import Move
from tests import factories as new
from tests.admin.forms import add_row, errors, find_row, open_form
from tests.admin.kinds import address, move_of, page_of

pytestmark = pytest.mark.usefixtures("seeded")

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(1)


def published():
    return Strategy.objects.originals().get(key="negotiate_instalments")


def instalments():
    """The working copy of a strategy with conditions and figures."""
    live = published()
    return live.copy or records.start_copy(live)


def refused(client, address, data):
    response = client.post(address, data)

    assert response.status_code == 200
    return response


# Strategies with their conditions


def test_a_changed_condition_and_waived_share_are_saved(admin_client):
    data = open_form(admin_client, page_of(instalments()))
    row = find_row(data, "conditions", group="1", fact="monthly_surplus")
    data[f"conditions-{row}-operator"] = "le"
    data["waived_share"] = "0.75"

    response = admin_client.post(page_of(instalments()), data)

    rule = instalments().to_rule()
    assert response.status_code == 302
    assert str(rule.effect.waived_share.normalize()) == "0.75"
    assert rule.groups[0][1].operator == "le"


def test_a_condition_is_added_and_one_removed(admin_client):
    data = open_form(admin_client, page_of(instalments()))
    before = instalments().conditions.count()
    add_row(data, "conditions", group="9", fact="harassed", operator="eq", value="是")
    data["conditions-0-DELETE"] = "on"
    data["conditions-1-DELETE"] = "on"

    admin_client.post(page_of(instalments()), data)

    assert instalments().conditions.count() == before - 1
    assert instalments().conditions.get(group=9).value == "yes"


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ({"fact": "arrears", "operator": "gt"}, "value", "请填数值"),
        ({"fact": "arrears", "operator": "gt", "value": "1e400"}, "value", "写成数字"),
        ({"fact": "stage", "operator": "eq", "value": "x"}, "value", "early（逾期 1–30 天）"),
        ({"fact": "stage", "operator": "lt", "value": "early"}, "operator", "只能用"),
        (
            {"fact": "arrears", "operator": "lt", "compared_fact": "days_overdue"},
            "compared_fact",
            "没法比较",
        ),
        ({"fact": "nonsense", "operator": "eq", "value": "1"}, "fact", "有效的选项"),
        ({"fact": "", "operator": "eq", "value": "1"}, "fact", "必填"),
        ({"fact": "arrears", "operator": "", "value": "1"}, "operator", "必填"),
        ({"fact": "arrears", "operator": "gt", "value": "1\x00"}, "value", "空字符"),
        ({"fact": "arrears", "operator": "gt", "value": "9" * 201}, "value", "200"),
    ],
)
def test_a_condition_that_cannot_be_evaluated_is_refused_at_its_field(
    admin_client, row, field, message
):
    data = open_form(admin_client, page_of(instalments()))
    number = add_row(data, "conditions", group="1", **row)

    response = refused(admin_client, page_of(instalments()), data)

    formset = response.context["inline_admin_formsets"][0].formset
    told = formset.forms[number].errors
    assert list(told) == [field]
    assert message in "".join(told[field])
    assert message in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"waived_share": "1.000001"}, "小于或等于1"),
        ({"waived_share": "-0.1"}, "大于或等于0"),
        ({"waived_share": "NaN"}, "输入一个数字"),
        ({"plan_daily_rate_percent": "0.11"}, "小于或等于0.1"),
        ({"max_months": "0"}, "大于或等于1"),
        ({"max_months": "121"}, "小于或等于120"),
        ({"max_months": ""}, "协商分期请填最长月数"),
        ({"max_months": "9" * 60}, "小于或等于120"),
        ({"effect_kind": "pay_down"}, "至少要选一项"),
        ({"effect_kind": "magic"}, "有效的选项"),
        ({"body": "{{ rule:nope }}"}, "不认识这些占位：rule:nope"),
        ({"review_due_on": "2026-11-22"}, "“下次复核”应晚于“复核日期”"),
        ({"order": "99999999999999999999999"}, "小于或等于"),
        ({"eases": ["x"]}, "x"),
        ({"eases": ["9" * 30]}, "9"),
        ({"sources": ["x"]}, "x"),
        ({"sources": ["9" * 30]}, "9"),
        ({"products": ["0"]}, "0"),
        ({"title": "很" * 61}, "60"),
        ({"title": "\x00"}, "空字符"),
    ],
)
def test_a_strategy_that_cannot_stand_is_refused(admin_client, changes, message):
    data = open_form(admin_client, page_of(instalments())) | changes

    response = refused(admin_client, page_of(instalments()), data)

    assert message in errors(response)


def test_more_conditions_than_a_form_holds_are_refused_together(admin_client):
    draft = instalments()
    before = draft.conditions.count()
    data = open_form(admin_client, page_of(draft)) | {"conditions-TOTAL_FORMS": "99999999"}

    response = refused(admin_client, page_of(draft), data)

    assertContains(response, "50 个表单")
    assert draft.conditions.count() == before


def test_the_page_lists_what_each_choice_may_be(admin_client):
    page = admin_client.get(page_of(instalments())).content.decode()

    assert "middle = 逾期 31–90 天" in page
    assert "enforcement = 执行通知" in page
    assert "被催收骚扰" in page


def test_the_list_shows_conditions_urgency_and_overdue_reviews(admin_client):
    strategy = published()
    strategies = address(Strategy, "changelist")
    before = admin_client.get(strategies, {"review": "due"}).context["cl"].result_count
    Strategy.objects.filter(pk=strategy.pk).update(
        reviewed_on=YESTERDAY - timedelta(1), review_due_on=YESTERDAY
    )

    response = admin_client.get(strategies, {"review": "due"})

    page = response.content.decode()
    assert (before, response.context["cl"].result_count) == (0, 1)
    assert f"待复核（{YESTERDAY}）" in page
    assert "这一周" in page
    assert f'field-condition_count">{strategy.conditions.count()}<' in page


# Sources


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"confidence": "unverified", "status": Status.DRAFT}, "未核实"),
        ({"effective_to": YESTERDAY}, "已失效"),
        ({"checked_on": YESTERDAY - timedelta(1), "review_due_on": YESTERDAY}, "过了核对日期"),
        ({"status": Status.DRAFT}, "还是草稿"),
    ],
)
@pytest.mark.parametrize("model", [Consequence, Strategy, Prevention])
def test_a_draft_may_cite_any_source_and_is_not_published_with_an_unfit_one(
    admin_client, model, state, reason
):
    source = new.make_source(title="某规定", article="第九条", **state)
    copy = records.start_copy(model.objects.first())
    data = open_form(admin_client, page_of(copy))
    data["sources"] = [*data["sources"], str(source.pk)]

    saved = admin_client.post(page_of(copy), data)
    admin_client.post(move_of(copy, Move.SUBMIT))
    admin_client.force_login(new.make_account("li", "法律审核"))
    refused = admin_client.post(move_of(copy, Move.APPROVE))

    copy.refresh_from_db()
    assert saved.status_code == 302
    assert source in copy.sources.all()
    assertContains(refused, f"《某规定》第九条（{reason}）")
    assert copy.status == Status.IN_REVIEW


def test_a_working_copy_is_no_source_to_cite(admin_client):
    copy = records.start_copy(LegalSource.objects.get(key="spc_2017_22_2"))
    data = open_form(admin_client, page_of(instalments())) | {"sources": [str(copy.pk)]}

    response = refused(admin_client, page_of(instalments()), data)

    assert str(copy.pk) in errors(response)


def test_a_cited_source_does_not_become_unverified(admin_client):
    copy = records.start_copy(LegalSource.objects.get(key="spc_2017_22_2"))
    data = open_form(admin_client, page_of(copy)) | {"confidence": "unverified"}

    response = refused(admin_client, page_of(copy), data)

    assert "请求调减超出部分" in errors(response)


# Figures beside a consequence


def test_a_figure_stands_beside_a_consequence_once(admin_client):
    consequence = records.start_copy(Consequence.objects.get(key="lawsuit"))
    data = open_form(admin_client, page_of(consequence))
    add_row(data, "figures", fact="payoff", order="50")
    add_row(data, "figures", fact="payoff", order="60")

    response = refused(admin_client, page_of(consequence), data)

    assert "同一个数字列了两次" in errors(response)
