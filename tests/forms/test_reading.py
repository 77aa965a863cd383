"""What people type is read where its meaning is certain, and stays as typed where it is not."""

from datetime import date, time
from decimal import Decimal

import pytest

from advice.forms.reading import (
    read_amount,
    read_count,
    read_day,
    read_number,
    read_rate,
    read_time,
)


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("30000", "30000"),
        ("30000.50", "30000.50"),
        ("30,000", "30000"),
        ("1,234,567.89", "1234567.89"),
        ("30，000", "30000"),
        ("３００００", "30000"),
        ("３０，０００．５０", "30000.50"),
        (" 30 000 ", "30000"),
        ("3万", "30000"),
        ("3 万元", "30000"),
        ("1.5万元", "15000"),
        ("2千", "2000"),
        ("0.2w", "2000"),
        ("0.2W", "2000"),
        ("¥30000", "30000"),
        ("￥30,000.00", "30000"),
        ("¥3万", "30000"),
        ("30000元", "30000"),
        ("-5", "-5"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, yuan):
    amount = read_amount(typed)

    assert amount == Decimal(yuan)


@pytest.mark.parametrize(
    "typed",
    [
        "3,5",
        "30,00",
        "3,0000",
        "1,000,00",
        "两千左右",
        "三万五",
        "3万5",
        "3万5千",
        "3万万",
        "1e5",
        "NaN",
        "Infinity",
        "0x10",
        "10 KB",
        "3 k",
        "3-5万",
        "30000-",
        "--5",
        "+5",
        "1_000",
        ".5",
        "5.",
        "1.2.3",
        "元",
        "¥",
        "٣٠٠",
        "9" * 41,
        "9" * 5000,
    ],
)
def test_an_amount_without_a_certain_meaning_stays_as_typed(typed):
    assert read_amount(typed) == typed


@pytest.mark.parametrize(
    ("typed", "percent"),
    [
        ("0.05", "0.05"),
        ("0.05%", "0.05"),
        ("０．０５％", "0.05"),
        ("0.05 %", "0.05"),
        ("18", "18"),
        ("万分之五", "0.05"),
        ("万分之 5", "0.05"),
        ("万分之3.5", "0.035"),
        ("万分之三点五", "0.035"),
        ("-1", "-1"),
    ],
)
def test_a_rate_is_read_in_percent(typed, percent):
    rate = read_rate(typed)

    assert rate == Decimal(percent)


@pytest.mark.parametrize(
    "typed",
    [
        "千分之五",
        "万分之",
        "万分之十五",
        "万分之5.5.5",
        "万分之点",
        "五",
        "5‰",
        "0,05",
        "1e-2",
        "NaN",
        "%",
        "0.05%%",
        "9" * 41,
    ],
)
def test_a_rate_without_a_certain_meaning_stays_as_typed(typed):
    assert read_rate(typed) == typed


@pytest.mark.parametrize(
    ("typed", "number"), [("1.5", "1.5"), ("1.5倍", "1.5"), ("２", "2"), ("-1", "-1")]
)
def test_a_number_is_read(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["一倍半", "1.5x", "1,5", "NaN", "1.5倍倍", "9" * 41])
def test_a_number_without_a_certain_meaning_stays_as_typed(typed):
    assert read_number(typed) == typed


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("10", 10),
        ("１０", 10),
        ("10期", 10),
        ("30 天", 30),
        ("31号", 31),
        ("31日", 31),
        ("12个月", 12),
        ("007", 7),
        ("-1", -1),
    ],
)
def test_a_count_is_read_with_or_without_its_unit(typed, count):
    assert read_count(typed) == count


@pytest.mark.parametrize("typed", ["10.5", "十", "10 KB", "1,000", "NaN", "9" * 41, "9" * 5000])
def test_a_count_without_a_certain_meaning_stays_as_typed(typed):
    assert read_count(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "2026-08-15",
        "2026-8-15",
        "2026/8/15",
        "2026.8.15",
        "2026年8月15日",
        "2026年8月15号",
        "2026年8月15",
        " 2026 年 8 月 15 日 ",
        "20260815",
        "２０２６－８－１５",
        "２０２６年８月１５日",
        "２０２６０８１５",
    ],
)
def test_a_day_is_read_as_people_write_it(typed):
    assert read_day(typed) == date(2026, 8, 15)


def test_the_leap_day_of_a_leap_year_is_read():
    assert read_day("2028-2-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-2-30",
        "2026-2-29",
        "2026-13-1",
        "2026-0-1",
        "0000-1-1",
        "20261315",
        "26-8-15",
        "8-15",
        "8月15日",
        "15/8/2026",
        "2026年8月",
        "2026815",
        "昨天",
        "二〇二六年八月十五日",
        "2026-08-15T00:00",
        "9" * 41,
    ],
)
def test_a_day_that_does_not_exist_or_is_unclear_stays_as_typed(typed):
    assert read_day(typed) == typed


@pytest.mark.parametrize("read", [read_amount, read_rate, read_number, read_count])
def test_the_longest_text_with_a_meaning_has_forty_signs(read):
    longest = "0" * 39 + "7"

    assert read(longest) == 7
    assert read("0" + longest) == "0" + longest


@pytest.mark.parametrize("read", [read_amount, read_rate, read_number, read_count, read_day])
@pytest.mark.parametrize("typed", ["", " ", "\u3000", "，", "\n"])
def test_nothing_but_spaces_and_signs_has_no_meaning(read, typed):
    assert read(typed) == typed


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("22:15", "22:15"),
        ("２２：１５", "22:15"),
        ("8:05", "08:05"),
        ("8点", "08:00"),
        ("22点15分", "22:15"),
        ("22 时 5", "22:05"),
        ("晚上10点半", "22:30"),
        ("晚上9点59分", "21:59"),
        ("早上7点59", "07:59"),
        ("凌晨12点", "00:00"),
        ("中午12点", "12:00"),
        ("下午1:30", "13:30"),
        ("晚上22:00", "22:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(text, at):
    assert read_time(text) == time.fromisoformat(at)


@pytest.mark.parametrize(
    "text", ["", "24:00", "22:60", "22", "晚上", "晚上12点", "上午3点", "下午22:00", "10点半5分"]
)
def test_a_time_without_a_certain_meaning_stays_as_it_is(text):
    assert read_time(text) == text
