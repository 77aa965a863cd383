"""What there is to do: for each what they may see and decide on, the most pressing first."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advice import records
from advice.models import ArchiveImport, Event, Feedback, FeedbackKind, FeedbackStatus, Status
from advice.services import agenda, workflow
from tests import factories as new
from tests.engine.factories import TODAY

pytestmark = pytest.mark.django_db

LONG_AGO = {"checked_on": new.FIRST_DAY}


def days(count):
    return TODAY + timedelta(count)


@pytest.fixture
def writer():
    return new.make_account("writer", "编辑")


@pytest.fixture
def lawyer():
    return new.make_account("lawyer", "法律审核")


def section(user, key):
    return next(row for row in agenda.sections(user, day=TODAY) if row.key == key)


def told(user, key):
    """The tasks of a section: each record's name without its kind, and what is said of it."""
    tasks = section(user, key).tasks
    return [(task.name.partition("“")[2].replace("”", ""), task.note) for task in tasks]


def write(record, *, by):
    records.keep_version(record, Event.CREATED, by=by)
    return record


# In work


def test_what_waits_is_marked_by_who_may_decide(writer, lawyer):
    for title, author in (("甲写的", writer), ("律师写的", lawyer)):
        draft = new.make_question(title=title, status=Status.DRAFT)
        workflow.submit(write(draft, by=author), by=author)

    assert told(writer, "waiting") == [
        ("律师写的", "等有权批准的人"),
        ("甲写的", "你写的，要由另一个人批准"),
    ]
    assert told(lawyer, "waiting") == [
        ("甲写的", "可以由你批准"),
        ("律师写的", "你写的，要由另一个人批准"),
    ]


def test_values_and_working_copies_wait_too(writer, lawyer):
    live = new.make_strategy(title="协商")
    new.make_strategy(title="协商", key=live.key, revises=live, status=Status.IN_REVIEW)
    rule = new.make_rule(label="年化上限")
    new.make_rule_value(rule=rule, status=Status.IN_REVIEW, effective_from=days(200))

    names = [task.name for task in section(lawyer, "waiting").tasks]

    assert names == ["规则的值“年化上限 24%”", "应对办法“协商”（修改稿）"]


def test_my_drafts_are_mine_and_the_returned_ones_come_first(writer, lawyer):
    write(new.make_question(title="还在写", status=Status.DRAFT), by=writer)
    write(new.make_question(title="别人的", status=Status.DRAFT), by=lawyer)
    back = write(new.make_question(title="退回的", status=Status.DRAFT), by=writer)
    workflow.submit(back, by=writer)
    workflow.send_back(back, by=lawyer, note="请写依据。")

    assert told(writer, "mine") == [
        ("退回的", "退回修改：请写依据。"),
        ("还在写", "还没有提交审核"),
    ]


def test_what_i_wrote_is_no_longer_mine_once_it_was_published(writer, lawyer):
    question = new.make_question(status=Status.DRAFT)
    write(question, by=writer)
    records.keep_version(question, Event.PUBLISHED, by=lawyer)

    assert told(writer, "mine") == []


def test_what_is_scheduled_stands_in_the_order_of_its_time(writer):
    for title, hours in (("后天", 48), ("明天", 24)):
        new.make_question(
            title=title,
            status=Status.SCHEDULED,
            publish_at=timezone.make_aware(
                timezone.datetime(2026, 11, 22, 8) + timedelta(hours=hours)
            ),
        )

    assert told(writer, "scheduled") == [
        ("明天", "2026-11-23 08:00 发布"),
        ("后天", "2026-11-24 08:00 发布"),
    ]


# The calendar


def test_reviews_are_overdue_the_day_after_and_due_within_thirty_days(writer):
    reviewed = {"reviewed_on": new.FIRST_DAY}
    for title, count in (("昨天", -1), ("今天", 0), ("三十天", 30), ("三十一天", 31)):
        new.make_question(title=title, review_due_on=days(count), **reviewed)
    new.make_question(title="草稿", review_due_on=days(-1), status=Status.DRAFT, **reviewed)
    new.make_source(title="旧法", article="", review_due_on=days(-2), **LONG_AGO)
    new.make_hotline(name="旧号码", check_due_on=days(-3), **LONG_AGO)

    assert [name for name, _ in told(writer, "overdue")] == ["95384 旧号码", "旧法", "昨天"]
    assert told(writer, "overdue")[-1][1] == "2026年11月21日（过了 1 天）"
    assert told(writer, "due") == [
        ("今天", "2026年11月22日（今天）"),
        ("三十天", "2026年12月22日（还有 30 天）"),
    ]


