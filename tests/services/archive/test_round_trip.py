"""Out and in again: the identical archive, whatever the site holds."""

import pytest
from django.utils import timezone

from advice import records, seed
from advice.models import (
    Guide,
    LoanProduct,
    ProductTerm,
    Question,
    Rule,
    SampleBorrower,
    SeededRecord,
    SiteEdition,
    Status,
    Strategy,
    Version,
)
from advice.services import archive
from tests.factories import make_account, make_question, make_rule_value, make_term
from tests.services.archive.sites import empty_site, let_in

LATER = timezone.make_aware(timezone.datetime(2027, 1, 1, 9, 30))


@pytest.fixture
def busy_site(seeded):
    """A site at work: drafts, scheduled, withdrawn, deleted, working copies, proposals."""
    Strategy.objects.get(key="get_lawyer").delete()
    Question.objects.filter(key="prison").update(status=Status.DRAFT)
    Question.objects.filter(key="cannot_repay").update(status=Status.IN_REVIEW)
    Question.objects.filter(key="change_card").update(status=Status.SCHEDULED, publish_at=LATER)
    Question.objects.filter(key="change_due_day").update(status=Status.WITHDRAWN)
    copy = records.start_copy(Strategy.objects.get(key="avoid_scams"))
    Strategy.objects.filter(pk=copy.pk).update(
        title="改了一半", body='第一行\r\n\r\n- 第二行\\ """ \''
    )
    copy = records.start_copy(Guide.objects.get(key="overdue"))
    Guide.objects.filter(pk=copy.pk).update(status=Status.SCHEDULED, publish_at=LATER)
    rule = Rule.objects.get(key="annual_cap")
    make_rule_value(rule=rule, effective_from="2027-01-01", value="0.154", status=Status.IN_REVIEW)
    make_rule_value(rule=rule, effective_from="2027-01-01", value="0.16")
    make_rule_value(rule=rule, effective_from="2027-01-01", value="0.2", status=Status.WITHDRAWN)
    product = LoanProduct.objects.get(slug="weilidai")
    make_term(product=product, effective_from="2027-02-01", value="2", status=Status.DRAFT)
    answers = {"as_of": "2026-11-23", "loans": [{"principal": 1.5, "due_day": 3, "paid": None}]}
    SampleBorrower.objects.create(key="odd", title="样本", answers=answers)


@pytest.mark.usefixtures("busy_site")
def test_a_site_let_into_an_empty_one_exports_the_identical_archive():
    exported = archive.export()
    empty_site()

    outcome = let_in(exported)

    assert archive.export() == exported
    assert outcome.unchanged == 0
    assert {change.act for change in outcome.changes} == {"新增"}
    assert outcome.only_here == ()
    # The seed has come with the archive, as far as the editors have kept it.
    assert seed.load() == 0
    assert archive.export() == exported


@pytest.mark.usefixtures("busy_site")
def test_a_site_let_into_itself_changes_nothing():
    exported, edition = archive.export(), SiteEdition.current().token

    outcome = let_in(exported)

    assert archive.export() == exported
    assert (outcome.changes, outcome.notices) == ((), ())
    assert outcome.unchanged > 400
    assert not Version.objects.exists()
    assert SiteEdition.current().token == edition
    assert {label for label, _ in outcome.only_here} == set()


@pytest.mark.usefixtures("seeded")
def test_the_seed_is_the_archive_of_a_new_site():
    of_seed = {
        path.relative_to(seed.FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in seed.FOLDER.rglob("*.toml")
    }

    exported = archive.export_files()

    assert exported.pop("archive.toml")
    assert exported == of_seed


@pytest.mark.django_db
def test_a_rehearsal_tells_all_and_leaves_nothing():
    make_question()
    make_term()
    exported = archive.export()
    empty_site()

    outcome = archive.rehearse(archive.read(exported))

    assert [change.act for change in outcome.changes] == ["新增"] * 3
    assert not Question.objects.exists()
    assert not SeededRecord.objects.exists()
    assert not Version.objects.exists()


@pytest.mark.django_db
def test_what_is_published_keeps_who_brought_it_and_who_let_it_in():
    make_question()
    make_term()
    exported = archive.export()
    empty_site()
    bringer, approver = make_account("bringer"), make_account("approver")

    let_in(exported, brought_by=bringer, let_in_by=approver, note="来自旧站")

    for record in (Question.objects.get(), ProductTerm.objects.get()):
        newest, oldest = records.versions_of(record)
        assert (newest.event, newest.by, newest.note) == ("published", approver, "来自旧站")
        assert (oldest.event, oldest.by, oldest.note) == ("imported", bringer, "来自旧站")
