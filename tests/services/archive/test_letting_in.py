"""What an archive changes and leaves alone; where it is refused, it changes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from advice import records
from advice.models import (
    Event,
    LegalSource,
    Question,
    Rule,
    RuleValue,
    SearchEntry,
    SiteEdition,
    Status,
    Strategy,
    Synonym,
    Version,
)
from advice.selectors import entries_of, hits_of
from advice.services import archive, workflow
from advice.services.archive import export_files, pack
from tests.factories import (
    make_account,
    make_question,
    make_rule,
    make_rule_value,
    make_source,
    make_strategy,
    make_synonym,
)
from tests.services.archive.sites import changed, let_in, packed, refusal

pytestmark = pytest.mark.django_db
THE_DAY = date(2020, 1, 1)


@pytest.fixture
def question():
    return make_question(key="prison", title="会不会坐牢？", theme="court")


@pytest.fixture
def rule():
    rule = make_rule(key="cap", label="上限")
    make_rule_value(rule=rule, effective_from=THE_DAY, value="0.24")
    return rule


def edited(*replacements):
    return changed("questions/prison.toml", *replacements)


def rows(outcome):
    """What a rehearsal shows: (file, act, [(label, before, after), …]) of each record."""
    return [
        (
            change.file,
            change.act,
            [(one.label, one.before, one.after) for one in change.differences],
        )
        for change in outcome.changes
    ]


# Texts


def test_a_changed_text_is_shown_field_by_field_and_written(question):
    source = make_source(key="law", title="刑法", article="")

    outcome = let_in(
        edited(("会不会坐牢？", "会坐牢吗？"), ("order = 100", 'order = 5\nsources = [ "law" ]'))
    )

    assert rows(outcome) == [
        (
            "questions/prison.toml",
            "修改",
            [
                ("标题", "会不会坐牢？", "会坐牢吗？"),
                ("排序", "100", "5"),
                ("法律依据", "", "刑法"),
            ],
        )
    ]
    question.refresh_from_db()
    assert (question.title, question.order) == ("会坐牢吗？", 5)
    assert list(question.sources.all()) == [source]


def test_a_changed_record_stays_the_same_one(question):
    pk = question.pk

    let_in(edited(("会不会", "会")))

    assert Question.objects.get().pk == pk


def test_what_is_let_in_is_found_and_shown_at_once(question):
    edition = SiteEdition.current().token

    let_in(edited(("会不会坐牢？", "会被拘留吗？")))

    assert SearchEntry.objects.get().title == "会被拘留吗？"
    assert [entry.key for entry in entries_of(hits_of(["拘留"]).best)] == ["prison"]
    assert SiteEdition.current().token != edition


def test_history_tells_what_was_there_who_brought_the_change_and_who_let_it_in(question):
    bringer, approver = make_account("bringer"), make_account("approver")

    let_in(edited(("会不会", "会")), brought_by=bringer, let_in_by=approver)

    told = records.versions_of(question).values_list("event", "by__username", "title")
    assert list(told) == [
        ("published", "approver", "会坐牢？"),
        ("imported", "bringer", "会坐牢？"),
        ("found", None, "会不会坐牢？"),
    ]


def test_a_record_that_the_archive_does_not_speak_of_stays(question):
    kept = make_synonym(word="坐牢", means="刑事责任")

    outcome = let_in(packed())

    assert outcome.only_here == (("问答", "会不会坐牢？"), ("搜索同义词", str(kept)))
    assert Question.objects.get() == question


def test_a_record_may_be_withdrawn(question):
    let_in(edited(('"published"', '"withdrawn"')))

    question.refresh_from_db()
    assert question.status == Status.WITHDRAWN
    assert not SearchEntry.objects.exists()


def test_numbers_may_be_written_in_other_ways_and_are_the_same():
    make_rule_value(rule=make_rule(key="cap"), value="0.24")

    outcome = let_in(changed("rules/cap.toml", ('"0.24"', "0.2400")))

    assert outcome.changes == ()
    assert RuleValue.objects.count() == 1
    assert not Version.objects.exists()


# Working copies


def test_a_working_copy_arrives_as_one(question):
    text = export_files()["questions/prison.toml"]
    draft = text.replace("published", "review").replace("会不会", "会")
    bringer = make_account("bringer", "法律审核")

    outcome = let_in(packed(drafts__questions__prison=draft), brought_by=bringer)

    assert [(change.file, change.act) for change in outcome.changes] == [
        ("drafts/questions/prison.toml", "新增")
    ]
    question.refresh_from_db()
    assert (question.title, question.copy.title) == ("会不会坐牢？", "会坐牢？")
    assert question.copy.status == Status.IN_REVIEW
    assert workflow.may(bringer, question.copy, workflow.Move.APPROVE)


def test_a_working_copy_that_is_here_already_is_changed_and_its_writer_still_known(question):
    writer = make_account("writer")
    copy = records.start_copy(question)
    records.keep_version(copy, Event.CHANGED, by=writer)
    bringer = make_account("bringer")

    let_in(
        changed("drafts/questions/prison.toml", ("会不会", "会")),
        brought_by=bringer,
    )

    question.refresh_from_db()
    assert (question.copy.pk, question.copy.title) == (copy.pk, "会坐牢？")
    assert records.writers(copy) == {writer.pk, bringer.pk}


def test_a_working_copy_of_nothing_is_refused():
    text = 'key = "a"\nstatus = "draft"\n'

    assert refusal(let_in, packed(drafts__questions__a=text)) == [
        "drafts/questions/a.toml：找不到它修改的那一条。"
    ]


def test_a_record_that_somebody_is_changing_is_not_changed_under_him(question):
    content = edited(("会不会", "会"))
    copy = records.start_copy(question)

    assert refusal(let_in, content) == [
        "questions/prison.toml：本站有一份它的修改稿（草稿）：请先发布或放弃那一份。"
    ]
    copy.refresh_from_db()
    assert copy.title == "会不会坐牢？"


def test_what_is_scheduled_is_published_in_time(question):
    at = "2027-01-01 09:00:00"
    scheduled = (('"published"', '"scheduled"'), ("order = 100", f"order = 100\npublish_at = {at}"))

    let_in(edited(*scheduled))

    question.refresh_from_db()
    assert timezone.localtime(question.publish_at).isoformat() == "2027-01-01T09:00:00+08:00"
    assert SiteEdition.current().next_change_at == question.publish_at


# Dated values


def test_a_new_value_is_approved_beside_the_others(rule):
    added = (
        '\n[[values]]\nstatus = "published"\neffective_from = 2027-01-01\n'
        'checked_on = 2026-11-22\nvalue = "0.154"\nreason = "假定"\n'
    )
    text = export_files()["rules/cap.toml"] + added

    outcome = let_in(packed(rules__cap=text))

    assert [(change.act, change.title) for change in outcome.changes] == [("新增", "上限 15.4%")]
    assert list(rule.values.published().values_list("effective_from", "value")) == [
        (THE_DAY, Decimal("0.24")),
        (date(2027, 1, 1), Decimal("0.154")),
    ]


def test_a_value_in_force_is_never_edited_but_replaced(rule):
    old = rule.values.get()
    bringer, approver = make_account("bringer"), make_account("approver")

    outcome = let_in(
        changed("rules/cap.toml", ('"0.24"', '"0.2"')), brought_by=bringer, let_in_by=approver
    )

    assert rows(outcome) == [("rules/cap.toml", "取代", [("数值", "0.24", "0.2")])]
    old.refresh_from_db()
    assert (old.value, old.status) == (Decimal("0.24"), Status.WITHDRAWN)
    new = rule.values.published().get()
    assert (new.value, new.effective_from) == (Decimal("0.2"), THE_DAY)
    told = records.versions_of(new).values_list("event", "by__username")
    assert list(told) == [
        ("published", "approver"),
        ("replaced", "approver"),
        ("imported", "bringer"),
    ]


def test_whoever_lets_it_in_is_told_which_results_change(rule):
    make_strategy(key="a", title="甲")
    make_strategy(key="b", title="乙")
    files = export_files()
    files["rules/cap.toml"] = files["rules/cap.toml"].replace("0.24", "0.2")
    files["strategies/a.toml"] = files["strategies/a.toml"].replace("一句话。", "另一句话。")
    files["strategies/b.toml"] += (
        'conditions = [ { group = 1, fact = "arrears", operator = "gt", value = "0" } ]\n'
    )

    outcome = archive.rehearse(archive.read(pack(files)))

    assert outcome.notices == ("这些改动会改变测算的结果，请先想好影响：上限 20%、乙。",)


def test_a_value_with_an_open_proposal_for_its_day_waits_for_the_decision(rule):
    content = changed("rules/cap.toml", ('"0.24"', '"0.2"'))
    make_rule_value(rule=rule, effective_from=THE_DAY, value="0.3", status=Status.IN_REVIEW)

    assert refusal(let_in, content) == [
        "rules/cap.toml 第 5 行：从这一天起，本站有一份提议（待审核）：请先批准或放弃它。"
    ]


def test_a_proposal_arrives_as_one(rule):
    proposal = (
        'key = "cap"\n\n[[values]]\nstatus = "review"\neffective_from = 2020-01-01\n'
        'checked_on = 2026-11-22\nvalue = "0.2"\nreason = "假定"\n'
    )

    let_in(packed(drafts__rules__cap=proposal))

    assert list(rule.values.order_by("value").values_list("value", "status")) == [
        (Decimal("0.2"), "review"),
        (Decimal("0.24"), "published"),
    ]


def test_an_incomplete_fee_table_is_refused():
    text = (
        'key = "fee"\nlabel = "收费"\n\n[[versions]]\nstatus = "published"\n'
        'effective_from = 2020-01-01\nchecked_on = 2026-11-22\nreason = "假定"\n'
    )

    assert refusal(let_in, packed(fee_tables__fee=text)) == [
        "fee_tables/fee.toml 第 4 行：请至少填一段；第一段的“超过”填 0。"
    ]


# What is refused


@pytest.mark.parametrize(
    ("replacement", "message"),
    [
        (('"court"', '"nonsense"'), "第 8 行：theme（主题）：值 'nonsense' 不是有效选项。"),
        (('"court"', "1"), "第 8 行：theme（主题）：这里应该是文字，要加引号。"),
        (("order = 100", "order = true"), "第 5 行：order（排序）：这里应该是整数，不加引号。"),
        (("order = 100", "order = -1"), "第 5 行：order（排序）：确保该值大于或等于0。"),
        (
            ("reviewed_on = 2026-11-22", "reviewed_on = 1"),
            "第 6 行：reviewed_on（复核日期）：这里应该是日期，例如 2027-01-01。",
        ),
        (
            ("review_due_on = 2027-05-22", "review_due_on = 2026-11-22"),
            "：“下次复核”应晚于“复核日期”。",
        ),
        (
            ("正文。", "{{ rule:nothing }}"),
            "第 10 行：body（正文）：不认识这些占位：rule:nothing。",
        ),
    ],
)
def test_a_bad_value_is_refused_with_its_line(question, replacement, message):
    (told,) = refusal(let_in, edited(replacement))

    place = "" if message.startswith("：") else " "
    assert told.startswith(f"questions/prison.toml{place}{message}")


def test_what_is_unknown_missing_and_wrong_is_told_line_by_line(question):
    make_strategy(key="a")
    text = (
        'key = "a"\nstatus = "published"\ncolour = "red"\n'
        'eases = [ "nowhere" ]\nsources = [ "none", "nil" ]\n'
        "reviewed_on = 2026-11-22\nreview_due_on = 2027-05-22\n"
    )

    told = refusal(let_in, packed(strategies__a=text))

    assert [line.partition("。")[0] for line in told] == [
        "strategies/a.toml 第 3 行：colour：没有“colour”这一项",
        "strategies/a.toml 第 5 行：sources（法律依据）：找不到法律依据：none、nil",
        "strategies/a.toml 第 4 行：eases（缓解哪些后果）：找不到后果：nowhere",
    ]


def test_what_is_missing_is_named():
    text = 'key = "a"\nstatus = "draft"\nreviewed_on = 2026-11-22\nreview_due_on = 2027-05-22\n'

    assert set(refusal(let_in, packed(questions__a=text))) == {
        "questions/a.toml：title（标题）：此字段不能为空。",
        "questions/a.toml：summary（一句话）：此字段不能为空。",
        "questions/a.toml：body（正文）：此字段不能为空。",
        "questions/a.toml：theme（主题）：此字段不能为空。",
    }


def test_a_fault_in_the_last_file_leaves_everything_as_it_was(question, rule):
    make_synonym(word="坐牢", means="刑事责任")
    before, edition = archive.export(), SiteEdition.current().token
    files = export_files()
    files["questions/prison.toml"] = files["questions/prison.toml"].replace("会不会", "会")
    files["rules/cap.toml"] = files["rules/cap.toml"].replace("0.24", "0.2")
    files["sources/new.toml"] = 'key = "new"\nstatus = "draft"\n'
    files["synonyms.toml"] = 'synonyms = [\n  { word = "坐牢", means = "坐牢" },\n]\n'

    told = refusal(let_in, pack(files))

    assert [line.partition("：")[0] for line in told] == ["sources/new.toml"] * 5 + [
        "synonyms.toml 第 2 行"
    ]
    assert archive.export() == before
    assert not Version.objects.exists()
    assert SiteEdition.current().token == edition
    assert SearchEntry.objects.get(key="prison").title == "会不会坐牢？"


# What rests on what


def test_records_are_written_in_whatever_order_they_allow(question):
    """The old source may be called unverified only once the question cites the new one."""
    old, new = make_source(key="old"), make_source(key="new", status=Status.DRAFT)
    question.sources.set([old])
    files = export_files()
    files["sources/old.toml"] = (
        files["sources/old.toml"].replace('"text"', '"unverified"').replace("published", "draft")
    )
    files["sources/new.toml"] = files["sources/new.toml"].replace("draft", "published")
    files["questions/prison.toml"] = files["questions/prison.toml"].replace('"old"', '"new"')

    let_in(pack(files))

    assert list(question.sources.all()) == [new]
    assert LegalSource.objects.get(key="old").status == Status.DRAFT


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_source_that_is_cited_stays_published(question, status):
    question.sources.set([make_source(key="law")])

    (told,) = refusal(let_in, changed("sources/law.toml", ("published", status)))

    place, message = (
        "sources/law.toml 第 4 行：status（状态）：",
        "引用了它，请先改它们：会不会坐牢？。",
    )
    assert told == f"{place}这些已发布的内容或数值{message}"


def test_a_published_text_cites_what_is_published(question):
    make_source(key="law", status=Status.DRAFT)

    told = refusal(let_in, edited(("order = 100", 'order = 100\nsources = [ "law" ]')))

    place = "questions/prison.toml 第 6 行：sources（法律依据）"
    assert told == [f"{place}：《民法典》第一条（草稿）不能作为发布的内容的依据。"]


def test_what_time_has_made_unfit_is_told_and_does_not_refuse(question):
    make_source(key="law", checked_on=date(2020, 1, 1), review_due_on=date(2020, 7, 1))

    outcome = let_in(edited(("order = 100", 'order = 100\nsources = [ "law" ]')))

    assert outcome.notices == ("“会不会坐牢？”的依据要复核：《民法典》第一条（过了核对日期）。",)


def test_synonyms_are_told_apart_by_both_words():
    make_synonym(word="坐牢", means="刑事责任")

    outcome = let_in(packed(synonyms='synonyms = [ { word = "坐牢", means = "拘留" } ]\n'))

    assert [change.act for change in outcome.changes] == ["新增"]
    assert outcome.only_here == (("搜索同义词", "坐牢 → 刑事责任"),)
    assert Synonym.objects.count() == 2


def test_the_same_archive_has_the_same_outcome_until_the_site_changes(question):
    content = edited(("会不会", "会"))

    first = archive.rehearse(archive.read(content)).fingerprint
    again = archive.rehearse(archive.read(content)).fingerprint
    Question.objects.update(title="别的")
    after = archive.rehearse(archive.read(content)).fingerprint

    assert first == again != after


def test_attacks_in_texts_stay_texts(question):
    attack = "<script>alert(1)</script>{{ 7|add:7 }}'; DROP TABLE advice_question; --"

    let_in(edited(("会不会坐牢？", attack[:60])))

    question.refresh_from_db()
    assert question.title == attack[:60]
    assert Strategy.objects.count() == Rule.objects.count() == 0