def test_law_that_changed_lately_or_will_soon_is_told(writer):
    rule = new.make_rule(label="上限")
    for count in (-31, -30, 0, 90, 91):
        new.make_rule_value(rule=rule, effective_from=days(count))
        new.make_source(title=f"到{count}", article="", effective_to=days(count))
    new.make_rule_value(rule=rule, effective_from=days(5), status=Status.WITHDRAWN)
    new.make_version(table=new.make_table(label="收费表"), effective_from=days(2))
    new.make_term(effective_from=days(1))

    changes = told(writer, "law")

    assert sorted(changes) == sorted(
        [
            ("到-30", "2026年10月23日（过了 30 天）后失效"),
            ("上限 24%", "2026年10月23日（过了 30 天）起用"),
            ("到0", "2026年11月22日（今天）后失效"),
            ("上限 24%", "2026年11月22日（今天）起用"),
            ("宽限天数：1 天", "2026年11月23日（还有 1 天）起用"),
            ("收费表 2026-11-24 起", "2026年11月24日（还有 2 天）起用"),
            ("到90", "2027年2月20日（还有 90 天）后失效"),
            ("上限 24%", "2027年2月20日（还有 90 天）起用"),
        ]
    )
    assert [note for _, note in changes][4:6] == [
        "2026年11月23日（还有 1 天）起用",
        "2026年11月24日（还有 2 天）起用",
    ]


# What was brought, and readers


def test_an_archive_waits_until_another_person_lets_it_in(writer, lawyer):
    brought_by = new.make_account("keeper", "管理员")
    waiting = {"content": b"", "digest": "", "brought_by": brought_by}
    ArchiveImport.objects.create(name="新的.zip", **waiting)
    ArchiveImport.objects.create(name="旧的.zip", applied_at=timezone.now(), **waiting)

    def notes(user):
        return [(task.name, task.note) for task in section(user, "archives").tasks]

    assert notes(lawyer) == [("新的.zip", "可以由你批准")]
    assert notes(brought_by) == [("新的.zip", "自己上传的档案要由另一个人批准。")]
    assert notes(writer) == [("新的.zip", "你的账号没有批准导入的权限。")]


@pytest.mark.parametrize(
    ("kind", "status", "listed"),
    [
        (FeedbackKind.CORRECTION, FeedbackStatus.NEW, True),
        (FeedbackKind.CORRECTION, FeedbackStatus.IN_HAND, True),
        (FeedbackKind.CORRECTION, FeedbackStatus.CORRECTED, False),
        (FeedbackKind.CORRECTION, FeedbackStatus.DECLINED, False),
        (FeedbackKind.USEFUL, FeedbackStatus.NEW, False),
    ],
)
def test_letters_without_an_answer_are_told(writer, kind, status, listed):
    Feedback.objects.create(kind=kind, status=status, path="/help/", message="号码不对" * 20)

    tasks = section(writer, "letters").tasks

    assert [task.name for task in tasks] == ["/help/"] * listed
    assert all(task.note.startswith("号码不对") and len(task.note) <= 40 for task in tasks)


def test_the_words_sought_in_vain_most_often_are_told(writer):
    for number in range(agenda.VAIN_SEARCHES + 2):
        new.make_vain_search(words=f"词{number}", count=number + 1)

    vain = section(writer, "vain")

    assert vain.number == agenda.VAIN_SEARCHES + 2
    assert len(vain.tasks) == agenda.VAIN_SEARCHES
    assert vain.tasks[0].name == "词11"
    assert vain.tasks[0].note == "12 次，最近 2026-11-22"
    assert vain.tasks[0].address == "/admin/advice/synonym/add/?word=%E8%AF%8D11"


# What is checked, and who gets what


