"""The check of the content as a page of the admin, with the way to each record."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice.models import Question

CHECK = reverse("editing:content_check")


def page_of(record):
    return reverse(f"admin:advice_{record._meta.model_name}_change", args=[record.pk])


def test_the_page_says_that_nothing_is_wrong(admin_client, seeded):
    page = admin_client.get(CHECK).content.decode()

    assert "内容检查" in page
    assert "没有发现错误。" in page
    assert "要改的（" not in page
    assert "到期要核对的（" not in page


def test_each_finding_leads_to_its_record(admin_client, seeded):
    broken = Question.objects.get(key="prison")
    due = Question.objects.exclude(pk=broken.pk).first()
    Question.objects.filter(pk=broken.pk).update(summary="要交<滞纳金>。")
    Question.objects.filter(pk=due.pk).update(
        reviewed_on=date(2020, 1, 1), review_due_on=date(2020, 7, 1)
    )

    page = admin_client.get(CHECK).content.decode()

    errors, notices = page.split("到期要核对的（1）")
    assert "要改的（1）" in errors
    assert f'<a href="{page_of(broken)}">问答“{broken.title}”</a>' in errors
    assert "一句话里写了“滞纳金”。" in errors
    assert f'<a href="{page_of(due)}">问答“{due.title}”</a>' in notices
    assert "没有发现错误" not in page


def test_the_first_page_of_the_admin_leads_there(admin_client, db):
    assert f'<a href="{CHECK}">内容检查</a>' in admin_client.get("/admin/").content.decode()


@pytest.mark.parametrize("account", [None, "visitor"])
def test_only_an_editor_sees_it(client, db, account):
    if account:
        client.force_login(User.objects.create_user(account))

    response = client.get(CHECK)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_an_editor_without_further_rights_sees_it(client, db):
    client.force_login(User.objects.create_user("volunteer", is_staff=True))

    assert client.get(CHECK).status_code == 200


def test_nothing_can_be_posted_to_it(admin_client, db):
    assert admin_client.post(CHECK).status_code == 405


def test_it_costs_as_many_queries_with_findings_as_without(admin_client, seeded):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(CHECK)
        return len(asked)

    queries()  # builds the rulebook
    without = queries()
    Question.objects.update(body="滞纳金")
    with_findings = queries()

    assert with_findings == without
