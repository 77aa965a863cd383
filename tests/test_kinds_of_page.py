"""The kinds of page that checks of all pages look at are what they are called."""

from tests.forms import typed
from tests.kinds_of_page import READ, every_kind

SHOWN = {
    "search with hits": "<mark>",
    "search without hits": "没有找到",
    "form with errors": 'class="error-summary"',
    "letter with figures": "还款计划表",
    "form with answers": 'value="12000"',
    "feedback with errors": 'class="error-summary"',
    "reminder with errors": "每月几号还款应在 1 到 31 之间",
    "feedback sent": "来信收到了",
    **{f"tool with errors: {name}": 'class="error-summary"' for name in typed.TOOLS},
    **{f"tool with result: {name}": 'class="tool-result"' for name in typed.TOOLS},
    "result": 'class="state',
    "result with a plan tried and wrong claims": "试的结果",
    "result with claims and a wrong plan": "今天先付请写成数字",
    "kept": "马上删除",
    "kept and shared": "撤销只读网址",
    "kept, for a helper": "只能看，不能改",
    "kept and gone": "这个网址打不开",
    "result on paper": "打印用的完整版",
    "result in court": "按时回应法院",
}


def test_every_page_to_read_is_found_but_those_that_are_missing(client, seeded):
    statuses = {kind: client.get(path).status_code for kind, path in READ.items()}

    assert statuses == dict.fromkeys(READ, 200) | dict.fromkeys(
        ["no such page", "kept and gone"], 404
    )


def test_every_kind_shows_what_it_is_called(client, seeded):
    pages = every_kind(
        lambda path: client.get(path).content.decode(),
        lambda path, form: client.post(path, form, follow=True).content.decode(),
    )

    html = {seen.kind: seen.html for seen in pages}

    assert [kind for kind, words in SHOWN.items() if words not in html[kind]] == []