def test_errors_of_the_content_are_told_by_what_they_are_about():
    new.make_condition(fact="savings", operator="lt", value="0")
    new.make_question(body="", title="空的", reviewed_on=new.FIRST_DAY, review_due_on=days(-1))

    found = {row.key: row for row in agenda.checked_sections(TODAY)}

    assert list(found) == ["citations", "conditions", "whole"]
    assert [task.name for task in found["conditions"].tasks] == ["应对办法“标题”"]
    assert ("问答“空的”", "没有法律依据。请至少选一个。") in [
        (task.name, task.note) for task in found["citations"].tasks
    ]
    assert "正文是空的。请写上。" in [task.note for task in found["whole"].tasks]
    assert not any("待复核" in task.note for row in found.values() for task in row.tasks)


@pytest.mark.usefixtures("seeded")
def test_a_strategy_that_no_sample_borrower_gets_is_told():
    before = agenda.reach_section(TODAY)
    nobody = new.make_strategy(title="谁也得不到")
    new.make_condition(strategy=nobody, fact="arrears", operator="gt", value="99999999")

    after = agenda.reach_section(TODAY)

    assert before.tasks == ()
    assert [task.name for task in after.tasks] == ["谁也得不到"]
    assert after.tasks[0].address == f"/admin/tester/{nobody.pk}/"


def test_without_sample_borrowers_nothing_is_said_of_strategies():
    new.make_strategy()

    reach = agenda.reach_section(TODAY)

    assert (reach.tasks, reach.otherwise) == ((), "还没有能算的样本借款人。")


def test_on_the_first_site_there_is_nothing_wrong(seeded):
    assert [row.number for row in agenda.checked_sections(TODAY)] == [0, 0, 0]


# Who sees what


def keys(user):
    return {row.key for row in agenda.sections(user, day=TODAY)}


@pytest.mark.parametrize("role", ["编辑", "法律审核", "管理员"])
def test_every_role_sees_every_section(role):
    assert keys(new.make_account("somebody", role)) == {
        "waiting",
        "mine",
        "scheduled",
        "overdue",
        "due",
        "law",
        "archives",
        "letters",
        "vain",
    }


def test_nobody_sees_what_he_may_not():
    account = new.make_account("somebody")
    new.make_question(title="问题", status=Status.IN_REVIEW)
    new.make_strategy(title="办法", status=Status.IN_REVIEW)

    assert keys(account) == set()

    account.user_permissions.set(Permission.objects.filter(codename="view_question"))
    account = type(account).objects.get(pk=account.pk)
    assert keys(account) == {"waiting", "mine", "scheduled", "overdue", "due", "law"}
    assert told(account, "waiting") == [("问题", "等有权批准的人")]


def make_one_of_each(writer):
    for status in (Status.DRAFT, Status.IN_REVIEW):
        write(new.make_question(status=status), by=writer)
        write(new.make_comment(status=status), by=writer)
        write(new.make_rule_value(status=status), by=writer)
        write(new.make_version(status=status), by=writer)
        write(new.make_term(status=status), by=writer)
    new.make_strategy(status=Status.SCHEDULED, publish_at=timezone.now())
    for make in (new.make_rule_value, new.make_version, new.make_term):
        make(effective_from=TODAY)
    new.make_source(review_due_on=TODAY, effective_to=TODAY, **LONG_AGO)
    new.make_hotline(check_due_on=TODAY, **LONG_AGO)
    Feedback.objects.create(kind=FeedbackKind.CORRECTION, path="/", message="错了")
    new.make_vain_search()
    ArchiveImport.objects.create(name="a.zip", content=b"", digest="", brought_by=writer)


def test_it_asks_as_often_for_three_of_each_as_for_one(writer):
    def queries():
        user = type(writer).objects.get(pk=writer.pk)
        with CaptureQueriesContext(connection) as asked:
            count = sum(row.number for row in agenda.sections(user, day=TODAY))
        return len(asked), count

    make_one_of_each(writer)
    for_one = queries()
    make_one_of_each(writer)
    make_one_of_each(writer)
    for_three = queries()

    assert for_three[1] == 3 * for_one[1]
    assert for_three[0] == for_one[0] <= 21
