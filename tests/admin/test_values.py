"""Rules, fee tables and products through the real pages: what is refused, and what follows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from advice.models import (
    FeeTable,
    FeeTableVersion,
    LegalSource,
    LoanProduct,
    ProductTerm,
    Rule,
    RuleValue,
    Status,
)
from advice.selectors import current_rulebook
from tests import factories as new
from tests.admin.forms import add_row, errors, find_row, messages, open_form

pytestmark = pytest.mark.usefixtures("seeded")

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(1)
ADD_VERSION = reverse("admin:advice_feetableversion_add")


def page_of(record):
    return reverse(f"admin:advice_{record._meta.model_name}_change", args=[record.pk])


def list_of(model):
    return reverse(f"admin:advice_{model._meta.model_name}_changelist")


def rule_page(key="annual_cap"):
    return page_of(Rule.objects.get(key=key))


def weilidai():
    return LoanProduct.objects.get(slug="weilidai")


def multiplier_row(data):
    return f"terms-{find_row(data, 'terms', key='penalty_multiplier')}"


def value_row(**told):
    return {
        "effective_from": "2026-01-01",
        "value": "0.2",
        "source": "",
        "reason": "只是假定。",
        "checked_on": "2026-11-22",
    } | told


def term_row(**told):
    return value_row(key="grace_days", value="2", confidence="low") | told


def refused(client, address, data):
    """The errors of a post that must not be taken."""
    response = client.post(address, data)

    assert response.status_code == 200
    return errors(response)


# What follows at once


def test_a_changed_multiplier_is_in_the_next_rulebook(admin_client):
    before = current_rulebook().product("weilidai").terms_on(TODAY)
    data = open_form(admin_client, page_of(weilidai()))
    data[f"{multiplier_row(data)}-value"] = "1.3"

    admin_client.post(page_of(weilidai()), data)

    after = current_rulebook().product("weilidai").terms_on(TODAY)
    assert (before.penalty_multiplier, after.penalty_multiplier) == (
        Decimal("1.5"),
        Decimal("1.3"),
    )


def test_a_new_value_holds_from_its_day(admin_client):
    current_rulebook()
    data = open_form(admin_client, rule_page())
    add_row(data, "values", **value_row(effective_from=str(TODAY), value="0.16"))

    admin_client.post(rule_page(), data)

    assert current_rulebook().on(TODAY).annual_cap == Decimal("0.16")
    assert current_rulebook().on(TODAY - timedelta(1)).annual_cap == Decimal("0.24")


def test_a_deleted_row_is_gone_from_the_next_rulebook(admin_client):
    rule = Rule.objects.get(key="trial_days")
    new.make_rule_value(rule=rule, value=Decimal(60), effective_from=date(2026, 1, 1))
    before = current_rulebook().on(TODAY).trial_days
    data = open_form(admin_client, page_of(rule))
    row = find_row(data, "values", effective_from="2026/01/01")
    data[f"values-{row}-DELETE"] = "on"

    admin_client.post(page_of(rule), data)

    assert (before, current_rulebook().on(TODAY).trial_days) == (60, 90)


def test_a_changed_bracket_is_in_the_next_rulebook(admin_client):
    version = FeeTableVersion.objects.get(table__key="acceptance_fee")
    before = current_rulebook().on(TODAY).acceptance_fee.fee(Decimal(1000))
    data = open_form(admin_client, page_of(version))
    data["brackets-0-flat"] = "60"

    admin_client.post(page_of(version), data)

    after = current_rulebook().on(TODAY).acceptance_fee.fee(Decimal(1000))
    assert (before, after) == (50, 60)


def test_a_new_version_with_its_brackets_is_in_the_next_rulebook(admin_client):
    table = FeeTable.objects.get(key="execution_fee")
    address = f"{ADD_VERSION}?table={table.pk}"
    data = open_form(admin_client, address) | version_data(table)

    response = admin_client.post(address, data | brackets(("0", "10"), ("5000", "20")))

    assert response.status_code == 302
    assert current_rulebook().on(TODAY).execution_fee.fee(Decimal(6000)) == 30


def test_what_is_deleted_from_a_list_is_gone_from_the_next_rulebook(admin_client):
    rule = new.make_rule_value(rule=new.make_rule(key="unneeded")).rule
    product = LoanProduct.objects.get(slug="jiebei")
    table = FeeTable.objects.get(key="execution_fee")
    version = new.make_version(table=table, effective_from=date(2026, 1, 1))
    new.make_bracket(version=version, flat=Decimal(70))
    before = current_rulebook()

    for record in (rule, product, version):
        admin_client.post(list_of(type(record)), deletion(record) | {"post": "yes"})

    after = current_rulebook()
    assert "unneeded" in before.rules
    assert "unneeded" not in after.rules
    assert "jiebei" not in after.products
    assert before.on(TODAY).execution_fee.fee(Decimal(1)) == 70
    assert after.on(TODAY).execution_fee.fee(Decimal(1)) == 50


def test_a_product_taken_off_the_form_is_gone_from_the_next_rulebook(admin_client):
    product = LoanProduct.objects.get(slug="jiebei")
    current_rulebook()
    data = open_form(admin_client, page_of(product))
    del data["is_active"]

    admin_client.post(page_of(product), data)

    assert "jiebei" not in current_rulebook().products


# Values that are refused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": ""}, "请选法律依据；如果只是假定，请写明理由"),
        ({"reason": "  "}, "请选法律依据；如果只是假定，请写明理由"),
        ({"value": "24"}, "24% 请写 0.24"),
        ({"value": "-1"}, "大于或等于"),
        ({"value": "1e400"}, "不超过 16 个数字"),
        ({"value": "NaN"}, "输入一个数字"),
        ({"value": "Infinity"}, "输入一个数字"),
        ({"value": "9" * 500}, "不超过 16 个数字"),
        ({"value": ""}, "必填"),
        ({"effective_from": ""}, "必填"),
        ({"effective_from": "2026-02-30"}, "有效的日期"),
        ({"effective_from": "2017-08-04"}, "有两行从同一天起：请改其中一行的日期"),
        ({"source": "9" * 30}, "有效的选项"),
        ({"source": "x"}, "有效的选项"),
    ],
)
def test_a_value_that_cannot_stand_is_refused(admin_client, changes, message):
    data = open_form(admin_client, rule_page())
    add_row(data, "values", **value_row(**changes))

    assert message in refused(admin_client, rule_page(), data)


@pytest.mark.parametrize("state", [{"status": Status.DRAFT}, {"confidence": "unverified"}])
def test_a_value_cannot_rest_on_an_unfit_source(admin_client, state):
    source = new.make_source(**{"status": Status.DRAFT} | state)
    data = open_form(admin_client, rule_page())
    add_row(data, "values", **value_row(source=source.pk))

    assert "请先核实并发布它" in refused(admin_client, rule_page(), data)


@pytest.mark.parametrize("added", [1, 2])
def test_two_values_of_one_day_are_refused_also_when_both_are_new(admin_client, added):
    data = open_form(admin_client, rule_page())
    if added == 1:
        data["values-0-effective_from"] = "2026-01-01"
    for value in ("0.1", "0.2")[:added]:
        add_row(data, "values", **value_row(value=value))

    text = refused(admin_client, rule_page(), data)

    assert "有两行从同一天起：请改其中一行的日期，或删掉一行。" in text
    assert RuleValue.objects.filter(rule__key="annual_cap").count() == 1


def test_a_value_that_another_editor_added_meanwhile_is_respected(admin_client):
    data = open_form(admin_client, rule_page())
    add_row(data, "values", **value_row())
    rule = Rule.objects.get(key="annual_cap")
    new.make_rule_value(rule=rule, effective_from=date(2026, 1, 1))

    text = refused(admin_client, rule_page(), data)

    assert "这条规则从这一天起已经有一个值：请改日期" in text


def test_two_values_cannot_change_their_days_with_each_other_at_once(admin_client):
    rule = Rule.objects.get(key="annual_cap")
    new.make_rule_value(rule=rule, effective_from=date(2026, 1, 1))
    data = open_form(admin_client, rule_page())
    days = data["values-0-effective_from"], data["values-1-effective_from"]
    data["values-1-effective_from"], data["values-0-effective_from"] = days

    assert "这条规则从这一天起已经有一个值" in refused(admin_client, rule_page(), data)


def test_the_last_value_of_a_rule_stays(admin_client):
    data = open_form(admin_client, rule_page())
    data["values-0-DELETE"] = "on"

    assert "请至少填一个值" in refused(admin_client, rule_page(), data)


def test_a_needed_rule_keeps_a_value_in_force(admin_client):
    data = open_form(admin_client, rule_page())
    data["values-0-effective_from"] = str(TOMORROW)
    late = refused(admin_client, rule_page(), data)
    data["values-0-effective_from"] = str(TODAY)

    response = admin_client.post(rule_page(), data)

    assert "请至少留一个今天已经生效的值" in late
    assert response.status_code == 302


def test_a_rule_that_is_added_has_its_values_checked_by_its_unit(admin_client):
    address = reverse("admin:advice_rule_add")
    data = open_form(admin_client, address) | {"key": "k", "label": "名称", "unit": "days"}
    add_row(data, "values", **value_row(value="1.5"))

    assert "应是整数" in refused(admin_client, address, data)


def test_a_rule_without_a_value_is_not_added(admin_client):
    address = reverse("admin:advice_rule_add")
    data = open_form(admin_client, address) | {"key": "k", "label": "名称", "unit": "days"}

    assert "请至少填一个值" in refused(admin_client, address, data)


# Product terms that are refused


@pytest.mark.parametrize("value", ["0.999999", "3.000001", "-1", "1e400", "NaN", ""])
def test_a_multiplier_outside_its_bounds_is_refused(admin_client, value):
    data = open_form(admin_client, page_of(weilidai()))
    data[f"{multiplier_row(data)}-value"] = value

    assert refused(admin_client, page_of(weilidai()), data)
    assert current_rulebook().product("weilidai").terms_on(TODAY).penalty_multiplier == Decimal(
        "1.5"
    )


@pytest.mark.parametrize("value", ["1", "3", "１．２"])
def test_a_multiplier_on_its_bounds_is_taken(admin_client, value):
    data = open_form(admin_client, page_of(weilidai()))
    data[f"{multiplier_row(data)}-value"] = value

    response = admin_client.post(page_of(weilidai()), data)

    assert response.status_code == 302


def test_the_message_says_what_a_multiplier_may_be(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    data[f"{multiplier_row(data)}-value"] = "3.5"

    assert "罚息倍数应在 1 到 3 之间" in refused(admin_client, page_of(weilidai()), data)


def test_a_term_with_neither_source_nor_reason_is_refused(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    add_row(data, "terms", **term_row(reason=""))

    assert "请选法律依据" in refused(admin_client, page_of(weilidai()), data)


def test_two_new_values_of_one_term_from_one_day_are_refused(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    add_row(data, "terms", **term_row())
    add_row(data, "terms", **term_row(value="3"))

    assert "有两行是同一个条款、从同一天起" in refused(admin_client, page_of(weilidai()), data)


def test_a_product_on_offer_keeps_its_needed_terms(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    data[f"{multiplier_row(data)}-DELETE"] = "on"

    text = refused(admin_client, page_of(weilidai()), data)

    assert "测算今天就要用到这些条款：罚息倍数。" in text


def test_a_product_that_only_informs_may_go(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    data[f"terms-{find_row(data, 'terms', key='credit_limit')}-DELETE"] = "on"

    response = admin_client.post(page_of(weilidai()), data)

    assert response.status_code == 302
    assert not ProductTerm.objects.filter(product__slug="weilidai", key="credit_limit").exists()


def test_the_product_of_the_site_stays_on_offer(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    del data["is_active"]

    assert "要一直可以选" in refused(admin_client, page_of(weilidai()), data)


def test_a_new_product_needs_its_terms_only_when_it_is_on_offer(admin_client):
    address = reverse("admin:advice_loanproduct_add")
    data = open_form(admin_client, address) | {"slug": "new", "name": "新产品"}

    assert "或者先去掉“可以选”" in refused(admin_client, address, data)
    del data["is_active"]
    assert admin_client.post(address, data).status_code == 302


# Fee tables


def version_data(table):
    return {
        "table": table.pk,
        "effective_from": "2026-01-01",
        "reason": "只是假定。",
        "checked_on": "2026-11-22",
    }


def brackets(*rows):
    data = {"brackets-INITIAL_FORMS": "0", "brackets-TOTAL_FORMS": str(len(rows))}
    for number, (over, flat) in enumerate(rows):
        data |= {
            f"brackets-{number}-over": over,
            f"brackets-{number}-flat": flat,
            f"brackets-{number}-share": "0",
        }
    return data


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "请至少填一段；第一段的“超过”填 0"),
        ([("1", "50")], "第一段要从 0 开始：请把 1 改成 0"),
        ([("0", "50"), ("500", "1"), ("100", "1")], "各段要从小到大排"),
        ([("0", "50"), ("100", "1"), ("100", "2")], "两段重叠了，从同一个金额开始"),
        ([("0", "50"), ("-1", "1")], "大于或等于"),
        ([("0", "1e400")], "不超过 12 个数字"),
        ([("0", "NaN")], "输入一个数字"),
    ],
)
def test_brackets_that_do_not_fit_together_are_refused(admin_client, rows, message):
    data = version_data(FeeTable.objects.get(key="execution_fee")) | brackets(*rows)

    assert message in refused(admin_client, ADD_VERSION, data)
    assert FeeTableVersion.objects.filter(table__key="execution_fee").count() == 1


def test_a_version_keeps_a_bracket_from_zero(admin_client):
    version = FeeTableVersion.objects.get(table__key="execution_fee")
    data = open_form(admin_client, page_of(version))
    data["brackets-0-DELETE"] = "on"

    assert "第一段要从 0 开始：请把 10,000 改成 0" in refused(admin_client, page_of(version), data)


def test_two_versions_of_one_day_are_refused(admin_client):
    table = FeeTable.objects.get(key="execution_fee")
    data = version_data(table) | {"effective_from": "2007-04-01"} | brackets(("0", "50"))

    assert "这张表从这一天起已经有一个版本" in refused(admin_client, ADD_VERSION, data)


def test_a_version_cannot_move_to_the_day_of_another(admin_client):
    version = FeeTableVersion.objects.get(table__key="execution_fee")
    new.make_version(table=version.table, effective_from=date(2026, 1, 1))
    data = open_form(admin_client, page_of(version)) | {"effective_from": "2026-01-01"}

    assert "这张表从这一天起已经有一个版本" in refused(admin_client, page_of(version), data)


def test_a_needed_table_keeps_a_version_in_force(admin_client):
    version = FeeTableVersion.objects.get(table__key="execution_fee")
    data = open_form(admin_client, page_of(version))
    data["effective_from"] = str(TOMORROW)

    assert "请至少留一个今天已经生效的值" in refused(admin_client, page_of(version), data)


def test_a_table_links_to_its_versions(admin_client):
    table = FeeTable.objects.get(key="execution_fee")
    version = table.versions.get()

    page = admin_client.get(page_of(table)).content.decode()

    assert f'href="{page_of(version)}"' in page
    assert f'href="{ADD_VERSION}?table={table.pk}"' in page


# What stays


def deletion(*records):
    return {"action": "delete_selected", "_selected_action": [record.pk for record in records]}


@pytest.mark.parametrize(
    ("model", "lookup", "reason"),
    [
        (Rule, {"key": "annual_cap"}, "测算要用它"),
        (FeeTable, {"key": "execution_fee"}, "测算要用它"),
        (FeeTableVersion, {"table__key": "execution_fee"}, "请先加新的一版"),
        (LoanProduct, {"slug": "weilidai"}, "本站默认的产品"),
        (LegalSource, {"key": "spc_2017_22_2"}, "请先改它们"),
    ],
)
def test_what_the_calculation_needs_cannot_be_deleted(admin_client, model, lookup, reason):
    record = model.objects.get(**lookup)
    delete = reverse(f"admin:advice_{model._meta.model_name}_delete", args=[record.pk])

    page = admin_client.get(page_of(record)).content.decode()
    alone = admin_client.post(delete, {"post": "yes"})
    in_list = admin_client.post(list_of(model), deletion(record) | {"post": "yes"})

    assert 'class="deletelink"' not in page
    assert alone.status_code == 403
    assert reason in in_list.content.decode()
    assert model.objects.filter(pk=record.pk).exists()


def test_all_versions_of_a_needed_table_cannot_be_deleted_together(admin_client):
    table = FeeTable.objects.get(key="execution_fee")
    new.make_version(table=table, effective_from=date(2026, 1, 1))
    chosen = deletion(*table.versions.all()) | {"post": "yes"}

    response = admin_client.post(list_of(FeeTableVersion), chosen)

    assert "请先加新的一版" in response.content.decode()
    assert table.versions.count() == 2


def test_a_rule_that_a_text_shows_cannot_be_deleted(admin_client):
    rule = new.make_rule(key="shown_in_a_text")
    new.make_strategy(title="看数字", body="{{ rule:shown_in_a_text }}")

    response = admin_client.post(list_of(Rule), deletion(rule) | {"post": "yes"})

    assert "“看数字”的正文用到它" in response.content.decode()
    assert Rule.objects.filter(pk=rule.pk).exists()


def test_a_product_that_guidance_names_cannot_be_deleted(admin_client):
    product = new.make_product()
    new.make_strategy(title="只给它").products.add(product)

    response = admin_client.post(list_of(LoanProduct), deletion(product) | {"post": "yes"})

    assert "“只给它”写明适用于它" in response.content.decode()


def test_a_source_that_a_figure_names_cannot_be_deleted(admin_client):
    source = LegalSource.objects.get(key="cpl_interp_206")
    for record in source.resting_on_it():
        record.sources.remove(source)

    response = admin_client.post(list_of(LegalSource), deletion(source) | {"post": "yes"})

    assert "结果页的这些数字注明了它" in response.content.decode()


# The lists


def test_the_list_of_rules_shows_the_value_in_force_and_since_when(admin_client):
    rule = Rule.objects.get(key="annual_cap")
    new.make_rule_value(rule=rule, value=Decimal("0.2"), effective_from=TODAY)
    new.make_rule_value(rule=rule, value=Decimal("0.1"), effective_from=TOMORROW)

    page = admin_client.get(list_of(Rule), {"q": "annual_cap"}).content.decode()

    assert "20%" in page
    assert "假定：只是假定。" in page
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日" in page
    assert "10%" not in page


@pytest.mark.parametrize(("basis", "found"), [("law", "annual_cap"), ("assumed", "trial_days")])
def test_the_list_of_rules_tells_law_from_assumption(admin_client, basis, found):
    rules = admin_client.get(list_of(Rule), {"basis": basis}).context["cl"].queryset

    keys = {rule.key for rule in rules}
    assert keys & {"annual_cap", "trial_days"} == {found}


def test_a_source_that_is_superseded_is_reported_with_what_rests_on_it(admin_client):
    source = LegalSource.objects.get(key="spc_2017_22_2")
    data = open_form(admin_client, page_of(source))
    data["effective_to"] = str(TODAY - timedelta(1))

    response = admin_client.post(page_of(source), data, follow=True)

    told = "".join(messages(response))
    assert "请为这些已发布的内容和数值换依据" in told
    assert "请求调减超出部分" in told
