"""Sample borrowers through the real admin pages: filled in on the visitors' form, never as JSON."""

import pytest
from django.urls import reverse
from django.utils import timezone

from advice import services
from advice.models import Event, SampleBorrower, Version
from tests import factories as new
from tests.admin.forms import open_form
from tests.engine.factories import raw_case, raw_loan

pytestmark = pytest.mark.usefixtures("seeded")

ADD = reverse("admin:advice_sampleborrower_add")
TODAY = timezone.localdate()


def page_of(sample):
    return reverse("admin:advice_sampleborrower_change", args=[sample.pk])


def typed(client, **changes):
    """A filled-in page for a new borrower."""
    loan = {f"loans-0-{name}": str(value) for name, value in raw_loan().items()}
    told = {"title": "新来的人", "key": "newcomer", "note": "", "order": "5", "as_of": "2026-11-22"}
    return open_form(client, ADD) | told | loan | changes


def test_a_borrower_is_filled_in_as_a_visitor_would(admin_client):
    data = typed(admin_client, monthly_income="6千", circumstances=["harassed"])

    response = admin_client.post(ADD, data)

    assert response.status_code == 302
    told = SampleBorrower.objects.get(key="newcomer").answers
    assert told["monthly_income"] == "6000"
    assert told["circumstances"] == ["harassed"]
    assert told["loans"] == [raw_loan()]
    assert services.check_answers(told, today=TODAY)


def test_a_borrower_without_a_day_is_one_of_today(admin_client):
    due = {"loans-0-first_unpaid_due_date": TODAY.isoformat()}

    admin_client.post(ADD, typed(admin_client, as_of="", **due))

    assert SampleBorrower.objects.get(key="newcomer").answers["as_of"] == TODAY.isoformat()


def test_every_seeded_borrower_is_shown_and_saved_again_as_it_was(admin_client):
    stored = {sample.pk: sample.answers for sample in SampleBorrower.objects.all()}

    for sample in SampleBorrower.objects.all():
        data = open_form(admin_client, page_of(sample))
        assert admin_client.post(page_of(sample), data).status_code == 302

    assert {sample.pk: sample.answers for sample in SampleBorrower.objects.all()} == stored
    assert not Version.objects.filter(kind="sample").exclude(event=Event.FOUND).exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"loans-0-principal": "99"}, "剩余本金应在 ¥100.00 到 ¥10,000,000.00 之间"),
        ({"loans-0-principal": ""}, "请填写剩余本金"),
        ({"monthly_income": "很多"}, "每月收入请写成数字"),
        ({"product": "nothing"}, "请从列表里选贷款产品"),
        ({"as_of": "2026-02-30"}, "按哪一天计算请写成存在的日期"),
        ({"as_of": "1990-01-01"}, "没法计算，请换一天"),
        ({"legal_stage": "sued"}, "请填写起诉日期"),
    ],
)
def test_bad_answers_are_refused_with_the_visitors_messages(admin_client, changes, message):
    response = admin_client.post(ADD, typed(admin_client, title="还在的标题") | changes)

    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert "还在的标题" in page
    assert 'value="2026-08-15"' in page
    assert not SampleBorrower.objects.filter(key="newcomer").exists()


def test_a_mangled_count_of_loans_is_answered(admin_client):
    data = typed(admin_client, savings="4321") | {"loans-TOTAL_FORMS": "x"}

    page = admin_client.post(ADD, data).content.decode()

    assert "没能读出有几笔借款" in page
    assert 'value="4321"' in page
    assert not SampleBorrower.objects.filter(key="newcomer").exists()


def test_a_missing_title_loses_no_answer(admin_client):
    response = admin_client.post(ADD, typed(admin_client, title="", savings="4321"))

    page = response.content.decode()
    assert "这个字段是必填项" in page
    assert 'value="4321"' in page


def test_a_loan_is_added_without_saving_and_without_a_complaint(admin_client):
    data = typed(admin_client, title="", **{"add-loan": "1"})

    response = admin_client.post(ADD, data)

    page = response.content.decode()
    assert 'name="loans-1-principal"' in page
    assert 'value="2026-08-15"' in page
    assert "必填项" not in page
    assert not SampleBorrower.objects.filter(key="newcomer").exists()


def test_a_loan_is_removed_without_saving(admin_client):
    sample = new.make_sample(answers=raw_case(loans=[raw_loan(), raw_loan(principal="777")]))
    data = open_form(admin_client, page_of(sample))

    response = admin_client.post(page_of(sample), data | {"remove-loan": "0"})

    page = response.content.decode()
    assert 'value="777"' in page
    assert 'name="loans-1-principal"' not in page
    sample.refresh_from_db()
    assert len(sample.answers["loans"]) == 2


def test_a_changed_answer_leaves_a_version(admin_client):
    sample = new.make_sample()
    data = open_form(admin_client, page_of(sample))

    admin_client.post(page_of(sample), data | {"savings": "900"})

    newest = Version.objects.filter(kind="sample", key=sample.key).latest("pk")
    assert newest.document["answers"]["savings"] == "900"


def test_a_borrower_that_no_form_can_show_opens_blank(admin_client):
    sample = new.make_sample(answers={"as_of": "2026-11-22", "loans": "none"})

    page = admin_client.get(page_of(sample))

    assert page.status_code == 200
    assert 'name="loans-0-principal"' in page.content.decode()


def test_the_list_says_where_each_borrower_stands_today(admin_client):
    new.make_sample(title="算不了的人", answers={"as_of": "2026-11-22", "loans": []})

    page = admin_client.get(reverse("admin:advice_sampleborrower_changelist")).content.decode()

    assert "逾期 31–90 天，结清要 ¥46,435.88" in page
    assert "算不了：请至少填写一笔借款" in page
