"""The days of a writer, a lawyer and an administrator, each at a computer of their own."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from advice.models import LegalSource, Rule, RuleValue, Strategy
from tests.factories import make_condition, make_strategy

pytestmark = pytest.mark.usefixtures("seeded")

LATER = timedelta(days=30)


@pytest.fixture
def writer(come_to_work):
    return come_to_work("小文", "编辑")


@pytest.fixture
def lawyer(come_to_work):
    return come_to_work("小法", "法律审核")


@pytest.fixture
def other_lawyer(come_to_work):
    return come_to_work("老法", "法律审核")


@pytest.fixture
def administrator(come_to_work):
    return come_to_work("小管", "管理员")


def address(record):
    return reverse(f"admin:advice_{record._meta.model_name}_change", args=[record.pk])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def done(page):
    expect(page.locator(".messagelist .success")).to_be_visible()


def start_to_revise(page, record):
    """Open a published record and begin to change it; the working copy."""
    page.goto(address(record))
    press(page, "开始修改")
    done(page)
    return type(record).objects.get(revises=record)


def save(page):
    press(page, "保存")
    done(page)


def submit(page, record):
    page.goto(address(record))
    press(page, "提交审核")
    done(page)


def sees(page, path, words):
    page.goto(path)
    expect(page.locator("main")).to_contain_text(words)


def does_not_see(page, path, words):
    page.goto(path)
    expect(page.locator("main")).not_to_contain_text(words)


def test_a_writers_words_reach_visitors_only_when_another_person_approves_them(
    writer, lawyer, phone
):
    strategy = Strategy.objects.get(key="sell_idle_items")
    page = strategy.get_absolute_url()

    copy = start_to_revise(writer, strategy)
    writer.locator("#id_first_step").fill("先列一张清单。")
    save(writer)
    does_not_see(phone, page, "先列一张清单。")

    submit(writer, copy)
    expect(writer.get_by_role("button", name="批准并发布")).to_have_count(0)
    refused = writer.request.post(
        reverse("admin:advice_strategy_move", args=[copy.pk, "approve"]),
        form={"csrfmiddlewaretoken": token(writer)},
        headers={"Referer": writer.url},
    )
    assert refused.status == 403
    does_not_see(phone, page, "先列一张清单。")

    lawyer.goto("/admin/")
    lawyer.get_by_role("link", name=re.compile(strategy.title)).first.click()
    press(lawyer, "批准并发布")
    done(lawyer)
    sees(phone, page, "先列一张清单。")


def token(page):
    return page.locator("input[name=csrfmiddlewaretoken]").first.input_value()


def test_a_lawyer_sends_a_text_back_and_then_approves_it_for_a_later_day(writer, lawyer, phone):
    strategy = Strategy.objects.get(key="cut_spending")
    page = strategy.get_absolute_url()
    copy = start_to_revise(writer, strategy)
    writer.locator("#id_summary").fill("先把能停的开销停下来。")
    save(writer)
    submit(writer, copy)

    lawyer.goto(address(copy))
    lawyer.locator("form.move", has_text="退回修改").locator("textarea").fill("请写明停哪些。")
    press(lawyer, "退回修改")
    done(lawyer)

    writer.goto(address(copy))
    expect(writer.locator(".returned")).to_contain_text("请写明停哪些。")
    writer.locator("#id_summary").fill("先停掉会员、外卖和分期购物。")
    save(writer)
    submit(writer, copy)

    later = timezone.localtime() + LATER
    lawyer.goto(address(copy))
    approval = lawyer.locator("form.move", has_text="批准并发布")
    approval.locator("input.vDateField").fill(f"{later:%Y-%m-%d}")
    approval.locator("input.vTimeField").fill("08:00")
    press(lawyer, "批准并发布")
    done(lawyer)

    does_not_see(phone, page, "先停掉会员")
    look_as_of(writer, later.date(), page)
    expect(writer.locator("body")).to_contain_text("先停掉会员、外卖和分期购物。")
    look_as_of(writer, later.date() - timedelta(days=1), page)
    expect(writer.locator("body")).not_to_contain_text("先停掉会员")


def look_as_of(page, day, path):
    page.goto(reverse("editing:as_of", query={"day": day.isoformat(), "path": path}))


def test_a_lower_cap_is_proposed_tried_approved_and_in_force_from_its_day(
    lawyer, other_lawyer, phone
):
    first_day = timezone.localdate() + LATER
    rule = Rule.objects.get(key="annual_cap")

    lawyer.goto(reverse("admin:advice_rule_change", args=[rule.pk]))
    lawyer.get_by_role("link", name="提议新的值").click()
    lawyer.locator("#id_effective_from").fill(f"{first_day:%Y-%m-%d}")
    lawyer.locator("#id_value").fill("0.154")
    lawyer.locator("#id_reason").fill("假设的新上限，四倍一年期市场报价利率。")
    lawyer.locator("#id_checked_on").fill(f"{timezone.localdate():%Y-%m-%d}")
    save(lawyer)
    proposal = RuleValue.objects.get(rule=rule, effective_from=first_day)
    submit(lawyer, proposal)
    expect(lawyer.get_by_role("button", name="批准并发布")).to_have_count(0)

    other_lawyer.goto(address(proposal))
    press(other_lawyer, "批准并发布")
    expect(other_lawyer.locator("main")).to_contain_text("批准前请先看影响测算")
    other_lawyer.get_by_role("link", name="回到").click()
    other_lawyer.get_by_role("link", name="影响测算").click()
    other_lawyer.get_by_role("button", name="开始测算").click()
    expect(other_lawyer.locator(".effects")).to_contain_text(
        "1000 位随机画像的借款人里", timeout=60_000
    )
    expect(other_lawyer.locator(".effects")).to_contain_text("样本借款人")

    other_lawyer.goto(address(proposal))
    press(other_lawyer, "批准并发布")
    done(other_lawyer)

    page = Strategy.objects.get(key="ask_for_cap").get_absolute_url()
    does_not_see(phone, page, "15.4%")
    look_as_of(lawyer, first_day, page)
    expect(lawyer.locator("body")).to_contain_text("15.4%")
    look_as_of(lawyer, first_day - timedelta(days=1), page)
    expect(lawyer.locator("body")).not_to_contain_text("15.4%")
    assert cap_excess_on(first_day) > cap_excess_on(first_day - timedelta(days=1))


def cap_excess_on(day):
    """What a court could be asked to cut, for a dear loan long overdue, as `assess` says."""
    loan = {
        "principal": "10000",
        "daily_rate_percent": "0.05",
        "repayment_method": "equal_principal",
        "remaining_instalments": 3,
        "first_unpaid_due_date": (day - timedelta(days=300)).isoformat(),
    }
    case = json.dumps({"as_of": day.isoformat(), "loans": [loan]})
    with patch("sys.stdin", StringIO(case)), StringIO() as told:
        call_command("assess", stdout=told)
        return Decimal(json.loads(told.getvalue())["projection"][0]["cap_excess"])


def test_an_administrator_brings_a_deleted_strategy_back(administrator, other_lawyer, phone):
    strategy = make_strategy(title="搬回家住一阵")
    make_condition(strategy=strategy, fact="days_overdue", operator="ge", value="30")
    strategy.sources.add(LegalSource.objects.get(key="civil_code_675"))
    page = strategy.get_absolute_url()

    administrator.goto(address(strategy))
    administrator.locator("form.move", has_text="撤下").locator("textarea").fill("已经没有用了。")
    press(administrator, "撤下")
    done(administrator)
    assert phone.goto(page).status == 404
    administrator.get_by_role("link", name="删除").click()
    press(administrator, "是的，我确定")
    done(administrator)

    administrator.goto(reverse("admin:advice_strategy_changelist"))
    administrator.get_by_role("link", name="恢复已删除的").click()
    administrator.locator("tr", has_text=strategy.title).get_by_role("button", name="恢复").click()
    done(administrator)
    restored = Strategy.objects.get(key=strategy.key)
    assert [str(row) for row in restored.conditions.all()] == ["第 1 组：已经逾期 不低于 30 天"]

    submit(administrator, restored)
    other_lawyer.goto(address(restored))
    other_lawyer.get_by_role("link", name="影响测算").click()
    press(other_lawyer, "开始测算")
    expect(other_lawyer.locator(".effects")).to_contain_text("样本借款人里", timeout=60_000)
    other_lawyer.goto(address(restored))
    press(other_lawyer, "批准并发布")
    done(other_lawyer)
    sees(phone, page, strategy.title)


def test_the_second_of_two_writers_is_told_and_loses_nothing(writer, come_to_work):
    strategy = Strategy.objects.get(key="sell_idle_items")
    other = come_to_work("小章", "编辑")
    copy = start_to_revise(writer, strategy)
    other.goto(address(copy))

    writer.locator("#id_summary").fill("甲写的一句话。")
    save(writer)
    other.locator("#id_summary").fill("乙写的一句话。")
    other.locator("#id_first_step").fill("乙写的第一步。")
    press(other, "保存")

    told = other.locator("main")
    expect(told).to_contain_text("小文")
    expect(told).to_contain_text("甲写的一句话。")
    expect(other.locator("#id_summary")).to_have_value("乙写的一句话。")
    copy.refresh_from_db()
    assert copy.summary == "甲写的一句话。"

    save(other)
    copy.refresh_from_db()
    assert (copy.summary, copy.first_step) == ("乙写的一句话。", "乙写的第一步。")
