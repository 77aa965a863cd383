"""What there is to do for an editor: what waits, what falls due, what readers miss, what changes.

Everything is read in a number of queries that depends on nothing but the user's permissions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeAlias, cast

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from advice import records
from advice.engine.wording import chinese_date
from advice.models import (
    ArchiveImport,
    DatedValue,
    Event,
    Feedback,
    FeedbackKind,
    FeedbackStatus,
    Hotline,
    LegalSource,
    Moderated,
    Status,
    Synonym,
    VainSearch,
)
from advice.models.addresses import admin_page
from advice.records import Kind, Story
from advice.services import archive, content_check, workflow
from advice.services.content_check import Finding, Severity, Topic
from advice.services.reach import out_of_reach

REVIEW_AHEAD, LAW_AHEAD, LATELY = timedelta(30), timedelta(90), timedelta(30)
VAIN_SEARCHES = 10
MESSAGE_BEGINNING = 40
MAY_DECIDE = "可以由你批准"

IN_WORK = (Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED)
UNANSWERED = (FeedbackStatus.NEW, FeedbackStatus.IN_HAND)
MODERATED = tuple(kind for kind in records.KINDS if issubclass(kind.model, Moderated))


@dataclass(frozen=True, slots=True)
class Task:
    """Something to look at, the page for it, and what there is to say of it."""

    name: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks of one sort, the most pressing first. `key` is its anchor on the page.

    `number` may be more than the tasks that are listed; `otherwise` is said where there is none.
    """

    key: str
    title: str
    tasks: Sequence[Task]
    number: int
    otherwise: str


def _section(key: str, title: str, tasks: Iterable[Task], otherwise: str = "没有。") -> Section:
    listed = tuple(tasks)
    return Section(key, title, listed, len(listed), otherwise)


def sections(user: Any, *, day: date) -> list[Section]:
    """What the user may see of what there is to do on `day`."""
    others: dict[type[Model], Callable[[], Section]] = {
        ArchiveImport: partial(_archives, user),
        Feedback: _letters,
        VainSearch: _vain_searches,
    }
    return [
        *_of_records(user, day),
        *(read() for model, read in others.items() if _may(user, model, "view")),
    ]


# What people work on, and what the calendar brings

Part: TypeAlias = tuple[str, str, Iterable[Task]]

