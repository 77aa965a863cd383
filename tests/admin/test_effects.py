"""The page that shows what a change would do, step by step, before it is approved."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone

from advice import records
from advice.models import EffectRun, Rule, Status, Strategy
from advice.services import panel, workflow
from advice.services.effects import runs
from advice.services.workflow import Move
from tests import factories as new

pytestmark = pytest.mark.usefixtures("seeded", "small_panel")

TODAY = timezone.localdate()
IN_A_MONTH = TODAY + timedelta(30)


@pytest.fixture
def small_panel(monkeypatch):
    """Thirty borrowers in steps of ten, and only one sample."""
    monkeypatch.setattr(panel, "SIZE", 30)
    monkeypatch.setattr(runs, "STEP", 11)
    runs.SampleBorrower.objects.all().delete()
    new.make_sample(title="逾期三个月的人")


@pytest.fixture
def lower_cap():
    return new.make_rule_value(
        rule=Rule.objects.get(key="annual_cap"),
        value=Decimal("0.154"),
        effective_from=IN_A_MONTH,
        status=Status.IN_REVIEW,
    )


@pytest.fixture
def reviewer(client):
    return _signed_in(client, "法律审核")


def _signed_in(client, group):
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


def page_of(record):
    return reverse("editing:effect", args=[records.kind_of(record).name, record.pk])


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def run_to_the_end(client, record):
    """What a browser does that follows the page's own refresh; the pages in order."""
    pages = [text(client.post(page_of(record), follow=True))]
    while "http-equiv" in pages[-1]:
        pages.append(text(client.get(page_of(record))))
    return pages


def test_nothing_is_computed_before_somebody_starts(client, reviewer, lower_cap):
    page = text(client.get(page_of(lower_cap)))

    assert "开始测算" in page
    assert "30 位随机画像的借款人" in page
    assert str(IN_A_MONTH) in page
    assert not EffectRun.objects.exists()


def test_it_is_computed_a_step_a_request_with_a_bar_and_a_link(client, reviewer, lower_cap):
    pages = run_to_the_end(client, lower_cap)

    assert len(pages) == 3
    assert '<progress max="31" value="11">' in pages[0]
    assert '<meta http-equiv="refresh" content="0">' in pages[0]
    assert f'<a href="{page_of(lower_cap)}">继续</a>' in pages[0]
    assert '<progress max="31" value="22">' in pages[1]
    assert "<progress" not in pages[2]


def test_the_result_shows_the_samples_and_the_panel(client, reviewer, lower_cap):
    page = run_to_the_end(client, lower_cap)[-1]

    assert "1 位样本借款人里，1 位的结果会变" in page
    assert re.search("逾期三个月的人：会变，\\d+ 个数字不同", page)
    assert "<td>24%</td><td>15.4%</td>" in page
    assert "30 位随机画像的借款人里" in page
    assert '<th scope="row">请求调减超出部分</th>' in page
    assert "<meter" in page
    assert "对所有人都不变的：结清总额" in page


def test_the_page_has_no_style_or_script_of_its_own(client, reviewer, lower_cap):
    page = run_to_the_end(client, lower_cap)[-1]

    content = page.partition('id="content"')[2].partition('id="footer"')[0]
    assert "<script" not in content
    assert "style=" not in content


def test_whoever_opens_the_result_has_seen_it(client, reviewer, lower_cap):
    run_to_the_end(client, lower_cap)

    workflow.approve(lower_cap, by=reviewer)

    lower_cap.refresh_from_db()
    assert lower_cap.status == Status.PUBLISHED


def test_the_next_person_opens_the_same_result_without_computing(client, reviewer, lower_cap):
    run_to_the_end(client, lower_cap)
    another = _signed_in(client, "管理员")

    page = text(client.get(page_of(lower_cap)))

    assert "样本借款人里" in page
    assert set(EffectRun.objects.get().seen_by.all()) == {reviewer, another}


def test_the_bar_above_a_change_links_to_its_effect_and_says_how_far_it_is(client, reviewer):
    strategy = Strategy.objects.get(key="cure_arrears")
    copy = records.start_copy(strategy)
    copy.urgency = "today"
    copy.save()
    address = reverse("admin:advice_strategy_change", args=[copy.pk])

    before = text(client.get(address))
    run_to_the_end(client, copy)
    after = text(client.get(address))

    link = f'<a href="{page_of(copy)}">影响测算</a>'
    assert f"{link}：还没算" in before
    assert f"{link}：你看过了" in after


def test_a_published_record_offers_no_effect(client, reviewer):
    strategy = Strategy.objects.get(key="cure_arrears")

    bar = text(client.get(reverse("admin:advice_strategy_change", args=[strategy.pk])))
    page = text(client.get(page_of(strategy)))

    assert "影响测算" not in bar
    assert "不是待审的改动" in page


def test_a_strategy_says_beside_which_consequences_it_will_stand(client, reviewer):
    strategy = Strategy.objects.get(key="cure_arrears")
    copy = records.start_copy(strategy)
    eased = list(copy.eases.all())
    copy.eases.remove(eased[0])

    page = run_to_the_end(client, copy)[-1]

    assert f"不再列在这些后果旁边：{eased[0].title}" in page


def test_what_can_not_be_published_ends_in_a_message(client, reviewer):
    copy = records.start_copy(Strategy.objects.get(key="negotiate_instalments"))
    Strategy.objects.filter(pk=copy.pk).update(title="")

    page = run_to_the_end(client, copy)[-1]

    assert "这份改动现在还不能发布，所以没法测算" in page


def test_a_day_that_can_not_be_computed_ends_in_a_message(client, reviewer, lower_cap):
    lower_cap.effective_from = date.max
    lower_cap.save()

    page = run_to_the_end(client, lower_cap)[-1]

    assert "最晚能算到 2199年12月31日" in page


def test_editors_may_look_but_seeing_it_does_not_let_them_approve(client, lower_cap):
    editor = _signed_in(client, "编辑")

    run_to_the_end(client, lower_cap)

    assert workflow.may(editor, lower_cap, Move.APPROVE)


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_the_permission_to_view_are_refused(client, lower_cap, method):
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_strategy"))
    client.force_login(clerk)

    assert getattr(client, method)(page_of(lower_cap)).status_code == 403
    assert not EffectRun.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitors_are_sent_to_log_in(client, lower_cap, method):
    response = getattr(client, method)(page_of(lower_cap))

    assert response.status_code == 302
    assert reverse("admin:login") in response.url
    assert not EffectRun.objects.exists()


@pytest.mark.parametrize(
    ("kind", "pk"), [("rule_value", 10**30), ("rule_value", 987654), ("guide", 1), ("nothing", 1)]
)
def test_an_address_of_nothing_is_not_found(client, reviewer, kind, pk):
    assert client.get(reverse("editing:effect", args=[kind, pk])).status_code == 404
