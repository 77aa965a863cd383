"""An editor types a text, presses 预览, and reads below what visitors would read."""

import pytest
from playwright.sync_api import expect

from advice import records
from advice.models import Guide, Strategy
from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.usefixtures("seeded")

TYPED = "## 先看上限\n\n超过**{{ rule:annual_cap }}**的部分，看[办法](/strategies/ask_for_cap/)。"


def open_copy(page, record):
    """Open a working copy of the record, for only drafts are written on."""
    copy = records.start_copy(record)
    page.goto(f"/admin/advice/{copy._meta.model_name}/{copy.pk}/change/")
    return copy


@pytest.fixture
def plain_editor(editor, chromium, live_server):
    """The editor's session in a browser without JavaScript."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport=DESKTOP,
        java_script_enabled=False,
        locale="zh-CN",
        storage_state=editor.context.storage_state(),
    )
    yield context.new_page()
    context.close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def anyone(request, editor, plain_editor):
    return plain_editor if request.param.startswith("without") else editor


def test_the_typed_text_is_shown_with_todays_figures(anyone):
    before = Strategy.objects.get(key="ask_for_cap")
    open_copy(anyone, before)

    anyone.locator("#id_body").fill(TYPED)
    anyone.get_by_role("button", name="预览", exact=True).click()

    frame = anyone.frame_locator("iframe[name=frame-body]")
    expect(frame.get_by_role("heading", name="先看上限")).to_be_visible()
    expect(frame.locator(".prose p")).to_have_text("超过24%的部分，看办法。")
    expect(anyone.locator("#id_body")).to_have_value(TYPED)
    assert Strategy.objects.get(pk=before.pk).updated_at == before.updated_at


def test_an_unknown_placeholder_is_named_in_the_frame(editor):
    open_copy(editor, Strategy.objects.get(key="ask_for_cap"))

    editor.locator("#id_body").fill("超过 {{ rule:gone }} 的部分")
    editor.get_by_role("button", name="预览", exact=True).click()

    frame = editor.frame_locator("iframe[name=frame-body]")
    expect(frame.get_by_role("alert")).to_contain_text("不认识这些占位：rule:gone。")


def test_each_chapter_has_a_frame_of_its_own(editor):
    open_copy(editor, Guide.objects.get(key="overdue"))

    row = editor.locator("#chapters-1")
    row.locator("textarea").fill("第二章说的话。")
    row.get_by_role("button", name="预览", exact=True).click()

    expect(row.frame_locator("iframe").locator(".prose")).to_have_text("第二章说的话。")


def test_a_chapter_that_was_just_added_is_shown_in_a_window(editor):
    guide = Guide.objects.get(key="overdue")
    count = guide.chapters.count()
    open_copy(editor, guide)

    editor.locator("#chapters-group .add-row a").click()
    row = editor.locator(f"#chapters-{count}")
    row.locator("textarea").fill("新的一章。")
    with editor.expect_popup() as opened:
        row.get_by_role("button", name="预览", exact=True).click()

    expect(opened.value.locator(".prose")).to_have_text("新的一章。")


def test_enter_in_a_field_still_saves(editor):
    copy = open_copy(editor, Strategy.objects.get(key="ask_for_cap"))

    editor.locator("#id_title").fill("请求法院调减")
    editor.locator("#id_title").press("Enter")

    expect(editor.locator(".messagelist .success")).to_be_visible()
    assert Strategy.objects.get(pk=copy.pk).title == "请求法院调减"
