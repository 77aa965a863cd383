"""Rules, fee tables and products through the real pages: how a value is proposed and approved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advice import records
from advice.models import (
    Event,
    FeeTable,
    FeeTableVersion,
    LegalSource,
    LoanProduct,
    ProductTerm,
    Rule,
    RuleValue,
    Status,
)
from advice.selectors import current_rulebook, prose_figures
from tests import factories as new
from tests.admin.forms import add_row, errors, messages, open_form
from tests.effects import see_effect

pytestmark = pytest.mark.usefixtures("seeded")

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(1)
TOMORROW = TODAY + timedelta(1)
NEXT_YEAR = TODAY + timedelta(365)
SINCE_TODAY = {"effective_from": str(TODAY)}
VALUES = [RuleValue, ProductTerm, FeeTableVersion]

every_kind = pytest.mark.parametrize("model", VALUES)


@pytest.fixture
def proposer(db):
    return new.make_account("proposer", "法律审核")


@pytest.fixture
def approver(db):
    return new.make_account("approver", "法律审核")


@pytest.fixture
def clerk(db):
    return new.make_account("clerk", "编辑")


def logged_in(account):
    client = Client()
    client.force_login(account)
    return client


def page_of(record):
    return reverse(f"admin:advice_{record._meta.model_name}_change", args=[record.pk])


def list_of(model):
    return reverse(f"admin:advice_{model._meta.model_name}_changelist")


def add_page(model, **told):
    return reverse(f"admin:advice_{model._meta.model_name}_add", query=told)


def move_of(record, move):
    return reverse(f"admin:advice_{record._meta.model_name}_move", args=[record.pk, move])


def content(response):
    assert response.status_code == 200
    return response.content.decode()


def annual_cap():
    return Rule.objects.get(key="annual_cap")


def weilidai():
    return LoanProduct.objects.get(slug="weilidai")


def execution_fee():
    return FeeTable.objects.get(key="execution_fee")


def dated(**told):
    return {
        "effective_from": str(NEXT_YEAR),
        "source": "",
        "reason": "只是假定。",
        "note": "听说要改。",
        "checked_on": "2026-11-22",
    } | told


def brackets(*rows):
    data = {"brackets-INITIAL_FORMS": "0", "brackets-TOTAL_FORMS": str(len(rows))}
    for number, (over, flat) in enumerate(rows):
        data |= {
            f"brackets-{number}-over": over,
            f"brackets-{number}-flat": flat,
            f"brackets-{number}-share": "0",
        }
    return data


def typed(model, **told):
    """What somebody fills in to propose a value, of the kind."""
    if model is RuleValue:
        return dated(rule=annual_cap().pk, value="0.154") | told
    if model is ProductTerm:
        return (
            dated(product=weilidai().pk, key="penalty_multiplier", value="1.3", confidence="low")
            | told
        )
    return dated(table=execution_fee().pk) | brackets(("0", "10"), ("5000", "20")) | told


def propose(account, model, **told):
    """The proposal that the account made on the page for it."""
    before = set(model.objects.values_list("pk", flat=True))
    response = logged_in(account).post(add_page(model), typed(model, **told))

    assert response.status_code == 302, errors(response)
    return model.objects.exclude(pk__in=before).get()


def submit(account, record):
    assert logged_in(account).post(move_of(record, "submit")).status_code == 302


def approve(account, record):
    """The page after the approval; whoever approves has seen the effect."""
    see_effect(account, record)
    return logged_in(account).post(move_of(record, "approve"), follow=True)


def propose_and_approve(proposer, approver, model, **told):
    record = propose(proposer, model, **told)
    submit(proposer, record)
    approve(approver, record)
    record.refresh_from_db()
    assert record.is_published
    return record


def reading(model, day):
    """What the calculation reads on `day` of what `typed` proposes."""
    rulebook = current_rulebook()
    if model is RuleValue:
        return rulebook.on(day).annual_cap
    if model is ProductTerm:
        return rulebook.product("weilidai").terms_on(day).penalty_multiplier
    return rulebook.on(day).execution_fee.fee(Decimal(6000))


NOW_READ = {RuleValue: Decimal("0.24"), ProductTerm: Decimal("1.5"), FeeTableVersion: Decimal(50)}
THEN_READ = {RuleValue: Decimal("0.154"), ProductTerm: Decimal("1.3"), FeeTableVersion: Decimal(30)}


def refused(client, address, data):
    """The errors of a post that must not be taken."""
    response = client.post(address, data)

    assert response.status_code == 200
    return errors(response)


# From a proposal to the calculation


@every_kind
def test_a_proposal_is_a_draft_with_its_note_and_its_writer(proposer, model):
    record = propose(proposer, model)

    assert record.status == Status.DRAFT
    assert record.note == "听说要改。"
    version = records.versions_of(record).get()
    assert (version.event, version.by) == (Event.CREATED, proposer)


@every_kind
def test_nobody_can_propose_what_is_approved_already(proposer, model):
    record = propose(proposer, model, status="published")

    assert record.status == Status.DRAFT
    assert reading(model, NEXT_YEAR) == NOW_READ[model]


@every_kind
def test_nothing_computes_with_a_proposal(proposer, model):
    record = propose(proposer, model, **SINCE_TODAY)
    as_draft = reading(model, TODAY)
    submit(proposer, record)

    assert as_draft == reading(model, TODAY) == NOW_READ[model]


@every_kind
def test_an_approved_value_holds_from_its_first_day_and_not_before(proposer, approver, model):
    propose_and_approve(proposer, approver, model)

    assert reading(model, NEXT_YEAR - timedelta(1)) == NOW_READ[model]
    assert reading(model, NEXT_YEAR) == THEN_READ[model]
    assert reading(model, NEXT_YEAR + timedelta(1)) == THEN_READ[model]


@every_kind
def test_a_value_from_today_on_holds_today(proposer, approver, model):
    propose_and_approve(proposer, approver, model, **SINCE_TODAY)

    assert reading(model, YESTERDAY) == NOW_READ[model]
    assert reading(model, TODAY) == THEN_READ[model]


@pytest.fixture
def read(client, django_capture_on_commit_callbacks):
    """What visitors read of a page after something was done, with the caches as they then are."""

    def after(done, address):
        with django_capture_on_commit_callbacks(execute=True):
            done()
        return content(client.get(address))

    return after


def test_texts_say_the_new_value_only_once_it_is_approved(read, proposer, approver):
    page = reverse("advice:consequence_detail", args=["overdue_interest"])
    before = read(lambda: None, page)
    waiting = read(lambda: submit(proposer, propose(proposer, RuleValue, **SINCE_TODAY)), page)
    record = RuleValue.objects.waiting().get()

    approved = read(lambda: approve(approver, record), page)

    assert "24%" in before
    assert "15.4%" not in before + waiting
    assert "15.4%" in approved
    assert prose_figures(YESTERDAY)["rule:annual_cap"] == "24%"


def test_a_law_names_what_rests_on_it_only_once_it_is_approved(read, proposer, approver):
    source = new.make_source(key="new_law", review_due_on=NEXT_YEAR)
    page = source.get_absolute_url()
    told = {"source": source.pk, "reason": ""}
    waiting = read(lambda: submit(proposer, propose(proposer, RuleValue, **told)), page)
    record = RuleValue.objects.waiting().get()

    approved = read(lambda: approve(approver, record), page)

    assert "15.4%" not in waiting
    assert "15.4%" in approved


def test_a_text_waits_for_the_value_that_it_shows(proposer, approver):
    rule = new.make_rule(key="new_rule")
    text = new.make_question(
        body="{{ rule:new_rule }}", status=Status.IN_REVIEW, review_due_on=NEXT_YEAR
    )
    text.sources.add(new.make_source(review_due_on=NEXT_YEAR))
    client = logged_in(approver)

    too_early = client.post(move_of(text, "approve"), follow=True).content.decode()
    propose_and_approve(proposer, approver, RuleValue, rule=rule.pk)
    client.post(move_of(text, "approve"))

    assert "正文用到的这些规则还没有批准过的值：new_rule。" in too_early
    text.refresh_from_db()
    assert text.is_published


# Who may do what


@every_kind
def test_an_editor_of_texts_only_looks(proposer, clerk, model):
    record = propose(proposer, model)
    client = logged_in(clerk)

    assert client.get(list_of(model)).status_code == 200
    assert "只是假定。" in content(client.get(page_of(record)))
    assert client.get(add_page(model)).status_code == 403
    assert client.post(add_page(model), typed(model)).status_code == 403
    assert client.post(page_of(record), typed(model, reason="另一个")).status_code == 403
    for move in ("submit", "discard", "return", "approve", "withdraw"):
        assert client.post(move_of(record, move)).status_code == 403
    record.refresh_from_db()
    assert (record.status, record.reason) == (Status.DRAFT, "只是假定。")


@every_kind
def test_an_editor_of_texts_approves_nothing(proposer, clerk, model):
    record = propose(proposer, model)
    submit(proposer, record)
    see_effect(clerk, record)

    response = logged_in(clerk).post(move_of(record, "approve"))

    assert response.status_code == 403
    assert reading(model, NEXT_YEAR) == NOW_READ[model]


@every_kind
def test_the_proposer_cannot_approve(proposer, model):
    record = propose(proposer, model)
    submit(proposer, record)
    see_effect(proposer, record)

    response = logged_in(proposer).post(move_of(record, "approve"))

    assert response.status_code == 403
    assert "自己写的改动要由另一个人批准" in content(logged_in(proposer).get(page_of(record)))
    assert reading(model, NEXT_YEAR) == NOW_READ[model]


def test_a_superuser_cannot_approve_their_own_proposal_either(admin_user):
    record = propose(admin_user, RuleValue)
    submit(admin_user, record)
    see_effect(admin_user, record)

    assert logged_in(admin_user).post(move_of(record, "approve")).status_code == 403


def test_whoever_changed_a_proposal_cannot_approve_it(proposer, approver):
    record = propose(proposer, RuleValue)
    client = logged_in(approver)
    client.post(page_of(record), open_form(client, page_of(record)) | {"value": "0.16"})
    submit(proposer, record)
    see_effect(approver, record)

    assert logged_in(approver).post(move_of(record, "approve")).status_code == 403


# Once submitted or approved, a value stays as it is


def in_state(model, proposer, approver, status):
    """A value that has come to be in the state."""
    record = propose(proposer, model)
    if status != Status.DRAFT:
        submit(proposer, record)
    if status in {Status.PUBLISHED, Status.WITHDRAWN}:
        approve(approver, record)
    if status == Status.WITHDRAWN:
        logged_in(approver).post(move_of(record, "withdraw"), {"note": "不改了。"})
    record.refresh_from_db()
    assert record.status == status
    return record


SETTLED = [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN]


@every_kind
@pytest.mark.parametrize("status", SETTLED)
def test_only_a_draft_can_be_changed(admin_client, proposer, approver, model, status):
    record = in_state(model, proposer, approver, status)
    before = records.document_of(records.kind_of(record), record)

    response = admin_client.post(page_of(record), typed(model, value="0.1", reason="另一个"))

    assert response.status_code == 403
    record.refresh_from_db()
    assert records.document_of(records.kind_of(record), record) == before


def test_the_brackets_of_an_approved_version_cannot_be_changed(admin_client):
    version = execution_fee().versions.get()
    data = typed(FeeTableVersion) | brackets(("0", "1"))
    data |= {"brackets-INITIAL_FORMS": "1", "brackets-0-id": version.brackets.first().pk}

    response = admin_client.post(page_of(version), data | {"brackets-0-version": version.pk})

    assert response.status_code == 403
    assert reading(FeeTableVersion, TODAY) == NOW_READ[FeeTableVersion]


def test_a_value_in_force_has_no_field_to_type_in(admin_client):
    value = annual_cap().values.get()

    page = content(admin_client.get(page_of(value)))

    assert 'name="value"' not in page
    assert "批准过的值不再改动" in page
    assert f'href="{add_page(RuleValue, rule=value.rule_id)}"' in page


@pytest.mark.parametrize("status", SETTLED)
@pytest.mark.parametrize(
    ("model", "words"),
    [
        (RuleValue, "15.4%"),
        (ProductTerm, "1.3 倍"),
        (FeeTableVersion, "超过 0 元的部分收 10 元；超过 5,000 元的部分收 20 元"),
    ],
)
def test_what_cannot_be_changed_is_shown_in_words(proposer, approver, model, words, status):
    record = in_state(model, proposer, approver, status)

    page = content(logged_in(approver).get(page_of(record)))

    assert f'<div class="readonly">{words}</div>' in page
    assert 'name="brackets-TOTAL_FORMS"' not in page


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.IN_REVIEW, "正在等审核，请先退回修改"),
        (Status.PUBLISHED, "还没有生效的，可以在它的页面撤下"),
        (Status.WITHDRAWN, "曾经批准过，要留作历史"),
    ],
)
@every_kind
def test_only_a_draft_can_be_deleted(proposer, approver, model, status, reason):
    record = in_state(model, proposer, approver, status)
    delete = reverse(f"admin:advice_{model._meta.model_name}_delete", args=[record.pk])
    client = logged_in(approver)

    alone = client.post(delete, {"post": "yes"})
    in_list = client.post(list_of(model), deletion(record) | {"post": "yes"})

    assert alone.status_code == 403
    assert reason in in_list.content.decode()
    assert model.objects.filter(pk=record.pk).exists()


@every_kind
def test_a_draft_is_thrown_away_and_stays_in_the_history(proposer, model):
    record = propose(proposer, model)

    response = logged_in(proposer).post(move_of(record, "discard"))

    assert response.status_code == 302
    assert not model.objects.filter(pk=record.pk).exists()
    assert records.versions_of(record).first().event == Event.DISCARDED


@every_kind
def test_an_approved_value_that_has_not_begun_may_be_withdrawn(proposer, approver, model):
    record = propose_and_approve(proposer, approver, model, effective_from=str(TOMORROW))
    before = reading(model, TOMORROW)

    logged_in(proposer).post(move_of(record, "withdraw"), {"note": "推迟了。"})

    assert (before, reading(model, TOMORROW)) == (THEN_READ[model], NOW_READ[model])


@every_kind
def test_a_value_in_force_cannot_be_withdrawn(proposer, approver, model):
    record = propose_and_approve(proposer, approver, model, **SINCE_TODAY)

    response = logged_in(proposer).post(
        move_of(record, "withdraw"), {"note": "错了。"}, follow=True
    )

    assert "已经生效的值不能撤下" in response.content.decode()
    assert reading(model, TODAY) == THEN_READ[model]


# What the page says before it is approved


@every_kind
def test_a_value_from_the_same_day_takes_the_place_of_the_older(proposer, approver, model):
    older = propose_and_approve(proposer, approver, model, **SINCE_TODAY)
    told = {"value": "0.2" if model is RuleValue else "1.2"}
    if model is FeeTableVersion:
        told = brackets(("0", "7"))
    record = propose(approver, model, **SINCE_TODAY, **told)
    submit(approver, record)
    page = content(logged_in(proposer).get(page_of(record)))
    before = reading(model, TODAY)

    approve(proposer, record)

    older.refresh_from_db()
    assert f"批准后将取代同一天（{TODAY}）起的“{older.words}”" in page
    assert before == THEN_READ[model]
    assert reading(model, TODAY) == Decimal(told.get("value", 7))
    assert older.status == Status.WITHDRAWN
    assert "批准后将取代" not in content(logged_in(proposer).get(page_of(record)))


@pytest.mark.parametrize(("first_day", "is_warned"), [(YESTERDAY, True), (TODAY, False)])
def test_a_first_day_in_the_past_is_taken_with_a_warning(admin_client, first_day, is_warned):
    data = typed(RuleValue, effective_from=str(first_day))

    saved = admin_client.post(add_page(RuleValue), data, follow=True)
    record = RuleValue.objects.get(status=Status.DRAFT)
    page = content(admin_client.get(page_of(record)))

    warning = f"第一天（{first_day}）早于今天：批准后，从那天起的测算都会改变"
    assert (warning in "".join(messages(saved)), warning in page) == (is_warned, is_warned)


def test_a_value_says_until_when_it_will_hold(admin_client, proposer, approver):
    propose_and_approve(proposer, approver, RuleValue)
    earlier = propose(proposer, RuleValue, effective_from=str(TOMORROW), value="0.2")
    later = propose(proposer, RuleValue, effective_from=str(NEXT_YEAR + timedelta(1)), value="0.1")

    pages = [content(admin_client.get(page_of(record))) for record in (earlier, later)]

    warning = f"它只用到 {NEXT_YEAR} 前一天：从那天起已经批准了“15.4%”。"
    assert [warning in page for page in pages] == [True, False]


def test_a_proposal_shows_what_holds_what_comes_and_what_else_is_proposed(
    admin_client, proposer, approver
):
    coming = propose_and_approve(proposer, approver, RuleValue)
    other = propose(proposer, RuleValue, effective_from=str(TOMORROW), value="0.2")
    record = propose(proposer, RuleValue, **SINCE_TODAY, value="0.1")

    page = content(admin_client.get(page_of(record)))

    now = annual_cap().values.get(effective_from=date(2017, 8, 4))
    for row, words in ((now, "24%"), (coming, "15.4%"), (other, "20%")):
        assert f'<a href="{page_of(row)}">{words}</a>' in page
    assert "另有提议（草稿）" in page


# What the form knows, and what it refuses


@pytest.mark.parametrize(
    ("model", "owner", "told"),
    [
        (RuleValue, annual_cap, {}),
        (ProductTerm, weilidai, {"key": "penalty_multiplier"}),
        (FeeTableVersion, execution_fee, {}),
    ],
)
def test_the_page_of_what_has_values_leads_to_a_form_that_knows_it(
    admin_client, model, owner, told
):
    told = {model.SERIES[0]: owner().pk} | told
    link = add_page(model, **told)
    page = content(admin_client.get(page_of(owner()))).replace("&amp;", "&")

    form = content(admin_client.get(link))
    data = open_form(admin_client, link)

    assert f'href="{link}"' in page
    assert {name: data[name] for name in told} == {name: [str(v)] for name, v in told.items()}
    assert data["checked_on"] == f"{TODAY:%Y/%m/%d}"
    now = model.objects.published().get(**told)
    assert f'<a href="{page_of(now)}">{now.words}</a>' in form


@pytest.mark.parametrize("told", ["x", "9" * 30, "-1", "%00", "½", "", "1,x"])
@every_kind
def test_an_absurd_address_of_the_form_is_answered(admin_client, model, told):
    query = "&".join(f"{name}={told}" for name in (*model.SERIES, "source", "effective_from"))

    assert admin_client.get(f"{add_page(model)}?{query}").status_code == 200


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
        ({"checked_on": ""}, "必填"),
        ({"source": "9" * 30}, "有效的选项"),
        ({"source": "x"}, "有效的选项"),
        ({"rule": ""}, "必填"),
        ({"rule": "9" * 30}, "有效的选项"),
    ],
)
def test_a_value_that_cannot_stand_is_refused(admin_client, changes, message):
    data = typed(RuleValue, **changes)

    response = admin_client.post(add_page(RuleValue), data)

    assert message in errors(response)
    assert "听说要改。" in response.content.decode()
    assert not RuleValue.objects.exclude(status=Status.PUBLISHED).exists()


def test_a_number_of_days_is_whole(admin_client):
    rule = new.make_rule(key="k", unit="days")
    data = typed(RuleValue, rule=rule.pk, value="1.5")

    assert "应是整数" in refused(admin_client, add_page(RuleValue), data)


def test_a_draft_keeps_what_was_typed_when_it_is_refused(admin_client, proposer):
    record = propose(proposer, RuleValue)

    data = open_form(admin_client, page_of(record)) | {"value": "24", "note": "新的说明"}

    response = admin_client.post(page_of(record), data)

    assert "24% 请写 0.24" in errors(response)
    page = response.content.decode()
    assert 'value="24"' in page
    assert "新的说明" in page


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"status": Status.DRAFT}, "还是草稿"),
        ({"status": Status.WITHDRAWN}, "已撤下"),
        ({"status": Status.DRAFT, "confidence": "unverified"}, "未核实"),
        ({"effective_to": YESTERDAY}, "已失效"),
        ({"checked_on": date(2020, 1, 1), "review_due_on": YESTERDAY}, "过了核对日期"),
    ],
)
@every_kind
def test_a_proposal_cannot_rest_on_a_source_that_may_not_be_cited(
    admin_client, model, state, reason
):
    source = new.make_source(**{"review_due_on": NEXT_YEAR} | state)

    text = refused(admin_client, add_page(model), typed(model, source=source.pk, reason=""))

    assert f"这个依据现在不能引用：《民法典》第一条（{reason}）" in text


@pytest.mark.parametrize(("last_day", "is_taken"), [(NEXT_YEAR, True), (TOMORROW, False)])
def test_a_source_has_to_hold_on_the_first_day(admin_client, last_day, is_taken):
    source = new.make_source(effective_to=last_day, review_due_on=NEXT_YEAR)
    data = typed(RuleValue, source=source.pk, reason="")

    response = admin_client.post(add_page(RuleValue), data)

    assert (response.status_code == 302) is is_taken
    if not is_taken:
        assert f"这个依据到 {TOMORROW} 为止" in errors(response)


@every_kind
def test_a_source_that_fell_meanwhile_keeps_a_proposal_from_approval(proposer, approver, model):
    source = new.make_source(review_due_on=NEXT_YEAR)
    record = propose(proposer, model, source=source.pk, reason="")
    submit(proposer, record)
    LegalSource.objects.filter(pk=source.pk).update(effective_to=YESTERDAY)

    page = approve(approver, record).content.decode()

    assert "已失效" in page or "为止" in page
    assert reading(model, NEXT_YEAR) == NOW_READ[model]


def test_what_became_out_of_bounds_is_refused_when_it_is_approved(proposer, approver):
    record = propose(proposer, ProductTerm)
    submit(proposer, record)
    ProductTerm.objects.filter(pk=record.pk).update(key="year_days", value=Decimal("365.5"))

    page = approve(approver, ProductTerm.objects.get(pk=record.pk)).content.decode()

    assert "天数和期数应是整数" in page
    assert not ProductTerm.objects.get(pk=record.pk).is_published


@every_kind
def test_there_is_one_open_proposal_for_a_day(admin_client, proposer, model):
    record = propose(proposer, model)
    message = "从这一天起已经有一份提议：请在那一份上改"

    as_draft = refused(admin_client, add_page(model), typed(model))
    submit(proposer, record)
    in_review = refused(admin_client, add_page(model), typed(model))
    another_day = admin_client.post(add_page(model), typed(model, effective_from=str(TOMORROW)))

    assert message in as_draft
    assert message in in_review
    assert another_day.status_code == 302


@every_kind
def test_a_proposal_cannot_move_to_the_day_of_another(admin_client, proposer, model):
    propose(proposer, model)
    record = propose(proposer, model, effective_from=str(TOMORROW))
    data = open_form(admin_client, page_of(record)) | {"effective_from": str(NEXT_YEAR)}

    assert "从这一天起已经有一份提议" in refused(admin_client, page_of(record), data)


@every_kind
def test_whose_value_it_is_cannot_be_changed(admin_client, proposer, model):
    record = propose(proposer, model)
    other = {RuleValue: new.make_rule, ProductTerm: new.make_product}.get(model, new.make_table)()
    data = open_form(admin_client, page_of(record)) | {model.SERIES[0]: other.pk}

    admin_client.post(page_of(record), data)

    stored = model.objects.get(pk=record.pk)
    assert stored.series() == record.series()


# A proposal whose first day changes


@every_kind
def test_the_history_follows_the_first_day(proposer, model):
    record = propose(proposer, model)
    client = logged_in(proposer)
    data = open_form(client, page_of(record)) | {"effective_from": str(TOMORROW)}

    client.post(page_of(record), data)

    record.refresh_from_db()
    assert record.effective_from == TOMORROW
    events = [version.event for version in records.versions_of(record)]
    assert events == [Event.CHANGED, Event.CREATED]


def test_the_history_of_an_approved_value_stays_with_its_day(proposer, approver):
    approved = propose_and_approve(proposer, approver, RuleValue)
    history = list(records.versions_of(approved))
    record = propose(proposer, RuleValue, value="0.2")
    client = logged_in(approver)
    data = open_form(client, page_of(record)) | {"effective_from": str(TOMORROW)}

    client.post(page_of(record), data)

    assert list(records.versions_of(approved)) == history
    record.refresh_from_db()
    assert records.writers(record) == {proposer.pk, approver.pk}


def test_the_writer_stays_the_writer_on_a_day_where_something_was_approved_since(
    proposer, approver, admin_user
):
    record = propose(proposer, RuleValue)
    propose_and_approve(approver, admin_user, RuleValue, effective_from=str(TOMORROW), value="0.2")
    client = logged_in(approver)
    data = open_form(client, page_of(record)) | {"effective_from": str(TOMORROW)}
    client.post(page_of(record), data)
    submit(approver, record)

    for account in (proposer, approver):
        see_effect(account, record)
        assert logged_in(account).post(move_of(record, "approve")).status_code == 403


# Product terms


@pytest.mark.parametrize("value", ["0.999999", "3.000001", "-1", "1e400", "NaN", ""])
def test_a_multiplier_outside_its_bounds_is_refused(admin_client, value):
    assert refused(admin_client, add_page(ProductTerm), typed(ProductTerm, value=value))


@pytest.mark.parametrize("value", ["1", "3", "１．２"])
def test_a_multiplier_on_its_bounds_is_taken(admin_client, value):
    response = admin_client.post(add_page(ProductTerm), typed(ProductTerm, value=value))

    assert response.status_code == 302


def test_the_message_says_what_a_multiplier_may_be(admin_client):
    data = typed(ProductTerm, value="3.5")

    assert "罚息倍数应在 1 到 3 之间" in refused(admin_client, add_page(ProductTerm), data)


def test_only_a_term_that_a_contract_may_lack_is_left_empty(admin_client):
    lacking = typed(ProductTerm, key="acceleration_days", value="")
    needed = typed(ProductTerm, key="grace_days", value="")

    assert "请填数值" in refused(admin_client, add_page(ProductTerm), needed)
    assert admin_client.post(add_page(ProductTerm), lacking).status_code == 302


def test_the_product_of_the_site_stays_on_offer(admin_client):
    data = open_form(admin_client, page_of(weilidai()))
    del data["is_active"]

    assert "要一直可以选" in refused(admin_client, page_of(weilidai()), data)


def test_a_product_taken_off_the_form_is_gone_from_the_next_rulebook(admin_client):
    product = LoanProduct.objects.get(slug="jiebei")
    current_rulebook()
    data = open_form(admin_client, page_of(product))
    del data["is_active"]

    admin_client.post(page_of(product), data)

    assert "jiebei" not in current_rulebook().products


def test_a_new_product_is_not_on_offer_until_its_terms_are_approved(admin_client):
    address = reverse("admin:advice_loanproduct_add")
    data = open_form(admin_client, address) | {"slug": "new", "name": "新产品"}

    text = refused(admin_client, address, data | {"is_active": "on"})
    response = admin_client.post(address, data, follow=True)

    assert "测算今天就要用到这些条款：罚息倍数、" in text
    assert "“新产品”还没有值：请打开它，提议第一个。" in messages(response)


@pytest.mark.parametrize(
    ("state", "is_taken"),
    [
        ({}, True),
        ({"status": Status.IN_REVIEW}, False),
        ({"effective_from": TODAY}, True),
        ({"effective_from": TOMORROW}, False),
    ],
)
def test_a_product_on_offer_has_each_needed_term_in_force(admin_client, state, is_taken):
    product = new.make_product(is_active=False)
    for term in weilidai().terms.exclude(key="penalty_multiplier"):
        new.make_term(product=product, key=term.key, value=term.value)
    new.make_term(product=product, key="penalty_multiplier", value=Decimal("1.5"), **state)
    data = open_form(admin_client, page_of(product)) | {"is_active": "on"}

    response = admin_client.post(page_of(product), data)

    assert (response.status_code == 302) is is_taken
    if not is_taken:
        assert "测算今天就要用到这些条款：罚息倍数。" in errors(response)


# Fee tables


BROKEN_BRACKETS = [
    ([], "请至少填一段；第一段的“超过”填 0"),
    ([("1", "50")], "第一段要从 0 开始：请把 1 改成 0"),
    ([("0", "50"), ("500", "1"), ("100", "1")], "各段要从小到大排"),
    ([("0", "50"), ("100", "1"), ("100", "2")], "两段重叠了，从同一个金额开始"),
    ([("0", "50"), ("-1", "1")], "大于或等于"),
    ([("0", "1e400")], "不超过 12 个数字"),
    ([("0", "NaN")], "输入一个数字"),
]


@pytest.mark.parametrize(("rows", "message"), BROKEN_BRACKETS)
def test_brackets_that_do_not_fit_together_are_refused(admin_client, rows, message):
    data = typed(FeeTableVersion) | brackets(*rows)

    assert message in refused(admin_client, add_page(FeeTableVersion), data)
    assert execution_fee().versions.count() == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [([], "请至少填一段"), ([Decimal(1)], "第一段要从 0 开始")],
)
def test_a_version_with_a_gap_cannot_be_approved(approver, rows, message):
    version = new.make_version(
        table=execution_fee(), effective_from=TOMORROW, status=Status.IN_REVIEW
    )
    for over in rows:
        new.make_bracket(version=version, over=over)

    page = approve(approver, version).content.decode()

    assert message in page
    version.refresh_from_db()
    assert version.status == Status.IN_REVIEW


def test_a_draft_keeps_a_bracket_from_zero(admin_client, proposer):
    version = propose(proposer, FeeTableVersion)
    data = open_form(admin_client, page_of(version))
    data["brackets-0-DELETE"] = "on"

    assert "第一段要从 0 开始：请把 5,000 改成 0" in refused(admin_client, page_of(version), data)


def test_a_changed_bracket_of_a_draft_is_what_is_approved(proposer, approver, admin_user):
    version = propose(proposer, FeeTableVersion, **SINCE_TODAY)
    client = logged_in(proposer)
    data = open_form(client, page_of(version))
    data["brackets-1-flat"] = "60"
    add_row(data, "brackets", over="5500", flat="5", share="0")
    client.post(page_of(version), data)
    submit(proposer, version)

    approve(approver, version)

    assert reading(FeeTableVersion, TODAY) == 75


# What stays


def deletion(*records):
    return {"action": "delete_selected", "_selected_action": [record.pk for record in records]}


@pytest.mark.parametrize(
    ("model", "lookup", "reason"),
    [
        (Rule, {"key": "annual_cap"}, "测算要用它"),
        (FeeTable, {"key": "execution_fee"}, "测算要用它"),
        (RuleValue, {"rule__key": "annual_cap"}, "请提议一个新的值来取代它"),
        (FeeTableVersion, {"table__key": "execution_fee"}, "请提议一个新的值来取代它"),
        (LoanProduct, {"slug": "weilidai"}, "本站默认的产品"),
        (LoanProduct, {"slug": "jiebei"}, "有批准过的值，要留作历史"),
    ],
)
def test_what_was_once_computed_with_cannot_be_deleted(admin_client, model, lookup, reason):
    record = model.objects.get(**lookup)
    delete = reverse(f"admin:advice_{model._meta.model_name}_delete", args=[record.pk])

    page = admin_client.get(page_of(record)).content.decode()
    alone = admin_client.post(delete, {"post": "yes"})
    in_list = admin_client.post(list_of(model), deletion(record) | {"post": "yes"})

    assert 'class="deletelink"' not in page
    assert alone.status_code == 403
    assert reason in in_list.content.decode()
    assert model.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED, Status.WITHDRAWN])
def test_a_rule_goes_only_before_any_of_its_values_was_approved(admin_client, status):
    rule = new.make_rule(key="unneeded")
    new.make_rule_value(rule=rule, status=status)

    response = admin_client.post(list_of(Rule), deletion(rule) | {"post": "yes"})

    is_kept = status != Status.DRAFT
    assert Rule.objects.filter(pk=rule.pk).exists() is is_kept
    assert ("有批准过的值，要留作历史" in response.content.decode()) is is_kept


@pytest.mark.parametrize(
    "make_text",
    [
        lambda text: new.make_strategy(title="看数字", body=text),
        lambda text: new.make_question(title="看数字", body=text),
        lambda text: new.make_chapter(guide=new.make_guide(title="看数字"), body=text),
    ],
    ids=["strategy", "question", "chapter"],
)
def test_a_rule_that_a_text_shows_cannot_be_deleted(admin_client, make_text):
    rule = new.make_rule(key="shown_in_a_text")
    make_text("到 {{rule:shown_in_a_text}} 为止。")

    response = admin_client.post(list_of(Rule), deletion(rule) | {"post": "yes"})

    assert "“看数字”的正文用到它" in response.content.decode()
    assert Rule.objects.filter(pk=rule.pk).exists()


def test_a_product_that_guidance_names_cannot_be_deleted(admin_client):
    product = new.make_product()
    new.make_strategy(title="只给它").products.add(product)

    response = admin_client.post(list_of(LoanProduct), deletion(product) | {"post": "yes"})

    assert "“只给它”写明适用于它" in response.content.decode()


# The pages of rules, fee tables and products


def test_words_of_a_rule_are_changed_by_those_who_may(approver, clerk):
    data = open_form(logged_in(approver), page_of(annual_cap())) | {"label": "年利率上限（新）"}

    by_clerk = logged_in(clerk).post(page_of(annual_cap()), data)
    before = annual_cap().label
    by_reviewer = logged_in(approver).post(page_of(annual_cap()), data)

    assert (by_clerk.status_code, by_reviewer.status_code) == (403, 302)
    assert before != annual_cap().label == "年利率上限（新）"


@pytest.mark.parametrize("owner", [annual_cap, weilidai, execution_fee])
def test_values_are_not_changed_on_the_page_of_what_has_them(admin_client, owner):
    data = open_form(admin_client, page_of(owner()))

    assert not [name for name in data if "values" in name or "terms" in name or "versions" in name]


def test_a_page_lists_all_values_and_where_they_stand(admin_client, proposer, approver):
    replaced = propose_and_approve(proposer, approver, RuleValue, **SINCE_TODAY, value="0.21")
    current = propose_and_approve(approver, proposer, RuleValue, **SINCE_TODAY, value="0.22")
    coming = propose_and_approve(
        proposer, approver, RuleValue, effective_from=str(TOMORROW), value="0.23"
    )
    withdrawn = in_state(RuleValue, proposer, approver, Status.WITHDRAWN)
    draft = propose(proposer, RuleValue, effective_from=str(NEXT_YEAR + timedelta(1)))
    waiting = propose(proposer, RuleValue, effective_from=str(NEXT_YEAR + timedelta(2)))
    submit(proposer, waiting)
    former = annual_cap().values.get(effective_from=date(2017, 8, 4))

    rows = admin_client.get(page_of(annual_cap())).context["rows"]

    assert [(row.value, row.standing) for row in rows] == [
        (waiting, "待审核"),
        (draft, "草稿"),
        (withdrawn, "已撤下"),
        (coming, "将要生效"),
        (current, "现行"),
        (replaced, "已被取代"),
        (former, "已被后来的取代"),
    ]
    assert [row.value for row in rows if row.is_in_force] == [current]


def test_each_term_of_a_product_has_its_value_in_force(admin_client):
    rows = admin_client.get(page_of(weilidai())).context["rows"]

    in_force = [row.value.key for row in rows if row.is_in_force]
    assert len(set(in_force)) == len(in_force) == len(rows)
    assert [row.name for row in rows] == sorted(row.name for row in rows)


@pytest.mark.parametrize("owner", [annual_cap, weilidai, execution_fee])
def test_an_editor_of_texts_sees_the_values_and_proposes_none(clerk, owner):
    page = content(logged_in(clerk).get(page_of(owner())))

    assert "现行" in page
    assert "/add/?" not in page


@pytest.mark.parametrize(
    ("owner", "make"),
    [
        (annual_cap, lambda day: new.make_rule_value(rule=annual_cap(), effective_from=day)),
        (weilidai, lambda day: new.make_term(product=weilidai(), effective_from=day)),
        (
            execution_fee,
            lambda day: new.make_bracket(
                version=new.make_version(table=execution_fee(), effective_from=day)
            ),
        ),
    ],
)
def test_more_values_take_no_more_queries(admin_client, owner, make):
    admin_client.get(page_of(owner()))
    with CaptureQueriesContext(
        connection,
    ) as with_few:
        admin_client.get(page_of(owner()))
    for days in (1, 2, 3):
        make(TODAY + timedelta(days))

    with CaptureQueriesContext(connection) as with_more:
        admin_client.get(page_of(owner()))

    assert len(with_more) == len(with_few)


def test_the_list_of_rules_shows_the_value_in_force_and_since_when(admin_client):
    rule = annual_cap()
    new.make_rule_value(rule=rule, value=Decimal("0.2"), effective_from=TODAY)
    new.make_rule_value(rule=rule, value=Decimal("0.1"), effective_from=TOMORROW)
    new.make_rule_value(
        rule=rule, value=Decimal("0.3"), effective_from=TODAY, status=Status.IN_REVIEW
    )

    page = admin_client.get(list_of(Rule), {"q": "annual_cap"}).content.decode()

    assert "20%" in page
    assert "假定：只是假定。" in page
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日" in page
    assert "10%" not in page
    assert "30%" not in page


@pytest.mark.parametrize(("basis", "found"), [("law", "annual_cap"), ("assumed", "trial_days")])
def test_the_list_of_rules_tells_law_from_assumption(admin_client, basis, found):
    new.make_rule_value(rule=annual_cap(), status=Status.DRAFT)

    rules = admin_client.get(list_of(Rule), {"basis": basis}).context["cl"].queryset

    keys = {rule.key for rule in rules}
    assert keys & {"annual_cap", "trial_days"} == {found}


@every_kind
@pytest.mark.parametrize("status", Status)
def test_the_list_of_values_opens_for_each_state(admin_client, proposer, model, status):
    record = propose(proposer, model)

    page = content(admin_client.get(list_of(model), {"status__exact": status.value}))

    assert (page_of(record) in page) is (status == Status.DRAFT)
