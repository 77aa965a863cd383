"""What the rules on collection say of one call: law, a recommended standard, and a guideline.

Hours and counts are dated rules. A standard (GB/T) is recommended and a guideline of the banking
association binds its members; neither is law, and every finding says which of them it rests on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from advice.engine.answers import LABELS, Answers
from advice.engine.rules import Rulebook, RuleNotInForce
from advice.engine.tools.asking import Raw, asked, refuse_broken
from advice.engine.vocabulary import Labelled

MOST_CALLS = 1000
STANDARD = "gbt_45251_2025"
GUIDELINE = "cba_collection_guideline_2026"
MINUTES_OF_AN_HOUR = 60


class Called(Labelled):
    """Who picked up."""

    DEBTOR = "debtor", "我本人"
    FAMILY = "family", "家人、亲戚"
    WORK = "work", "单位、同事"
    FRIEND = "friend", "朋友、别的人"


class YesNo(Labelled):
    YES = "yes", "是"
    NO = "no", "不是"


class Conduct(Labelled):
    """What the caller did."""

    THREAT = "threat", "恐吓、威胁"
    INSULT = "insult", "侮辱、骂人"
    DISCLOSURE = "disclosure", "把我欠多少、欠谁的告诉了别人"
    IMPOSTURE = "imposture", "冒充法院、公安"
    NOTICE = "notice", "说要张贴、群发，或者已经这样做了"
    ASKED_TO_STOP = "asked_to_stop", "接电话的家人、同事或朋友说过不要再打，还是打来"


class Force(Labelled):
    """How binding a rule is."""

    LAW = "law", "法律"
    STANDARD = "standard", "推荐性国家标准"
    GUIDELINE = "guideline", "行业自律指引"


class Verdict(Labelled):
    """What a rule says of the call, as far as it was told."""

    AGAINST = "against", "不符合"
    PERHAPS = "perhaps", "可能不符合"
    WITHIN = "within", "没看出不符合"
    UNTOLD = "untold", "没填，判断不了"
    NOT_YET = "not_yet", "那天还没有这一条"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of the call: in words, how binding, on which legal source (its key)."""

    says: str
    verdict: Verdict
    force: Force
    source: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call and the calls of its day; None: not told."""

    called_on: date
    called_at: time
    called: Called
    connected_calls: int | None
    missed_calls: int | None
    agreed_to_hours: YesNo | None
    was_reachable: YesNo | None
    conduct: frozenset[Conduct]

    @property
    def reached_another(self) -> bool:
        return self.called is not Called.DEBTOR


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """The findings of the standard, the guideline and the law, in this order."""

    call: Call
    findings: tuple[Finding, ...]


FIELDS = frozenset(Call.__slots__)


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> CallAnswer:
    """What each rule says of the call; raises CaseRefused."""
    call = _read(asked(raw, FIELDS), today)
    rules = CollectionRules(rulebook, call.called_on)
    findings = (*_by_standard(call, rules), *_by_guideline(call, rules), *_by_law(call, rules))
    return CallAnswer(call, findings)


def _read(answers: Answers, today: date) -> Call:
    for field in ("called_on", "called_at", "called"):
        answers.require(field)
    called_on = answers.day_between("called_on", until=today)
    called_at = answers.time("called_at")
    called = answers.choice("called", Called)
    connected = answers.integer("connected_calls", 0, MOST_CALLS)
    missed = answers.integer("missed_calls", 0, MOST_CALLS)
    agreed = answers.choice("agreed_to_hours", YesNo)
    reachable = answers.choice("was_reachable", YesNo)
    conduct = answers.choices("conduct", Conduct)
    if Conduct.ASKED_TO_STOP in conduct and called is Called.DEBTOR:
        message = f"{LABELS['conduct']}选了别人说过不要再打，{LABELS['called']}就不会是“我本人”"
        answers.refuse("conduct", message)
    refuse_broken(answers)
    assert called_on is not None
    assert called_at is not None
    assert called is not None
    return Call(called_on, called_at, called, connected, missed, agreed, reachable, conduct)


class CollectionRules:
    """The hours and counts in force on the day of the call; None: none yet."""

    def __init__(self, rulebook: Rulebook, day: date) -> None:
        self._rulebook = rulebook
        self._day = day

    def number(self, key: str) -> int | None:
        """A whole number."""
        try:
            return int(self._rulebook.value_on(key, self._day))
        except RuleNotInForce:
            return None

    def quiet_hours(self, whose: str) -> tuple[int, int] | None:
        """The hours between which nobody collects, the second one on the next day or the same."""
        start = self.number(f"collection_{whose}_quiet_from_hour")
        end = self.number(f"collection_{whose}_quiet_until_hour")
        return None if start is None or end is None else (start, end)


def is_quiet(at: time, start: int, end: int) -> bool:
    """Whether `at` lies from the hour `start` on and before the hour `end`, perhaps over night."""
    minutes = at.hour * MINUTES_OF_AN_HOUR + at.minute
    begun, over = minutes >= start * MINUTES_OF_AN_HOUR, minutes >= end * MINUTES_OF_AN_HOUR
    return begun and not over if start < end else begun or not over


def _by_standard(call: Call, rules: CollectionRules) -> Iterator[Finding]:
    """GB/T 45251—2025, 5.3: recommended to lenders and their agents."""

    def finding(says: str, verdict: Verdict) -> Finding:
        return Finding(says, verdict, Force.STANDARD, STANDARD)

    hours = rules.quiet_hours("standard")
    said = f"没有约定催收时间的，{_hours(hours)}不应催收。"
    yield finding(said, _verdict_on_hours(call, hours))
    most = rules.number("collection_standard_connected_calls")
    said = f"贷款机构和它委托的公司，接通的电话一天合计不应超过{_times(most)}。"
    yield finding(said, _verdict_on_count(call.connected_calls, most))
    verdict = Verdict.AGAINST if call.reached_another else Verdict.WITHIN
    yield finding("只向债务人本人催收，不应向联系人催收。", verdict)


def _by_guideline(call: Call, rules: CollectionRules) -> Iterator[Finding]:
    """The banking association's guideline of 2026: its members bind themselves."""

    def finding(says: str, verdict: Verdict) -> Finding:
        return Finding(says, verdict, Force.GUIDELINE, GUIDELINE)

    hours = rules.quiet_hours("guideline")
    yield finding(f"没有本人同意，{_hours(hours)}不催收。", _verdict_on_hours(call, hours))
    most = rules.number("collection_guideline_missed_calls")
    said = f"同一个号码没接通的，一天尝试不宜超过{_times(most)}。"
    yield finding(said, _verdict_on_count(call.missed_calls, most))
    said = "原则上不找无关的第三人，联系不上本人时才可以。"
    yield finding(said, _verdict_on_third_person(call))
    for conduct, says in FORBIDDEN_BY_GUIDELINE.items():
        if conduct in call.conduct:
            yield finding(says, Verdict.AGAINST)


