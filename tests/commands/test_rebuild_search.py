from io import StringIO

import pytest
from django.core.management import call_command

from advice.models import SearchEntry, Status
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_index_is_built_anew_and_its_records_are_counted():
    make.make_question()
    make.make_hotline()
    make.make_strategy(status=Status.DRAFT)
    SearchEntry.objects.all().delete()
    output = StringIO()

    call_command("rebuild_search", stdout=output)

    assert output.getvalue() == "Indexed 2 published records.\n"
    assert SearchEntry.objects.count() == 2
