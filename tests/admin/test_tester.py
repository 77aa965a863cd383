"""Trying a strategy's conditions: with figures, with a sample borrower, and with nonsense."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advice.models import Status
from tests import factories as new
from tests.services.test_judging import strategy_with

pytestmark = pytest.mark.django_db

ROLES = ("编辑", "法律审核", "管理员")


@pytest.fixture
def strategy():
    return strategy_with(
        (1, "lump_sum", "ge", "=arrears"),
        (1, "stage", "one_of", "early,middle"),
        (2, "harassed", "eq", "yes"),
        (2, "filing_on", "lt", "2027-01-01"),
        (2, "penalty_multiplier", "gt", "1.5"),
        title="协商分期",
        status=Status.DRAFT,
    )


def address(strategy):
    return reverse("editing:tester", args=[strategy.pk])


def text(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", unescape(response.content.decode())))


@pytest.fixture
def try_figures(admin_client, strategy):
    def try_figures(**figures):
        posted = {"by": "figures"} | {f"fact-{key}": value for key, value in figures.items()}
        return admin_client.post(address(strategy), posted)

    return try_figures


def test_the_page_of_a_strategy_leads_there(admin_client, strategy):
    page = admin_client.get(reverse("admin:advice_strategy_change", args=[strategy.pk]))

    assert f'<a href="{address(strategy)}">试试条件</a>' in page.content.decode()


def test_a_strategy_that_is_being_added_has_nothing_to_try(admin_client):
    page = admin_client.get(reverse("admin:advice_strategy_add"))

    assert "试试条件" not in page.content.decode()


def test_the_page_asks_for_the_facts_of_the_conditions_and_no_others(admin_client, strategy):
    page = admin_client.get(address(strategy)).content.decode()

    asked = set(re.findall(r'name="fact-(\w+)"', page))
    assert asked == {
        "lump_sum",
        "arrears",
        "stage",
        "harassed",
        "filing_on",
        "penalty_multiplier",
    }
    assert "手头能拿出的（元）" in page
    assert f'value="{timezone.localdate().isoformat()}"' in page


def test_figures_are_judged_condition_by_condition(try_figures):
    found = text(try_figures(lump_sum="５０００", arrears="4999.99", stage="late", harassed="yes"))

    assert "不会列出这个办法" in found
    assert "第 1 组：不符合" in found
    assert "手头能拿出的 ¥5,000.00；逾期应还总额 ¥4,999.99 符合" in found
    assert "现在的阶段 逾期超过 90 天 不符合" in found
    assert "被催收骚扰 是 符合" in found
    assert "起诉的日子 没有填 没有填" in found


def test_a_group_that_holds_lists_the_strategy(try_figures):
    found = text(try_figures(lump_sum="5000", arrears="5000", stage="early"))

    assert "会列出这个办法" in found
    assert "不会列出" not in found
    assert "第 1 组：符合" in found


def test_what_was_typed_stays(try_figures):
    page = try_figures(lump_sum="5000", stage="late").content.decode()

    assert 'name="fact-lump_sum" value="5000"' in page
    assert '<option value="late" selected>' in page


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"lump_sum": "很多"}, "“手头能拿出的”的数值请写成数字，单位是元。"),
        ({"lump_sum": "1e9"}, "“手头能拿出的”的数值请写成数字，单位是元。"),
        ({"lump_sum": "NaN"}, "“手头能拿出的”的数值请写成数字，单位是元。"),
        ({"lump_sum": "\x00"}, "“手头能拿出的”里有看不见的字符，请重新填。"),
        ({"lump_sum": "-0.01"}, "“手头能拿出的”不会小于 ¥0.00。"),
        ({"lump_sum": "9" * 31}, "“手头能拿出的”最多写 30 个字符。"),
        ({"penalty_multiplier": "0.99"}, "“罚息倍数”不会小于 1 倍。"),
        ({"penalty_multiplier": "3.01"}, "“罚息倍数”不会大于 3 倍。"),
        ({"filing_on": "2027-02-30"}, "“起诉的日子”的数值请写成日期，例如 2027-01-01。"),
        ({"stage": "nowhere"}, "“现在的阶段”请从列表里选。"),
        ({"harassed": "maybe"}, "“被催收骚扰”请从列表里选。"),
    ],
)
def test_a_figure_that_is_none_is_refused_by_name_and_stays(try_figures, figures, message):
    response = try_figures(arrears="123", **figures)

    assert message in text(response)
    assert 'value="123"' in response.content.decode()
    assert response.context["judgement"] is None


def test_figures_on_their_bounds_are_taken(try_figures):
    for told in ("1", "3"):
        assert try_figures(penalty_multiplier=told, lump_sum="0").context["judgement"]


# Sample borrowers


@pytest.mark.usefixtures("seeded")
def test_a_sample_borrower_is_judged_with_the_outcome_in_yuan(admin_client):
    strategy = strategy_with(
        (1, "days_overdue", "eq", "99"), title="补齐", effect_kind="cure", status=Status.DRAFT
    )
    borrower = new.make_sample(title="逾期 99 天的人")

    page = admin_client.post(
        address(strategy),
        {"by": "borrower", "borrower": borrower.pk, "day": "2027-03-01", "fact-days_overdue": "7"},
    )

    found = text(page)
    assert "会列出这个办法" in found
    assert "已经逾期 99 天 符合" in found
    assert re.search(r"今天先付 ¥[\d,.]+", found)
    assert "访客会读到，为什么适合：已经逾期 99 天，等于 99 天。" in found
    assert 'value="7"' in page.content.decode()


@pytest.mark.usefixtures("seeded")
def test_what_a_court_may_cut_is_told_too(admin_client):
    strategy = strategy_with(title="请求调减", effect_kind="cap", status=Status.DRAFT)
    borrower = new.make_sample()

    page = admin_client.post(
        address(strategy), {"by": "borrower", "borrower": borrower.pk, "day": "2026-11-22"}
    )

    assert re.search(r"今天可以请求调减 ¥[\d,.]+", text(page))


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"borrower": ""}, "请选一位样本借款人。"),
        ({"borrower": "9" * 40}, "没有这位样本借款人，请从列表里选。"),
        ({"borrower": "abc"}, "没有这位样本借款人，请从列表里选。"),
        ({"borrower": "\x00"}, "不允许是用空字符串。"),
        ({"day": ""}, "请填“按哪一天算”。"),
        ({"day": "2026-02-30"}, "“按哪一天算”请写成日期，例如 2027-01-01。"),
        ({"day": "1989-12-31"}, "“按哪一天算”应在 1990年1月1日 到 2199年12月31日 之间。"),
        ({"day": "1990-01-01"}, "这一天算不出“一位借款人”：1990年1月1日 没有生效的"),
        ({"day": "2199-12-31"}, ""),
    ],
)
def test_a_borrower_who_cannot_be_tried_ends_in_a_message(admin_client, strategy, changes, message):
    told = {"by": "borrower", "borrower": new.make_sample().pk, "day": "2026-11-22"}

    response = admin_client.post(address(strategy), told | changes)

    assert message in text(response)


@pytest.mark.usefixtures("seeded")
def test_a_borrower_whose_answers_are_broken_ends_in_a_message(admin_client, strategy):
    told = {"by": "borrower", "borrower": new.make_sample(answers={}).pk, "day": "2026-11-22"}

    found = text(admin_client.post(address(strategy), told))

    assert "这一天算不出“一位借款人”" in found


# The page itself


def test_clashing_conditions_are_named(admin_client):
    strategy = strategy_with((1, "savings", "gt", "5"), (1, "savings", "lt", "5"))

    assert "“存款 大于 ¥5.00”和“存款 小于 ¥5.00”不能同时符合" in text(
        admin_client.get(address(strategy))
    )
    tried = admin_client.post(address(strategy), {"by": "figures", "fact-savings": "5"})
    assert "第 1 组：永远不会符合" in text(tried)


def test_a_strategy_without_conditions_asks_for_nothing(admin_client):
    strategy = new.make_strategy()

    page = admin_client.get(address(strategy))
    posted = admin_client.post(address(strategy), {"by": "figures"})

    assert "这个办法没有条件，对所有人都列出。" in text(page)
    assert "会列出这个办法 它没有条件，对所有人都列出。" in text(posted)


def test_a_working_copy_is_tried_as_it_is_written(admin_client):
    live = strategy_with((1, "savings", "gt", "0"))
    copy = strategy_with((1, "arrears", "gt", "0"), revises=live, key=live.key, status=Status.DRAFT)

    page = admin_client.get(address(copy)).content.decode()

    assert "fact-arrears" in page
    assert "fact-savings" not in page


@pytest.mark.parametrize("by", ["", "nothing", "\x00"])
def test_a_post_that_names_no_way_shows_the_page(admin_client, strategy, by):
    response = admin_client.post(address(strategy), {"by": by})

    assert response.status_code == 200
    assert response.context["judgement"] is None


def test_an_unknown_strategy_is_not_found(admin_client):
    for pk in (0, 10**30):
        assert admin_client.get(reverse("editing:tester", args=[pk])).status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_try(client, strategy, role):
    client.force_login(new.make_account("somebody", role))

    assert client.get(address(strategy)).status_code == 200
    assert client.post(address(strategy), {"by": "figures"}).status_code == 200


@pytest.mark.parametrize("permission", [None, "change_question", "view_samplerborrower"])
def test_who_may_not_see_strategies_may_not_try_them(client, strategy, permission):
    account = new.make_account("somebody")
    account.user_permissions.set(Permission.objects.filter(codename=permission))
    client.force_login(account)

    assert client.get(address(strategy)).status_code == 403
    assert client.post(address(strategy), {"by": "figures"}).status_code == 403


def test_a_visitor_is_sent_to_the_login(client, strategy):
    response = client.get(address(strategy))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.usefixtures("seeded")
def test_many_conditions_ask_the_database_no_more_often(admin_client):
    borrower = new.make_sample()

    def queries(*rows):
        told = {"by": "borrower", "borrower": borrower.pk, "day": "2026-11-22"}
        strategy = strategy_with(*rows)
        admin_client.post(address(strategy), told)
        with CaptureQueriesContext(connection) as asked:
            admin_client.post(address(strategy), told)
        return len(asked)

    one = queries((1, "arrears", "gt", "0"))

    assert queries(*((group, "arrears", "gt", str(group)) for group in (1, 2, 3))) == one
