"""What the law and a court date: answers to papers, the typical course, limitation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days, add_months
from advice.engine.timeline.contract import concerned
from advice.engine.timeline.event import Event
from advice.engine.vocabulary import (
    COURT_STAGES,
    STAGES_WITH_JUDGMENT,
    EventKind,
    LegalStage,
    TermKey,
)
from advice.engine.wording import chinese_date
from advice.engine.working_days import Workdays, deadline_moved

COUNTING_LAW = ("civil_code_201", "civil_code_203", "cpl_85")
LIMITATION_LAW = (
    "civil_code_188",
    "civil_code_189",
    "civil_code_192",
    "civil_code_193",
    "civil_code_195",
    "limitation_rules_8",
    "limitation_rules_14",
)


def court_events(assessment: Assessment, workdays: Workdays) -> Iterator[Event]:
    """The deadline of the paper received, the course of a lawsuit, and how long a claim lasts."""
    yield from _paper_deadline(assessment, workdays)
    yield from _course(assessment, workdays)
    yield from _enforcement_application(assessment, workdays)
    yield from _limitation(assessment, workdays)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper that a borrower may answer within some days of receiving it."""

    kind: EventKind
    name: str
    rule: str
    caution: str
    laws: tuple[str, ...]


PAPERS = {
    LegalStage.PAYMENT_ORDER: _Paper(
        EventKind.OBJECTION_DUE,
        "支付令",
        "objection_days",
        "要书面提，针对债务本身，例如金额不对、已经还过。只说没有钱、想缓一缓，不影响支付令。"
        "不提异议又不付款，对方可以申请强制执行。",
        ("cpl_227", "cpl_228", "cpl_interp_436"),
    ),
    LegalStage.SUED: _Paper(
        EventKind.ANSWER_DUE,
        "起诉状副本",
        "answer_days",
        "小额诉讼里法院定的答辩期可能更短，举证期限一般不超过七日：材料写的日子和这里不同，以材料为准。"
        "过了期限也要按传票的时间到庭。不交答辩状，法院照样审理。",
        ("cpl_128", "cpl_130", "cpl_interp_275"),
    ),
    LegalStage.JUDGED: _Paper(
        EventKind.APPEAL_DUE,
        "判决书",
        "appeal_days",
        "调解书和小额诉讼的判决不能上诉。材料写的期限和这里不同，以材料为准。",
        ("cpl_171", "cpl_165"),
    ),
}


def _paper_deadline(assessment: Assessment, workdays: Workdays) -> Iterator[Event]:
    """The last day to answer, object or appeal: counted from receipt, that day not included."""
    case = assessment.case
    paper = PAPERS.get(case.legal_stage)
    days = getattr(assessment.rules, paper.rule) if paper else None
    if paper is None or days is None:
        return
    received_on, moved = case.paper_received_on, None
    computed = f"收到{paper.name}之日起 {days} 天，收到的当天不算。填了收到的日子，这里就有日期。"
    if received_on:
        moved = deadline_moved(add_days(received_on, days), workdays)
        day = chinese_date(received_on)
        computed = f"收到{paper.name}的 {day} 加 {days} 天，收到的当天不算。"
    yield Event(
        paper.kind,
        moved.day if moved else None,
        paper.kind.label,
        computed,
        is_deadline=True,
        is_pressing=True,
        moved=moved,
        caution=paper.caution,
        laws=(*paper.laws, *COUNTING_LAW),
        rules=(paper.rule,),
    )


def _course(assessment: Assessment, workdays: Workdays) -> Iterator[Event]:
    """The days that were told, and of those estimated the ones to come."""
    estimated = (
        _enforcement(assessment),
        _judgment(assessment),
        *([] if assessment.case.performance_due_on else [_performance(assessment)]),
        *([] if assessment.case.lawsuit_filed_on else [_filing(assessment)]),
    )
    as_of = assessment.case.as_of
    yield from (event for event in estimated if event.day and event.day > as_of)
    if assessment.case.performance_due_on:
        yield _performance_told(assessment, assessment.case.performance_due_on, workdays)
    if assessment.case.lawsuit_filed_on:
        yield Event(
            EventKind.FILING, assessment.case.lawsuit_filed_on, "已经起诉", "你填的起诉日期。"
        )


def _filing(assessment: Assessment) -> Event:
    case, rules = assessment.case, assessment.rules
    after, notice = assessment.terms.lawsuit_after_days, rules.lawsuit_notice_days
    return Event(
        EventKind.FILING,
        assessment.lawsuit.course.filing_on,
        "可能被起诉",
        f"常见在还款日 {chinese_date(case.first_due_on)} 之后 {after} 天，"
        f"而且从今天起至少还有 {notice} 天。",
        is_estimate=True,
        is_pressing=True,
        rules=("lawsuit_notice_days",),
        terms=(TermKey.LAWSUIT_AFTER_DAYS,),
    )


def _judgment(assessment: Assessment) -> Event:
    filed = chinese_date(assessment.lawsuit.course.filing_on)
    return Event(
        EventKind.JUDGMENT,
        assessment.lawsuit.course.judgment_on,
        "法院可能判决",
        f"起诉的 {filed} 之后 {assessment.rules.trial_days} 天，最早是明天。",
        is_estimate=True,
        is_pressing=True,
        rules=("trial_days",),
    )


