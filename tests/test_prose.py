"""Stored texts as pages show them: with their figures, in Markdown as Chinese is written."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.prose import NOT_IN_FORCE, filled, links, paragraphs, placeholders, rendered


def html(text, **figures):
    return rendered(text, {f"rule:{key}": value for key, value in figures.items()}).strip()


def test_a_figure_comes_from_the_rule():
    line = filled("超过 {{ rule:annual_cap }} 的部分", {"rule:annual_cap": "24%"})

    assert line == "超过 24% 的部分"


def test_a_figure_without_a_value_in_force_says_so():
    line = filled("超过 {{ rule:annual_cap }} 的部分", {})

    assert line == f"超过 {NOT_IN_FORCE} 的部分"


def test_placeholders_are_named_and_other_braces_stay_as_they_are():
    assert placeholders("{{ rule:a }}{{term:b}}{{ c }}") == {"rule:a", "term:b", "{{ c }}"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ rule:a", set()),
        ("{{" * 20_000, set()),
        ("{{ 甲 {{ rule:a }}", {"rule:a"}),
        ("{{{ rule:a }}}", {"{{{ rule:a }}"}),
        ("{{ rule:a\n }}", {"rule:a"}),
        ("{{}}", {"{{}}"}),
    ],
)
def test_braces_begin_at_the_last_pair_before_their_end(text, found):
    assert placeholders(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("利率**24%**以内", "利率<strong>24%</strong>以内"),
        ("**“被起诉就是犯罪。”**后面", "<strong>“被起诉就是犯罪。”</strong>后面"),
        ("前面**“引用”**后面", "前面<strong>“引用”</strong>后面"),
        ("**“引用”**24 小时", "<strong>“引用”</strong>24 小时"),
        ("**注意：**请先打电话", "<strong>注意：</strong>请先打电话"),
        ("**注意：**call first", "<strong>注意：</strong>call first"),
        ("**重点**（说明）**再说**", "<strong>重点</strong>（说明）<strong>再说</strong>"),
        ("（**重点**）", "（<strong>重点</strong>）"),
        ("请求**{{ rule:cap }}**以内", "请求<strong>24%</strong>以内"),
        ("先*想一想，*再说", "先<em>想一想，</em>再说"),
        ("**甲、*乙。*丙**丁", "<strong>甲、<em>乙。</em>丙</strong>丁"),
        ("***都要***看", "<em><strong>都要</strong></em>看"),
        ("在 **中间** 强调", "在 <strong>中间</strong> 强调"),
        ("a **plain** word", "a <strong>plain</strong> word"),
    ],
)
def test_emphasis_needs_no_spaces_beside_chinese(text, expected):
    assert html(text, cap="24%") == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "每月 2 ** 3 元",
        "前面 ** 中间 ** 后面",
        "只有一边**没有收尾",
        "a**(b)**c",
        "代号_不强调_也不动",
        r"写成\*\*星号\*\*就是星号",
    ],
)
def test_asterisks_that_emphasise_nothing_stay(text):
    assert html(text) == f"<p>{text}</p>".replace("\\", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题", "<h2>标题</h2>"),
        ("标题\n===", "<h2>标题</h2>"),
        ("## 标题", "<h2>标题</h2>"),
        ("### 小标题", "<h3>小标题</h3>"),
        ("###### 更小", "<h3>更小</h3>"),
    ],
)
def test_headings_of_a_text_begin_below_the_heading_of_its_page(text, expected):
    assert html(text) == expected


def test_steps_lists_and_words_to_say_keep_their_structure():
    page = html("1. 先做\n2. 再做\n\n- 身份证\n\n> 你好，我想协商。")

    assert "<ol>\n<li>先做</li>\n<li>再做</li>\n</ol>" in page
    assert "<ul>\n<li>身份证</li>\n</ul>" in page
    assert "<blockquote>\n<p>你好，我想协商。</p>\n</blockquote>" in page


@pytest.mark.parametrize("indented", ["    四个空格开头", "```\n四个空格开头\n```"])
def test_no_text_falls_out_of_its_paragraph(indented):
    page = html(indented)

    assert page.startswith("<p>")
    assert "四个空格开头" in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>body{display:none}</style>",
        '<p style="color:red" onclick="alert(1)">字</p>',
        "<img src=x onerror=alert(1)>",
        "![图](https://example.com/a.png)",
        "<iframe src='https://example.com'></iframe>",
        "<svg onload=alert(1)>",
        "**<b onmouseover=alert(1)>字</b>**",
    ],
)
def test_a_text_holds_no_script_style_picture_or_handler(text):
    page = html(text)

    for forbidden in ("<script", "<style", "<img", "<iframe", "<svg", "<b ", "<p style"):
        assert forbidden not in page


def test_a_figure_that_looks_like_markup_is_only_text():
    assert html("{{ rule:cap }}", cap="<script>alert(1)</script>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize("address", ["https://example.com/a", "http://example.com/a", "/help/"])
def test_links_lead_to_the_web_or_within_the_site(address):
    assert f'href="{address}"' in html(f"[看这里]({address})")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "mailto:someone@example.com",
        "weixin://dl/scan",
        "file:///etc/passwd",
    ],
)
def test_links_lead_nowhere_else(address):
    assert "href" not in html(f"[看这里]({address}) <{address}>")


def test_the_words_of_a_text_stand_block_by_block_without_its_marks():
    text = "## 标题\n\n先**打**[电话](/help/)，\n再说。\n\n- 身份证\n\n> 你好。 {{ rule:a_b }}"

    assert paragraphs(text) == ("标题", "先打电话， 再说。", "身份证", "你好。 {{ rule:a_b }}")


def test_the_links_of_a_text_are_found_however_they_are_written():
    text = "[甲](/help/) <https://a.example/>\n\n- [乙][b] `[丙](/no/)`\n\n[b]: /law/#x"

    assert links(text) == ("/help/", "https://a.example/", "/law/#x")


@pytest.mark.parametrize("text", ["", "没有链接", "[只有方括号]", r"\[甲\](/help/)"])
def test_a_text_without_links_has_none(text):
    assert links(text) == ()


PIECES = [
    *"<>\"'&*_[]()!#`\\\n -.1",
    "<script>",
    "</script>",
    "<a href=",
    "javascript:",
    "https://",
    "//",
    " onclick=",
    "style=",
    "{{ rule:cap }}",
    "字",
]


class Structure(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_is_typed_only_plain_structure_comes_out(text):
    plain = {"p", "h2", "h3", "ol", "ul", "li", "strong", "em", "blockquote", "a", "br", "hr"}

    found = Structure(html(text, cap="<i>24%</i>")).found

    assert {tag for tag, _ in found} <= plain
    assert {name for _, attributes in found for name in attributes} <= {"href", "rel"}
    addresses = [attributes.get("href", "") for _, attributes in found]
    assert all(urlsplit(address).scheme in {"", "http", "https"} for address in addresses)
