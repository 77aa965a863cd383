"""Guidance through the real pages: conditions, sources, publishing and its warnings."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from advice.models import Consequence, Hotline, LegalSource, Prevention, Status, Strategy
from tests import factories as new
from tests.admin.forms import add_row, errors, find_row, messages, open_form

pytestmark = pytest.mark.usefixtures("seeded")

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(1)


def page_of(record):
    return reverse(f"admin:advice_{record._meta.model_name}_change", args=[record.pk])


def list_of(model):
    return reverse(f"admin:advice_{model._meta.model_name}_changelist")


def instalments():
    return Strategy.objects.get(key="negotiate_instalments")


def refused(client, address, data):
    response = client.post(address, data)

    assert response.status_code == 200
    return response


def act(client, action, *records):
    """The messages after an action on the records of a list."""
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return messages(client.post(list_of(type(records[0])), chosen, follow=True))


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


def test_the_page_lists_what_each_choice_may_be(admin_client):
    page = admin_client.get(page_of(instalments())).content.decode()

    assert "middle = 逾期 31–90 天" in page
    assert "enforcement = 执行通知" in page
    assert "被催收骚扰" in page


def test_the_list_shows_conditions_urgency_and_overdue_reviews(admin_client):
    strategy = instalments()
    before = admin_client.get(list_of(Strategy), {"review": "due"}).context["cl"].result_count
    Strategy.objects.filter(pk=strategy.pk).update(
        reviewed_on=YESTERDAY - timedelta(1), review_due_on=YESTERDAY
    )

    response = admin_client.get(list_of(Strategy), {"review": "due"})

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
        ({"status": Status.DRAFT}, "还是草稿"),
    ],
)
@pytest.mark.parametrize("model", [Consequence, Strategy, Prevention])
def test_a_published_record_cannot_rest_on_an_unfit_source(admin_client, model, state, reason):
    source = new.make_source(title="某规定", article="第九条", **state)
    record = model.objects.first()
    data = open_form(admin_client, page_of(record))
    data["sources"] = [*data["sources"], str(source.pk)]

    response = refused(admin_client, page_of(record), data)

    told = "".join(response.context["adminform"].form.errors["sources"])
    assert f"《某规定》第九条（{reason}）" in told
    assert "请去掉或核实" in told
    data["status"] = Status.DRAFT
    assert admin_client.post(page_of(record), data).status_code == 302


def test_a_source_may_be_cited_on_its_last_day(admin_client):
    source = new.make_source(effective_to=TODAY)
    record = Prevention.objects.first()
    data = open_form(admin_client, page_of(record))
    data["sources"] = [*data["sources"], str(source.pk)]

    response = admin_client.post(page_of(record), data)

    assert response.status_code == 302


def test_an_unverified_source_cannot_be_published(admin_client):
    source = LegalSource.objects.get(key="risk_class_2023")
    data = open_form(admin_client, page_of(source)) | {"status": Status.PUBLISHED}

    response = refused(admin_client, page_of(source), data)

    assert "“未核实”的依据不能发布：请先核实" in errors(response)


def test_a_cited_source_cannot_be_withdrawn(admin_client):
    source = LegalSource.objects.get(key="spc_2017_22_2")
    data = open_form(admin_client, page_of(source)) | {"status": Status.DRAFT}

    response = refused(admin_client, page_of(source), data)

    assert "请求调减超出部分" in errors(response)


def test_an_unverified_number_cannot_be_published(admin_client):
    hotline = Hotline.objects.get(key="hotline_12368")
    data = open_form(admin_client, page_of(hotline)) | {"status": Status.PUBLISHED}

    response = refused(admin_client, page_of(hotline), data)

    assert "“未核实”的号码不能发布：请先核实" in errors(response)


def test_a_published_number_cannot_rest_on_a_superseded_source(admin_client):
    source = new.make_source(effective_to=YESTERDAY)
    hotline = Hotline.objects.get(key="hotline_12348")
    data = open_form(admin_client, page_of(hotline)) | {"source": str(source.pk)}

    response = refused(admin_client, page_of(hotline), data)

    assert "已失效" in errors(response)


# Publishing from the list


def test_records_are_withdrawn_and_published_from_the_list(admin_client):
    chosen = list(Prevention.objects.all())

    withdrawn = act(admin_client, "withdraw", *chosen)
    drafts = Prevention.objects.filter(status=Status.DRAFT).count()
    published = act(admin_client, "publish", *chosen)

    assert (withdrawn, published) == (["3 条改为草稿。"], ["3 条改为已发布。"])
    assert drafts == 3
    assert Prevention.objects.published().count() == 3
    assert LogEntry.objects.filter(change_message__contains="状态改为").count() == 6


def test_the_list_publishes_what_may_be_published_and_names_the_rest(admin_client):
    good = new.make_prevention(title="好的", status=Status.DRAFT)
    bad = new.make_prevention(title="不好的", status=Status.DRAFT)
    bad.sources.add(new.make_source(title="某规定", article="", effective_to=YESTERDAY))

    told = act(admin_client, "publish", good, bad)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == (Status.PUBLISHED, Status.DRAFT)
    assert told[0].startswith("“不好的”没有改：发布前请去掉或核实这些依据：某规定（已失效）")
    assert told[1] == "1 条改为已发布。"


@pytest.mark.parametrize(
    ("model", "key", "action", "reason"),
    [
        (LegalSource, "risk_class_2023", "publish", "请先核实"),
        (LegalSource, "spc_2017_22_2", "withdraw", "请先改它们"),
        (Hotline, "hotline_12368", "publish", "请先核实"),
    ],
)
def test_what_the_page_refuses_the_list_refuses(admin_client, model, key, action, reason):
    record = model.objects.get(key=key)

    told = act(admin_client, action, record)

    assert reason in told[0]
    assert model.objects.get(key=key).status == record.status


# Consequences without a strategy

WARNING = "这些已发布的后果旁边没有已发布的应对办法，请补上一个"


def lonely():
    """A published consequence with one published strategy."""
    strategy = new.make_strategy(title="唯一的办法")
    strategy.eases.add(new.make_consequence(title="新的后果"))
    return strategy


@pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
def test_the_list_warns_when_the_last_strategy_goes(admin_client, action):
    strategy = lonely()
    chosen = {"action": action, "_selected_action": [strategy.pk], "post": "yes"}

    response = admin_client.post(list_of(Strategy), chosen, follow=True)

    assert f"{WARNING}：“新的后果”。" in messages(response)


def test_the_page_warns_when_the_last_strategy_goes(admin_client):
    strategy = lonely()
    data = open_form(admin_client, page_of(strategy))
    del data["eases"]

    response = admin_client.post(page_of(strategy), data, follow=True)

    assert f"{WARNING}：“新的后果”。" in messages(response)


def test_deleting_the_last_strategy_warns(admin_client):
    strategy = lonely()
    delete = reverse("admin:advice_strategy_delete", args=[strategy.pk])

    response = admin_client.post(delete, {"post": "yes"}, follow=True)

    assert f"{WARNING}：“新的后果”。" in messages(response)


def test_a_new_consequence_without_a_strategy_warns(admin_client):
    consequence = new.make_consequence(title="新的后果", status=Status.DRAFT)

    told = act(admin_client, "publish", consequence)

    assert f"{WARNING}：“新的后果”。" in told


def test_nobody_is_warned_while_every_consequence_has_a_strategy(admin_client):
    data = open_form(admin_client, page_of(instalments()))

    response = admin_client.post(page_of(instalments()), data, follow=True)

    assert len(messages(response)) == 1


# Figures beside a consequence


def test_a_figure_stands_beside_a_consequence_once(admin_client):
    consequence = Consequence.objects.get(key="lawsuit")
    data = open_form(admin_client, page_of(consequence))
    add_row(data, "figures", fact="payoff", order="50")
    add_row(data, "figures", fact="payoff", order="60")

    response = refused(admin_client, page_of(consequence), data)

    assert "同一个数字列了两次" in errors(response)
