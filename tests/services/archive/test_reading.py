"""What can be wrong with the files of an archive: each is told with its file and its line."""

import pytest

from advice.services.archive import ArchiveRefused, pack
from advice.services.archive.faults import MOST_TOLD, FileFault
from advice.services.archive.reading import read
from tests.services.archive.sites import MANIFEST, packed, refusal

RULE = 'key = "a"\nlabel = "一条规则"\nunit = "share"\n'
VALUE = (
    "\n[[values]]\n"
    'status = "published"\neffective_from = 2020-01-01\nchecked_on = 2026-11-22\n'
    'value = "0.24"\nreason = "假定"\n'
)
ANY_STATUS = "status（状态）：这里要写 draft、review、scheduled、published、withdrawn 之一。"
ANY_HIDDEN_STATUS = "status（状态）：这里要写 draft、review、scheduled 之一。"


def told(**files):
    return refusal(read, packed(**files))


def test_records_stand_in_the_order_in_which_they_refer_to_each_other():
    content = packed(
        synonyms='synonyms = [\n  { word = "坐牢", means = "刑事责任" },\n]\n',
        rules__a=RULE + VALUE,
        drafts__rules__a='key = "a"\n' + VALUE.replace("published", "review"),
        sources__z='key = "z"\nstatus = "draft"\n',
        strategies__b='key = "b"\nstatus = "draft"\n',
    )

    entries = read(content).entries

    assert [(entry.kind.name, entry.key, entry.is_draft) for entry in entries] == [
        ("source", "z", False),
        ("rule", "a", False),
        ("rule_value", "a 2020-01-01", False),
        ("strategy", "b", False),
        ("synonym", "坐牢 刑事责任", False),
        ("rule_value", "a 2020-01-01", True),
    ]


def test_an_empty_archive_holds_nothing():
    assert read(packed()).entries == ()


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("format = 2\n", "archive.toml 第 1 行：档案的格式不认识：这里只读 format = 1。"),
        ("\n\nformat = '1'\n", "archive.toml 第 3 行：档案的格式不认识：这里只读 format = 1。"),
        ("", "archive.toml：档案的格式不认识：这里只读 format = 1。"),
    ],
)
def test_other_formats_are_refused(manifest, message):
    assert refusal(read, pack({"archive.toml": manifest})) == [message]


def test_an_archive_without_its_first_file_is_refused():
    assert refusal(read, pack({"rules/a.toml": RULE})) == [
        "档案里没有 archive.toml：请把文件夹里的全部文件一起压缩。"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "README.txt",
        "a.toml",
        "rules/a.txt",
        "rules/a.TOML",
        "rules/a.toml.exe",
        "rules/.toml",
        "rules/b/a.toml",
        "rule/a.toml",
        "RULES/a.toml",
        "rules/规则.toml",
        "rules/a b.toml",
        "drafts/a.toml",
        "drafts/samples/a.toml",
        "drafts/synonyms.toml",
        "drafts/drafts/rules/a.toml",
        "__MACOSX/rules/._a.toml",
        "archive/rules/a.toml",
        "synonyms.toml/a.toml",
    ],
)
def test_files_that_have_no_place_are_refused(name):
    (message,) = refusal(read, pack({"archive.toml": MANIFEST, name: RULE}))

    assert message.startswith(f"{name}：不认识这个文件：")