# What is being written, or was and waits to be read by another person.
WRITTEN = (Status.DRAFT, Status.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Found:
    """A record that is in work or falls due."""

    kind: Kind
    record: Any

    @property
    def is_published(self) -> bool:
        return bool(self.record.status == Status.PUBLISHED)

    @property
    def due_on(self) -> date:
        """When it is to be read, or called, again."""
        return cast("date", getattr(self.record, _due_field(self.kind.model)))

    @property
    def where(self) -> tuple[str, str]:
        """What its history is found by."""
        return self.kind.name, self.kind.key_of(self.record)

    def task(self, note: str) -> Task:
        copy = "（修改稿）" if getattr(self.record, "revises_id", None) else ""
        return Task(f"{self.kind.label}“{self.record}”{copy}", admin_page(self.record), note)


def _of_records(user: Any, day: date) -> list[Section]:
    """The sections about records; none for those who may see no records."""
    kinds = [kind for kind in MODERATED if _may(user, kind.model, "view")]
    if not kinds:
        return []
    found = _found(kinds, day)
    stories = records.stories_of(row.record for row in found if row.record.status in WRITTEN)
    return [_section(*part) for part in (*_work(user, found, stories), *_calendar(found, day))]


def _found(kinds: Iterable[Kind], day: date) -> list[Found]:
    """What of these kinds is in work, or has a day that comes soon or passed lately."""
    return [
        Found(kind, record)
        for kind in kinds
        for record in kind.model._default_manager.filter(
            Q(status__in=IN_WORK) | Q(status=Status.PUBLISHED) & _days_of(kind.model, day)
        ).select_related(*(key.rpartition("__")[0] for key in kind.keys if "__" in key))
    ]


def _days_of(model: type[Model], day: date) -> Q:
    law = (day - LATELY, day + LAW_AHEAD)
    if issubclass(model, DatedValue):
        return Q(effective_from__range=law)
    due = Q(**{f"{_due_field(model)}__lte": day + REVIEW_AHEAD})
    return due | Q(effective_to__range=law) if model is LegalSource else due


def _due_field(model: type[Model]) -> str:
    return "check_due_on" if model is Hotline else "review_due_on"


def _work(
    user: Any, found: Sequence[Found], stories: dict[tuple[str, str], Story]
) -> Iterator[Part]:
    waiting = [row for row in found if row.record.status == Status.IN_REVIEW]
    mine = [
        (row, stories[row.where])
        for row in found
        if row.record.status == Status.DRAFT and user.pk in stories[row.where].writers
    ]
    timed = [row for row in found if row.record.status == Status.SCHEDULED]
    marked = [(row, *_mark(user, row, stories[row.where])) for row in waiting]
    marked.sort(key=lambda row: row[1])
    mine.sort(key=lambda row: row[1].last != Event.RETURNED)
    timed.sort(key=lambda row: row.record.publish_at)
    yield "waiting", "待审核", (row.task(note) for row, _, note in marked)
    yield "mine", "我的草稿", (row.task(_progress(story)) for row, story in mine)
    yield "scheduled", "已定时", (row.task(_time(row.record.publish_at)) for row in timed)


def _mark(user: Any, row: Found, story: Story) -> tuple[int, str]:
    """Whether the user can decide on it: what comes first on the list, and how it is said."""
    if user.pk in story.writers:
        return 2, "你写的，要由另一个人批准"
    if user.has_perm(workflow.permission_name(row.record, "approve")):
        return 0, MAY_DECIDE
    return 1, "等有权批准的人"


def _progress(story: Story) -> str:
    if story.last != Event.RETURNED:
        return "还没有提交审核"
    return f"退回修改：{story.note}" if story.note else "退回修改"


def _time(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} 发布"


def _calendar(found: Sequence[Found], day: date) -> Iterator[Part]:
    shown = [row for row in found if row.is_published]
    reviewed = [row for row in shown if not issubclass(row.kind.model, DatedValue)]
    overdue = sorted((row for row in reviewed if row.due_on < day), key=lambda row: row.due_on)
    soon = sorted(
        (row for row in reviewed if day <= row.due_on <= day + REVIEW_AHEAD),
        key=lambda row: row.due_on,
    )
    yield "overdue", "过了复核的日子", (row.task(_until(row.due_on, day)) for row in overdue)
    yield "due", "三十天内要复核", (row.task(_until(row.due_on, day)) for row in soon)
    yield "law", "最近和快要变的规定", _changes_of_law(shown, day)


def _changes_of_law(shown: Iterable[Found], day: date) -> list[Task]:
    """Values that begin and sources that end, those of the past first."""
    changes = []
    for row in shown:
        if isinstance(row.record, DatedValue):
            begins = row.record.effective_from
            changes.append((begins, row.task(f"{_until(begins, day)}起用")))
        elif isinstance(row.record, LegalSource) and _ends_soon(row.record, day):
            ends = cast("date", row.record.effective_to)
            changes.append((ends, row.task(f"{_until(ends, day)}后失效")))
    return [task for _, task in sorted(changes, key=lambda change: change[0])]


def _ends_soon(source: LegalSource, day: date) -> bool:
    ends = source.effective_to
    return ends is not None and day - LATELY <= ends <= day + LAW_AHEAD


def _until(then: date, day: date) -> str:
    """The day, and how far it is."""
    days = (then - day).days
    far = f"还有 {days} 天" if days > 0 else f"过了 {-days} 天"
    return f"{chinese_date(then)}（{far if days else '今天'}）"


# What was brought, and what readers tell


def _archives(user: Any) -> Section:
    """The archives that nobody let in yet."""
    brought = ArchiveImport.objects.filter(applied_at=None).defer("content")
    tasks = (
        Task(row.name, admin_page(row), archive.why_not_approve(user, row) or MAY_DECIDE)
        for row in brought.order_by("-brought_at")
    )
    return _section("archives", "等着导入的档案", tasks)


def _letters() -> Section:
    letters = Feedback.objects.filter(kind=FeedbackKind.CORRECTION, status__in=UNANSWERED)
    tasks = (
        Task(row.path, admin_page(row), Truncator(row.message).chars(MESSAGE_BEGINNING))
        for row in letters.order_by("sent_at", "pk")
    )
    return _section("letters", "没有答复的来信", tasks)


def _vain_searches() -> Section:
    """The words sought most often; each leads to where its meaning can be told."""
    tasks = tuple(
        Task(
            row.words,
            admin_page(Synonym, "add", query={"word": row.words}),
            f"{row.count} 次，最近 {row.last_on}",
        )
        for row in VainSearch.objects.order_by("-count", "-last_on", "words")[:VAIN_SEARCHES]
    )
    return Section("vain", "搜不到的词", tasks, VainSearch.objects.count(), "没有。")


# What a program finds in the content: the same for everybody, and dearer


def checked_sections(day: date) -> list[Section]:
    """What the check of the content finds on `day`."""
    found = content_check.findings_by_topic(day)
    return [_checked(topic, rows) for topic, rows in found.items() if topic is not Topic.DUE]


def _checked(topic: Topic, found: Iterable[Finding]) -> Section:
    errors = (row for row in found if row.severity is Severity.ERROR)
    tasks = (Task(row.where, row.address, row.message) for row in errors)
    return _section(topic.value, TITLES[topic], tasks)


TITLES = {
    Topic.CITATIONS: "引用的依据或链接不对",
    Topic.CONDITIONS: "条件永远不会符合",
    Topic.WHOLE: "内容里要改的",
}


def reach_section(day: date) -> Section:
    """The published strategies that none of the sample borrowers gets on `day`."""
    strategies = out_of_reach(day)
    if strategies is None:
        return _section("reach", UNREACHED, (), "还没有能算的样本借款人。")
    tasks = (
        Task(str(row), reverse("editing:tester", args=[row.pk]), "试试条件") for row in strategies
    )
    return _section("reach", UNREACHED, tasks)


UNREACHED = "哪位样本借款人都得不到的办法"


def _may(user: Any, model: type[Model], action: str) -> bool:
    return bool(user.has_perm(workflow.permission_name(model, action)))
