from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command

from portal import second_factor as factor
from tests import factories as make
from tests.portal.test_second_factor import KEY, code_of

pytestmark = pytest.mark.django_db


def test_the_account_enrols_anew_and_the_log_says_so():
    wang = make.make_account("wang", "管理员")
    factor.enrol(wang, key=KEY, code=code_of())
    output = StringIO()

    call_command("reset_second_factor", "wang", stdout=output)

    assert factor.enrolled_app(wang) is None
    assert "重置" in output.getvalue()
    assert "重置" in LogEntry.objects.get(user=wang).change_message


def test_a_name_that_nobody_has_is_refused():
    with pytest.raises(CommandError, match="没有“nobody”这个账号"):
        call_command("reset_second_factor", "nobody")
