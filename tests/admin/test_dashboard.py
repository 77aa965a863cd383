"""The first page of the admin: what there is to do, quickly, and to each what he may see."""

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advice.models import SampleBorrower, Status
from tests import factories as new
from tests.admin.kinds import page_of

pytestmark = pytest.mark.django_db

FIRST_PAGE = reverse("admin:index")
ROLES = ("编辑", "法律审核", "管理员")
TITLES = [
    "待审核",
    "我的草稿",
    "已定时",
    "过了复核的日子",
    "三十天内要复核",
    "最近和快要变的规定",
    "等着导入的档案",
    "没有答复的来信",
    "搜不到的词",
    "引用的依据或链接不对",
    "条件永远不会符合",
    "内容里要改的",
    "哪位样本借款人都得不到的办法",
]


def page(client):
    response = client.get(FIRST_PAGE)
    assert response.status_code == 200
    return unescape(response.content.decode())


def titles(html):
    *sections, tools = re.findall(r'<h2 id="agenda-\w+">([^<（]+)', html)
    assert tools == "检查和查看"
    return sections


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_what_there_is_to_do(client, seeded, role):
    client.force_login(new.make_account("somebody", role))

    html = page(client)

    assert titles(html) == TITLES
    assert html.index('class="agenda"') < html.index("app-advice")


def test_each_heading_names_its_section(admin_client):
    html = page(admin_client)

    named = re.findall(r'aria-labelledby="(agenda-\w+)"', html)
    assert named == re.findall(r'<h2 id="(agenda-\w+)"', html)
    assert len(set(named)) == len(TITLES) + 1


def test_a_task_leads_to_its_record_and_is_counted(client):
    client.force_login(new.make_account("lawyer", "法律审核"))
    question = new.make_question(title="<b>等着</b>", status=Status.IN_REVIEW)

    response = client.get(FIRST_PAGE)

    html = response.content.decode()
    assert "待审核（1）" in html
    link = f'<a href="{page_of(question)}">问答“&lt;b&gt;等着&lt;/b&gt;”</a>'
    assert f'{link} <span class="help">可以由你批准</span>' in html


@pytest.mark.parametrize(("count", "folded"), [(5, 0), (6, 1), (8, 3)])
def test_a_long_list_is_folded_after_the_fifth(admin_client, count, folded):
    for number in range(count):
        new.make_question(title=f"第{number}问", status=Status.IN_REVIEW)

    html = page(admin_client)

    waiting = html[html.index("agenda-waiting") : html.index("agenda-mine")]
    assert waiting.count("<li>") == count
    assert re.findall(r"<summary>再看 (\d+) 条", waiting) == [str(folded)] * bool(folded)


def test_what_is_found_in_the_content_is_found_anew_when_it_changes(
    admin_client, seeded, django_capture_on_commit_callbacks
):
    assert "条件永远不会符合（" not in page(admin_client)

    with django_capture_on_commit_callbacks(execute=True):
        strategy = new.make_strategy(title="谁也得不到")
        new.make_condition(strategy=strategy, fact="savings", operator="lt", value="0")

    html = page(admin_client)
    assert "条件永远不会符合（1）" in html
    assert "哪位样本借款人都得不到的办法（1）" in html


def test_a_changed_sample_borrower_changes_who_gets_what(admin_client, seeded):
    assert "还没有能算的样本借款人。" not in page(admin_client)

    SampleBorrower.objects.all().delete()

    assert "还没有能算的样本借款人。" in page(admin_client)


def test_who_may_see_nothing_sees_only_the_check_of_the_content(client):
    client.force_login(new.make_account("volunteer"))

    assert titles(page(client)) == TITLES[9:12]


def test_a_visitor_is_sent_to_the_login(client):
    response = client.get(FIRST_PAGE)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('admin:login')}?next={FIRST_PAGE}"


def test_nothing_can_be_posted_to_it(admin_client):
    assert admin_client.post(FIRST_PAGE).status_code == 405


def test_it_costs_as_many_queries_with_three_tasks_of_each_sort_as_with_one(client):
    writer = new.make_account("writer", "编辑")
    client.force_login(writer)
    today = timezone.localdate()

    def add_tasks():
        for status in (Status.DRAFT, Status.IN_REVIEW):
            new.make_question(status=status)
            new.make_rule_value(status=status)
        new.make_strategy(status=Status.SCHEDULED, publish_at=timezone.now() + timedelta(1))
        new.make_hotline(check_due_on=today, checked_on=new.FIRST_DAY)
        new.make_source(effective_to=today)
        new.make_vain_search()
        new.make_sample()

    def queries():
        client.get(FIRST_PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(FIRST_PAGE)
        return len(asked)

    add_tasks()
    with_one = queries()
    add_tasks()
    add_tasks()

    assert queries() == with_one <= 35


def test_it_is_fast_with_the_first_content(admin_client, seeded):
    page(admin_client)

    took = []
    for _ in range(3):
        started = time.perf_counter()
        page(admin_client)
        took.append(time.perf_counter() - started)

    assert min(took) < 0.3