def test_a_mark_of_the_byte_order_is_no_fault():
    (entry,) = read(packed(rules__a="\ufeff" + RULE.replace("\n", "\r\n"))).entries

    assert entry.document == {"key": "a", "label": "一条规则", "unit": "share"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_other_encodings_are_refused_with_the_line(encoding, monkeypatch):
    text = 'key = "a"\nlabel = "规则名"\n'
    files = {"archive.toml": MANIFEST, "rules/a.toml": text}
    content = pack(files)
    raw = {name: text.encode() for name, text in files.items()}
    raw["rules/a.toml"] = text.encode(encoding)
    monkeypatch.setattr("advice.services.archive.reading.unpack", lambda _: raw)

    line = 1 if encoding == "utf-16" else 2
    assert refusal(read, content) == [
        f"rules/a.toml 第 {line} 行：这一行的文字不是 UTF-8 编码：请用文本编辑器另存为 UTF-8。"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('key = "a"\nkey = "b"\n', "第 2 行第 10 个字：同一项写了两次，只能留一个。"),
        ("[a]\n[a]\n", "第 2 行第 3 个字：同一项写了两次，只能留一个。"),
        ('key = "a"\nlabel = \n', "第 2 行第 9 个字：这里的写法不对：看看引号、括号、等号和逗号。"),
        ("key = “a”\n", "第 1 行第 7 个字：这里的写法不对：看看引号、括号、等号和逗号。"),
        ('key = """\n字\n', "第 3 行：写到一半就结束了：看看最后的引号、括号是不是都有另一半。"),
        ("a = " + "[" * 5_000, "：这个文件里有套得太深的括号，或者长得不合常理的数字。"),
        ("a = " + "9" * 5_000, "：这个文件里有套得太深的括号，或者长得不合常理的数字。"),
        ("a = " + "[" * 20 + "]" * 20, "第 1 行：括号套得太深了。"),
        ('key = "a\\u0000"\n', "第 1 行：里面有不能用的空字符（\\u0000）。"),
        ('key = "a"\n"b\\u0000" = 1\n', "第 2 行：里面有不能用的空字符（\\u0000）。"),
        ('key = "a"\nl = [ "a", "\\u0000" ]\n', "第 2 行：里面有不能用的空字符（\\u0000）。"),
        ("key = 1\n", '第 1 行：key 要和文件名一样，写成 key = "a"。'),
        ('key = "b"\n', '第 1 行：key 要和文件名一样，写成 key = "a"。'),
        ('label = "b"\n', '：key 要和文件名一样，写成 key = "a"。'),
        ('key = "a"\nvalues = 1\n', "第 2 行：values 应该是一行一行的：每一行用 [[values]] 开头。"),
        (
            'key = "a"\nvalues = [ 1 ]\n',
            "第 2 行：values 应该是一行一行的：每一行用 [[values]] 开头。",
        ),
        (RULE + VALUE + 'rule = "b"\n', "第 11 行：这里不用写 rule。"),
        (
            RULE + VALUE.replace("published", "draft"),
            "第 6 行：status（状态）：这里要写 published 之一。",
        ),
        (
            RULE + VALUE.replace("2020-01-01", "2020-01-01 00:00:00"),
            "第 7 行：effective_from（从哪天起）：这里应该是日期。",
        ),
        (
            RULE + VALUE.replace("2020-01-01", '"2020-01-01"'),
            "第 7 行：effective_from（从哪天起）：这里应该是日期。",
        ),
        (
            RULE + "[[values]]\nstatus = 'published'",
            "第 4 行：effective_from（从哪天起）：缺这一项。",
        ),
        (RULE + VALUE + VALUE, "第 12 行：同一条在 rules/a.toml 第 5 行已经有了，只能写一次。"),
    ],
)
def test_a_bad_rule_is_refused_where_it_is_bad(text, message):
    message = message if message.startswith("：") else f" {message}"

    assert told(rules__a=text) == [f"rules/a.toml{message}"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "strategies__a",
            'key = "a"\n',
            f"strategies/a.toml：{ANY_STATUS}",
        ),
        (
            "strategies__a",
            'key = "a"\nstatus = "live"\n',
            f"strategies/a.toml 第 2 行：{ANY_STATUS}",
        ),
        (
            "drafts__strategies__a",
            'key = "a"\nstatus = "published"\n',
            f"drafts/strategies/a.toml 第 2 行：{ANY_HIDDEN_STATUS}",
        ),
        (
            "drafts__rules__a",
            'key = "a"\nlabel = "b"\n',
            "drafts/rules/a.toml 第 2 行：这里没有“label”这一项。",
        ),
        (
            "drafts__rules__a",
            'key = "a"\n' + VALUE,
            "drafts/rules/a.toml 第 4 行：status（状态）：这里要写 draft、review 之一。",
        ),
        (
            "synonyms",
            'synonyms = [\n  { word = "a" },\n]\n',
            "synonyms.toml 第 2 行：means（我们怎么说）：缺这一项。",
        ),
        (
            "synonyms",
            'synonyms = [\n  { word = "a", means = "b" },\n  { word = "a", means = "b" },\n]\n',
            "synonyms.toml 第 3 行：同一条在 synonyms.toml 第 2 行已经有了，只能写一次。",
        ),
        ("synonyms", "words = 1\n", "synonyms.toml 第 1 行：这里没有“words”这一项。"),
        (
            "products__a",
            'slug = "a"\n\n[[terms]]\nstatus = "published"\neffective_from = 2020-01-01\n',
            "products/a.toml 第 3 行：key（条款）：缺这一项。",
        ),
    ],
)
def test_bad_files_of_other_kinds_are_refused(name, text, message):
    assert told(**{name: text}) == [message]


def test_all_faults_of_all_files_are_told():
    assert told(rules__a='key = "b"\n', rules__b="key = \n", strategies__c='key = "c"\n') == [
        'rules/a.toml 第 1 行：key 要和文件名一样，写成 key = "a"。',
        "rules/b.toml 第 1 行第 7 个字：这里的写法不对：看看引号、括号、等号和逗号。",
        f"strategies/c.toml：{ANY_STATUS}",
    ]


@pytest.mark.parametrize(
    ("count", "last"), [(MOST_TOLD, "99：x"), (MOST_TOLD + 2, "还有 2 处，先改好上面的。")]
)
def test_of_very_many_faults_the_first_are_told(count, last):
    refused = ArchiveRefused(FileFault("x", str(number)) for number in range(count))

    assert str(refused.faults[-1]) == last