def _performance(assessment: Assessment) -> Event:
    judged = chinese_date(assessment.lawsuit.course.judgment_on)
    return Event(
        EventKind.PERFORMANCE_DUE,
        assessment.lawsuit.course.performance_due_on,
        "判决的履行期满",
        f"判决的 {judged} 之后 {assessment.rules.performance_days} 天。",
        is_estimate=True,
        is_pressing=True,
        laws=("cpl_264",),
        rules=("performance_days",),
    )


def _performance_told(assessment: Assessment, told: date, workdays: Workdays) -> Event:
    """The day that the judgment gives, as told: the figures are counted from it.

    Where it is a day off the law ends the period later; by then it is only said, so that who keeps
    to this day is never late, and the figures agree with it.
    """
    computed = "你填的判决履行期限。"
    later = deadline_moved(told, workdays)
    if later.moved_from:
        computed += (
            f"那天休息，法律上顺延到下一个工作日 {chinese_date(later.day)}；"
            "这里和本页的金额都按你填的日子算，早一点更稳。"
        )
    for year in later.unknown_years:
        computed += f"{year} 年的放假安排还没有收进来，公布后请再核对那天是不是休息。"
    return Event(
        EventKind.PERFORMANCE_DUE,
        told,
        "判决的履行期满",
        computed,
        is_deadline=True,
        is_pressing=True,
        caution="过了这天没有付清，要加倍付迟延履行期间的债务利息，对方可以申请强制执行。",
        laws=("cpl_264", "cpl_85"),
    )


def _enforcement(assessment: Assessment) -> Event:
    performed = chinese_date(assessment.lawsuit.course.performance_due_on)
    days = assessment.rules.enforcement_after_days
    return Event(
        EventKind.ENFORCEMENT,
        assessment.lawsuit.course.enforcement_on,
        "可能开始强制执行",
        f"履行期满的 {performed} 之后 {days} 天，最早是明天。",
        is_estimate=True,
        is_pressing=True,
        laws=("cpl_250",),
        rules=("enforcement_after_days",),
    )


def _enforcement_application(assessment: Assessment, workdays: Workdays) -> Iterator[Event]:
    """How long the lender may apply for enforcement of a judgment (民诉法 第二百五十条)."""
    case, months = assessment.case, assessment.rules.enforcement_application_months
    if case.legal_stage is not LegalStage.JUDGED or not case.performance_due_on or not months:
        return
    moved = deadline_moved(add_months(case.performance_due_on, months), workdays)
    yield Event(
        EventKind.ENFORCEMENT_APPLICATION,
        moved.day,
        "对方申请强制执行的期限，最早到这天",
        f"从履行期的最后一天 {chinese_date(case.performance_due_on)} 起 {months} 个月。",
        is_estimate=True,
        moved=moved,
        caution="不要等它。对方再要求你履行、你答应还或还一部分，都会从那天起重新算。",
        laws=("cpl_250", *COUNTING_LAW),
        rules=("enforcement_application_months",),
    )


def _limitation(assessment: Assessment, workdays: Workdays) -> Iterator[Event]:
    """When the claim to overdue loans would be time-barred; never before a court is through."""
    months = assessment.rules.limitation_months
    if not months or not assessment.now.days_overdue:
        return
    if assessment.case.legal_stage in COURT_STAGES - STAGES_WITH_JUDGMENT:
        yield _limitation_interrupted(months)
    if assessment.case.legal_stage in COURT_STAGES:
        return
    for start, loans in _limitation_starts(assessment).items():
        moved = deadline_moved(add_months(start, months), workdays)
        yield Event(
            EventKind.LIMITATION,
            moved.day,
            f"{concerned(loans, assessment)}诉讼时效，最早到这天",
            f"从{_start_words(assessment, loans)} {chinese_date(start)} 起 {months} 个月。",
            is_estimate=True,
            moved=moved,
            caution="不要等它。催收一次、扣款一次、起诉，或者你还一部分、答应还，"
            "都会从那天起重新算，多半永远到不了。过了债也还在，只是要你自己在法庭上提出来。",
            loans=loans,
            laws=(*LIMITATION_LAW, "civil_code_201", "civil_code_203"),
            rules=("limitation_months",),
        )


def _limitation_interrupted(months: int) -> Event:
    return Event(
        EventKind.LIMITATION,
        None,
        "诉讼时效已经中断",
        f"起诉或申请支付令使它中断，从程序终结时起重新算 {months} 个月。",
        laws=("civil_code_188", "civil_code_195", "limitation_rules_10", "limitation_rules_11"),
        rules=("limitation_months",),
    )


def _limitation_starts(assessment: Assessment) -> dict[date, tuple[int, ...]]:
    """By the day that it runs from, the loans with an instalment unpaid since before as_of.

    That day is when the lender called everything due, else when the last instalment is due.
    """
    by_day: dict[date, list[int]] = defaultdict(list)
    pairs = zip(assessment.schedules, assessment.position.ledgers, strict=True)
    for number, (schedule, ledger) in enumerate(pairs, start=1):
        if schedule[0].due < assessment.case.as_of:
            by_day[ledger.accelerated_on or schedule[-1].due].append(number)
    return {day: tuple(numbers) for day, numbers in sorted(by_day.items())}


def _start_words(assessment: Assessment, loans: tuple[int, ...]) -> str:
    ledgers = [assessment.position.ledgers[number - 1] for number in loans]
    called = [ledger.accelerated_on is not None for ledger in ledgers]
    return "全部到期的" if all(called) else "最后一期还款日"
