"""manage.py check_content: a line for each finding, and whether there was an error."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from advice.models import Question

PASSED = "内容检查通过。"

pytestmark = pytest.mark.usefixtures("seeded")


def check_content():
    """(the lines printed, the exit code)."""
    output, code = StringIO(), 0
    try:
        call_command("check_content", stdout=output)
    except SystemExit as left:
        code = left.code
    return output.getvalue().splitlines(), code


def test_the_initial_content_passes():
    assert check_content() == ([PASSED], 0)


def test_an_error_is_a_line_of_its_own_and_fails():
    question = Question.objects.get(key="prison")
    Question.objects.filter(pk=question.pk).update(body="要交滞纳金。两句。", summary=" ")

    lines, code = check_content()

    assert code == 1
    assert len(lines) == 2
    assert all(line.startswith(f"错误：问答“{question.title}”：") for line in lines)
    assert all(line.endswith(f"（/admin/advice/question/{question.pk}/change/）") for line in lines)


def test_what_falls_due_is_said_and_does_not_fail():
    days = {"reviewed_on": date(2020, 1, 1), "review_due_on": date(2020, 7, 1)}
    Question.objects.filter(key="prison").update(**days)

    lines, code = check_content()

    assert code == 0
    assert lines[0].startswith("提醒：问答“还不上，会不会坐牢？”：待复核：2020年7月1日前")
    assert lines[1:] == [PASSED]
