"""All guards together: in order, and in as many queries for much content as for little."""

from datetime import timedelta
from inspect import getmembers, isfunction

from django.db import connection
from django.test.utils import CaptureQueriesContext

from advice.services.content_check import (
    GUARDS,
    Severity,
    Topic,
    findings,
    findings_by_topic,
    records,
    texts,
    values,
)
from tests import factories as new
from tests.engine.factories import TODAY

REVIEWED = {"reviewed_on": new.FIRST_DAY}


def test_every_guard_is_asked():
    asked = [guard for guards in GUARDS.values() for guard in guards]

    there = [
        function
        for module in (records, values, texts)
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]

    assert len(asked) == len(there)
    assert set(asked) == set(there)


def test_errors_come_record_by_record_before_what_falls_due(db):
    new.make_guide(reviewed_on=new.FIRST_DAY, review_due_on=TODAY - timedelta(1))
    new.make_question(body="滞纳金", title="甲")
    new.make_question(body="", title="乙")

    found = findings(TODAY)

    *errors, notice = found
    assert notice.severity is Severity.NOTICE
    assert {finding.severity for finding in errors} == {Severity.ERROR}
    named = [finding.where for finding in errors]
    assert named == sorted(named)
    assert named.count("问答“甲”") > 1


def test_what_is_found_can_be_told_by_topic(db):
    new.make_condition(fact="savings", operator="lt", value="0")
    new.make_question(body="[看](/gone/)", review_due_on=TODAY - timedelta(1), **REVIEWED)

    found = findings_by_topic(TODAY)

    assert sorted(map(str, findings(TODAY))) == sorted(
        str(finding) for rows in found.values() for finding in rows
    )
    assert [row.where for row in found[Topic.CONDITIONS]] == ["应对办法“标题”"]
    assert [row.message[:3] for row in found[Topic.DUE]] == ["待复核"]
    cited = [row.message for row in found[Topic.CITATIONS] if row.where.startswith("问答")]
    assert cited == ["没有法律依据。请至少选一个。", "正文里的链接 /gone/ 打不开。请改正或去掉。"]


def test_a_draft_is_left_in_peace(db):
    before = findings(TODAY)
    new.make_chapter(guide=new.make_guide(status="draft"), body="滞纳金 {{ x }}")
    new.make_condition(strategy=new.make_strategy(status="draft", title=""))
    new.make_figure(consequence=new.make_consequence(status="draft"), fact="judgment_on")
    new.make_comment(status="draft", summary="", guide=new.make_guide(status="draft"))
    new.make_hotline(status="draft", source=new.make_source(status="draft"))

    assert findings(TODAY) == before


def make_one_of_each():
    """A record of every kind with everything that belongs to it."""
    product = new.make_product()
    source = new.make_source()
    consequence = new.make_figure().consequence
    strategy = new.make_condition().strategy
    strategy.eases.add(consequence)
    question, situation = new.make_question(), new.make_situation()
    question.strategies.add(strategy)
    question.consequences.add(consequence)
    situation.strategies.add(strategy)
    guide = new.make_chapter(body="{{ rule:x }} [看](/help/)").guide
    comment = new.make_comment(guide=guide)
    for record in (consequence, strategy, question, guide, new.make_prevention()):
        record.sources.add(source)
        record.products.add(product)
    for record in (situation, comment, new.make_page()):
        record.sources.add(source)
    new.make_hotline(source=source)
    new.make_rule_value(source=source)
    new.make_bracket(version=new.make_version(source=source))
    new.make_term(product=product, source=source)


def test_it_asks_as_often_for_three_records_of_each_kind_as_for_one(db):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            found = findings(TODAY)
        return len(asked), len(found)

    make_one_of_each()
    for_one = queries()
    make_one_of_each()
    make_one_of_each()
    for_three = queries()

    assert for_three[1] > for_one[1]
    assert for_three[0] == for_one[0]
