"""Where each value of a text stands, whatever its neighbours look like."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.records.files import to_text
from advice.services.archive.lines import line_of, lines_of

TEXT = '''\
# 注释 = [ "不算" ]
key = "annual_cap"  # "也不算
"quoted" = 'it"s' # not " a text
body = """
title = "不是标题"
[[values]]
a \\"\\"\\" quote""""
days = [
    "a", # [
    "b",
]
figures = [
    { fact = "arrears", order = 10 },
    { fact = "x]}", order = 20 },
]
at = 2027-01-01 09:00:00+08:00

[[values]]
value = "0.24"

[[values]]
value = 0.36
inline = [ { over = "0" } ]

[[values.brackets]]
over = "0"

[[values.brackets]]
over = "10"

[answers.loans]
a.b = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("key",), 2),
        (("quoted",), 3),
        (("body",), 4),
        (("title",), None),
        (("days",), 8),
        (("days", 0), 9),
        (("days", 1), 10),
        (("figures", 0, "fact"), 13),
        (("figures", 1), 14),
        (("figures", 1, "order"), 14),
        (("at",), 16),
        (("values", 0), 18),
        (("values", 0, "value"), 19),
        (("values", 0, "source"), 18),
        (("values", 1, "value"), 22),
        (("values", 1, "inline", 0, "over"), 23),
        (("values", 1, "brackets", 0, "over"), 26),
        (("values", 1, "brackets", 1), 28),
        (("values", 1, "brackets", 1, "over"), 29),
        (("answers", "loans", "a", "b"), 32),
        ((), None),
    ],
)
def test_each_value_is_found_on_its_line(path, line):
    assert tomllib.loads(TEXT)
    assert line_of(path, lines_of(TEXT)) == line


def test_ends_of_lines_of_windows_count_once():
    assert lines_of("a = 1\r\nb = [\r\n  2,\r\n]\r\n") == {
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
    }


names = st.text("abc_-é", min_size=1, max_size=4)
texts = st.text(st.sampled_from("a\"'\\\n[]{}=#,. é中"), max_size=12)
scalars = texts | st.integers(-5, 5) | st.booleans() | st.dates()
rows = st.lists(
    st.dictionaries(names, scalars | st.lists(texts, max_size=3), max_size=3), max_size=3
)


@given(st.dictionaries(names, scalars | st.lists(texts, max_size=3) | rows, max_size=5))
def test_every_value_of_any_document_is_found(document):
    text = to_text(document)

    lines = lines_of(text)

    printed = text.split("\n")
    assert tomllib.loads(text) == document
    for name, value in document.items():
        written = to_text({name: 1}).removesuffix(" = 1\n")
        if (name,) in lines:
            assert printed[lines[name,] - 1].startswith(f"{written} = ")
        for place, part in enumerate(value if isinstance(value, list) else []):
            line = printed[lines[name, place] - 1]
            assert line == f"[[{written}]]" or line.startswith(("    ", "        "))
            assert not isinstance(part, dict) or all((name, place, key) in lines for key in part)
