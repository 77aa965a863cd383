"""Pages as they will be: with a draft, as of any day; for editors only, and nothing of it stays."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advice import records, selectors
from advice.models import Event, SearchEntry, SearchTerm, SiteEdition, Status, Version
from portal.page_cache import EDITION
from tests import factories as new

pytestmark = pytest.mark.django_db

AS_OF = reverse("editing:as_of")
NEW_YEAR = date(2027, 1, 1)


def preview(client, record, **told):
    kind = records.kind_of(record).name
    return client.get(reverse("editing:preview_record", args=[kind, record.pk]), told)


def look(client, path, day=NEW_YEAR, **told):
    return client.get(AS_OF, {"day": str(day), "path": path, **told})


def make_copy(live, **changes):
    copy = records.start_copy(live)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def schedule(live, day, **changes):
    at = datetime.combine(day, time(9), tzinfo=timezone.get_current_timezone())
    return make_copy(live, status=Status.SCHEDULED, publish_at=at, **changes)


def everything():
    """All that others could see of what was published meanwhile."""
    return (
        SiteEdition.current().token,
        SiteEdition.current().next_change_at,
        list(SearchEntry.objects.order_by("pk").values_list()),
        SearchTerm.objects.count(),
        Version.objects.count(),
        [
            list(model.objects.order_by("pk").values_list("pk", "key", "status", "updated_at"))
            for model in records.PUBLISHABLE
        ],
        cache.get(EDITION),
    )


# A draft


def test_a_working_copy_is_shown_on_the_page_of_what_it_changes(admin_client):
    live = new.make_strategy(title="旧标题", body="旧正文。")
    copy = make_copy(live, title="新标题", body="新正文。")

    page = preview(admin_client, copy).content.decode()

    assert "<h1" in page
    assert "新标题" in page
    assert "新正文。" in page
    assert "旧正文。" not in page
    assert "只有编辑看得到" in page
    assert reverse("admin:advice_strategy_change", args=[copy.pk]) in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_a_record_that_was_never_shown_is_shown(admin_client, status):
    draft = new.make_question(body="从来没有发布过。", status=status)

    page = preview(admin_client, draft)

    assert "从来没有发布过。" in page.content.decode()
    assert Client().get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (new.make_consequence, {"title": "看得到"}),
        (new.make_prevention, {"title": "看得到"}),
        (new.make_question, {"title": "看得到"}),
        (new.make_letter, {"title": "看得到"}),
        (new.make_guide, {"title": "看得到"}),
        (new.make_comment, {"summary": "看得到"}),
        (new.make_situation, {"title": "看得到"}),
        (new.make_page, {"title": "看得到"}),
        (new.make_source, {"title": "看得到"}),
        (new.make_hotline, {"name": "看得到"}),
    ],
)
def test_every_kind_of_text_has_a_page_to_be_seen_on(admin_client, make, told):
    draft = make(status=Status.DRAFT, **told)

    page = preview(admin_client, draft)

    assert page.status_code == 200
    assert "看得到" in page.content.decode().split("</section>", 1)[1]


def test_a_proposed_value_is_shown_on_the_page_of_its_source_from_its_first_day(admin_client):
    rule = new.make_rule(key="known_cap", label="一个上限")
    source = new.make_source()
    value = new.make_rule_value(
        rule=rule,
        value=Decimal("0.154"),
        effective_from=date(2130, 1, 1),
        source=source,
        status=Status.DRAFT,
    )

    page = preview(admin_client, value)

    assert page.status_code == 200
    assert 'value="2130-01-01"' in page.content.decode()
    assert "一个上限" in page.content.decode()
    assert "一个上限" not in Client().get(source.get_absolute_url()).content.decode()


def test_what_is_not_fit_to_be_shown_says_why_not(admin_client):
    draft = new.make_hotline(status=Status.DRAFT, note="")

    response = preview(admin_client, draft)

    assert response.status_code == 404
    assert "还不能发布，所以也不能预览：" in response.content.decode()
    assert "号码从哪里来" in response.content.decode()


def test_the_page_is_for_this_person_alone_and_not_to_be_kept(admin_client):
    response = preview(admin_client, new.make_strategy(status=Status.DRAFT))

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Frame-Options"] == "DENY"
    assert "ETag" not in response


def test_nothing_of_a_preview_stays(admin_client, seeded, django_capture_on_commit_callbacks):
    live = records.NAMED["strategy"].model.objects.get(key="get_lawyer")
    copy = make_copy(live, title="只是看看")
    kept = Client().get(live.get_absolute_url()).content
    assert selectors.current_edition().strategies
    before = everything()

    with django_capture_on_commit_callbacks() as callbacks:
        page = preview(admin_client, copy).content.decode()

    assert "只是看看" in page
    assert callbacks == []
    assert everything() == before
    assert Client().get(live.get_absolute_url()).content == kept
    assert "只是看看" not in [row.title for row in selectors.current_edition().strategies]
    copy.refresh_from_db()
    assert copy.revises_id == live.pk


def test_a_preview_is_never_answered_from_what_visitors_see(admin_client):
    live = new.make_strategy(body="旧正文。")
    Client().get(live.get_absolute_url())

    page = preview(admin_client, make_copy(live, body="新正文。"))

    assert "新正文。" in page.content.decode()
    assert "旧正文。" in Client().get(live.get_absolute_url()).content.decode()


# Any day


@pytest.mark.parametrize(
    ("day", "seen"),
    [(date(2026, 12, 31), "24%"), (date(2027, 1, 1), "15.4%"), (date(2099, 1, 1), "15.4%")],
)
def test_figures_are_those_of_the_day(admin_client, day, seen):
    rule = new.make_rule(key="cap_of_test")
    new.make_rule_value(rule=rule, value=Decimal("0.24"))
    new.make_rule_value(rule=rule, value=Decimal("0.154"), effective_from=NEW_YEAR)
    strategy = new.make_strategy(body="上限是 {{ rule:cap_of_test }}。")

    page = look(admin_client, strategy.get_absolute_url(), day).content.decode()

    assert f"上限是 {seen}。" in page


def test_a_value_that_nobody_approved_is_not_shown_on_any_day(admin_client):
    rule = new.make_rule(key="cap_of_test")
    new.make_rule_value(rule=rule, value=Decimal("0.24"))
    new.make_rule_value(
        rule=rule, value=Decimal("0.154"), effective_from=NEW_YEAR, status=Status.IN_REVIEW
    )
    strategy = new.make_strategy(body="上限是 {{ rule:cap_of_test }}。")

    assert "上限是 24%。" in look(admin_client, strategy.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("day", "seen"),
    [(date(2126, 12, 31), "旧正文。"), (date(2127, 1, 1), "新正文。")],
)
def test_what_is_scheduled_is_shown_from_its_day_on(admin_client, day, seen):
    live = new.make_strategy(body="旧正文。")
    schedule(live, date(2127, 1, 1), body="新正文。")
    records.note_next_change()
    before = everything()

    page = look(admin_client, live.get_absolute_url(), day).content.decode()

    assert seen in page
    assert everything() == before
    assert "旧正文。" in Client().get(live.get_absolute_url()).content.decode()


def test_a_draft_can_be_seen_beside_what_is_scheduled_until_a_day(admin_client):
    draft = new.make_strategy(title="草稿的标题", status=Status.DRAFT)
    later = new.make_strategy(title="旧的标题")
    schedule(later, date(2127, 1, 1), title="定时的标题")

    page = preview(
        admin_client, draft, day="2127-01-01", path=reverse("advice:strategy_list")
    ).content.decode()

    assert "草稿的标题" in page
    assert "定时的标题" in page
    assert "旧的标题" not in page


def test_a_page_that_begins_on_the_day_is_found(admin_client):
    coming = new.make_strategy(
        status=Status.SCHEDULED, publish_at=timezone.now().replace(year=2127)
    )

    assert look(admin_client, coming.get_absolute_url()).status_code == 404
    assert look(admin_client, coming.get_absolute_url(), date(2128, 1, 1)).status_code == 200


def test_every_page_opens_on_a_day_to_come(admin_client, seeded):
    for page in selectors.public_pages():
        response = look(admin_client, page.path)

        assert response.status_code == 200, page.path
        assert "2027-01-01 的样子" in response.content.decode()


@pytest.mark.parametrize("day", ["1990-01-01", "2199-12-31"])
@pytest.mark.parametrize("name", ["home", "help", "law_list", "strategy_list", "assessment_form"])
def test_the_first_and_the_last_day_have_pages(admin_client, seeded, day, name):
    assert look(admin_client, reverse(f"advice:{name}"), day).status_code == 200


def test_the_whole_address_of_a_page_will_do(admin_client):
    assert look(admin_client, "http://testserver/law/?from=mail#top").status_code == 200
    assert look(admin_client, "/search/?q=%E5%BE%81%E4%BF%A1").status_code == 200


def test_a_search_as_of_a_day_is_not_counted(admin_client):
    look(admin_client, "/search/?q=找不到的")

    assert not records.NAMED["synonym"].model.objects.exists()
    assert not new.VainSearch.objects.exists()


def test_a_sample_borrower_sees_the_result_of_the_day(admin_client, seeded):
    sample = new.make_sample()

    page = look(admin_client, "/assessment/result/", "2026-11-30", sample=sample.key)
    without = look(admin_client, "/assessment/result/", "2026-11-30")

    assert page.status_code == 200, page.context["form"].errors
    assert "2026年11月30日" in page.content.decode()
    assert "要选一位样本借款人" in without.content.decode()


# What can't be shown


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("1989-12-31", "最早可以看 1990-01-01。"),
        ("2200-01-01", "最晚可以看 2199-12-31。"),
        ("", "这个字段是必填项。"),
        ("2027-02-30", "输入一个有效的日期。"),
        ("明天", "输入一个有效的日期。"),
        ("\x00", "输入一个有效的日期。"),
        ("9" * 5000, "输入一个有效的日期。"),
    ],
)
def test_a_bad_day_says_what_days_there_are(admin_client, day, message):
    response = look(admin_client, "/", day)

    assert response.status_code == 400
    assert message in response.content.decode()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", "这个字段是必填项。"),
        ("https://elsewhere.example/", "这是别的网站"),
        ("//elsewhere.example/", "这是别的网站"),
        ("http://[", "看不懂这个网址"),
        ("law/", "请从 / 开始写"),
        ("javascript:alert(1)", "请从 / 开始写"),
        ("/" + "a" * 500, "500"),
        ("/\x00", "不允许是用空字符串"),
    ],
)
def test_a_bad_path_says_what_to_write(admin_client, path, message):
    response = look(admin_client, path)

    assert response.status_code == 400
    assert message in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/law/unknown/",
        "/strategies",
        "/admin/",
        "/admin/as-of/?day=2027-01-01&path=/",
        "/feedback/",
        "/feedback/useful/",
        "/reading/",
        "/assessment/forget/",
        "/sitemap.xml",
        "/healthz",
        "/favicon.ico",
        "/static/css/portal.css",
        "/../admin/",
        "/%00/",
    ],
)
def test_only_what_visitors_read_can_be_looked_at(admin_client, path):
    response = look(admin_client, path)

    assert response.status_code == 404
    assert "访客在这天没有" in response.content.decode()


@pytest.mark.parametrize("sample", ["unknown", "\x00", "甲"])
def test_a_sample_borrower_who_is_none_is_refused(admin_client, sample):
    assert look(admin_client, "/", sample=sample).status_code == 400


def test_the_form_offers_the_pages_that_there_are(admin_client):
    strategy = new.make_strategy()

    page = admin_client.get(AS_OF).content.decode()

    assert f'<option value="{strategy.get_absolute_url()}">' in page
    assert 'type="date"' in page


@pytest.mark.parametrize(
    ("kind", "pk"),
    [("unknown", 1), ("strategy", 10**9), ("strategy", 2**63), ("strategy", 10**40), ("rule", 1)],
)
def test_what_is_no_draft_has_no_preview(admin_client, kind, pk):
    address = reverse("editing:preview_record", args=[kind, pk])

    assert admin_client.get(address).status_code == 404


# Who may


@pytest.mark.parametrize("group", ["编辑", "法律审核", "管理员"])
def test_every_editor_may_look(client, group):
    client.force_login(new.make_account("someone", group))

    assert client.get(AS_OF).status_code == 200
    assert look(client, "/").status_code == 200
    assert preview(client, new.make_strategy(status=Status.DRAFT)).status_code == 200


def test_without_a_permission_nothing_is_shown(client):
    client.force_login(new.make_account("nobody"))

    assert client.get(AS_OF).status_code == 403
    assert look(client, "/").status_code == 403
    assert preview(client, new.make_strategy(status=Status.DRAFT)).status_code == 403


def test_a_visitor_is_asked_to_log_in(client):
    for response in (client.get(AS_OF), preview(client, new.make_strategy(status=Status.DRAFT))):
        assert response.status_code == 302
        assert reverse("admin:login") in response["Location"]


def test_nothing_is_posted_to_a_preview(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)
    address = reverse("editing:preview_record", args=["strategy", draft.pk])

    assert admin_client.post(address).status_code == 405
    assert admin_client.post(AS_OF).status_code == 405


def test_a_page_of_visitors_says_nothing_of_previews(client):
    assert 'aria-label="预览"' not in client.get("/").content.decode()


def test_an_event_of_the_rehearsal_is_not_in_the_history(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)

    preview(admin_client, draft)

    assert not Version.objects.filter(event=Event.PUBLISHED).exists()