FORBIDDEN_BY_GUIDELINE = {
    Conduct.ASKED_TO_STOP: "第三人明确要求不再联系的，应当停止。",
    Conduct.DISCLOSURE: "不得向第三人透露欠款的内容。",
    Conduct.IMPOSTURE: "不得冒充司法机关。",
    Conduct.NOTICE: "不得张贴公告。",
}
DISTURBING = {Conduct.THREAT, Conduct.INSULT, Conduct.ASKED_TO_STOP}
PUBLISHING = {Conduct.DISCLOSURE, Conduct.NOTICE}


def _by_law(call: Call, rules: CollectionRules) -> Iterator[Finding]:
    """The law speaks of degrees, which a court or the police weigh: at most perhaps."""
    others = (*_by_standard(call, rules), *_by_guideline(call, rules))
    is_disturbing = bool(DISTURBING & call.conduct)
    is_against = any(finding.verdict is Verdict.AGAINST for finding in others)
    yield Finding(
        "法律没有另外规定、本人也没有明确同意的，不得用电话、短信侵扰私人生活安宁。",
        Verdict.PERHAPS if is_disturbing or is_against else Verdict.WITHIN,
        Force.LAW,
        "civil_code_1033",
    )
    if is_disturbing:
        says = "多次发侮辱、恐吓的信息，或者滋扰、纠缠，干扰正常生活的，可以处拘留或罚款。"
        yield Finding(says, Verdict.PERHAPS, Force.LAW, "psapl_2025_50")
    if PUBLISHING & call.conduct:
        says = "不得非法提供或公开他人的个人信息。"
        yield Finding(says, Verdict.PERHAPS, Force.LAW, "pipl_10")


def _verdict_on_hours(call: Call, hours: tuple[int, int] | None) -> Verdict:
    if hours is None:
        return Verdict.NOT_YET
    if not is_quiet(call.called_at, *hours) or call.agreed_to_hours is YesNo.YES:
        return Verdict.WITHIN
    return Verdict.PERHAPS if call.agreed_to_hours is None else Verdict.AGAINST


def _verdict_on_count(count: int | None, most: int | None) -> Verdict:
    if most is None:
        return Verdict.NOT_YET
    if count is None:
        return Verdict.UNTOLD
    return Verdict.AGAINST if count > most else Verdict.WITHIN


def _verdict_on_third_person(call: Call) -> Verdict:
    if not call.reached_another or call.was_reachable is YesNo.NO:
        return Verdict.WITHIN
    return Verdict.UNTOLD if call.was_reachable is None else Verdict.AGAINST


def _hours(hours: tuple[int, int] | None) -> str:
    """22:00 到次日 8:00."""
    if hours is None:
        return "夜里"
    start, end = hours
    return f" {start}:00 到{'次日' if end <= start else ''} {end}:00 "


def _times(most: int | None) -> str:
    return "规定的次数" if most is None else f" {most} 次"
