"""Assessments that borrowers save: sealed with their links, opened by them, and what changed since.

A link holds 128 random bits. The database holds its SHA-256 digest, to find the record by, and what
was saved, encrypted with a key that is derived from the link by HKDF: neither leads to the other.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from advice import selectors
from advice.engine.answers import CaseRefused
from advice.engine.assessment import Assessment, assess
from advice.engine.intake import read_case
from advice.engine.rules import Rulebook, RuleNotInForce
from advice.engine.snapshot import ChangedRule, as_then, changed_since, snapshot
from advice.models import KEPT_FOR, SavedAssessment

TOKEN_BYTES = 16
KEY_BYTES = 32
# Another purpose for each change of what is sealed or how: what was sealed before opens no more.
PURPOSE = b"advice.saved_assessment.1"
BATCH = 500

Raw = Mapping[str, Any]
Number = Decimal | int


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures that a borrower looks at first: yuan as Decimal, days as int."""

    key: str
    label: str
    read: Callable[[Assessment], Number]


KEY_FIGURES = (
    KeyFigure("days_overdue", "逾期天数", lambda a: a.now.days_overdue),
    KeyFigure("arrears", "补齐逾期要", lambda a: a.now.arrears),
    KeyFigure("penalty_interest", "其中罚息", lambda a: a.now.penalty_interest),
    KeyFigure("compound_interest", "其中复利", lambda a: a.now.compound_interest),
    KeyFigure("payoff", "全部结清要", lambda a: a.now.payoff),
    KeyFigure("cap_excess", "可以请求调减的", lambda a: a.now.cap_excess),
    KeyFigure("daily_cost", "再过一天多", lambda a: a.daily_cost),
    KeyFigure("legal_costs", "已有的诉讼费用（估算）", lambda a: a.now.legal_costs.total),
    KeyFigure("total_cost", "不处理，到比较的最后一天（估算）", lambda a: a.at_horizon.total_cost),
)
DAYS = {"days_overdue"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved assessment, opened: the raw answers, and the figures and rules of the day it was."""

    record: SavedAssessment
    raw: Raw
    saved_on: date
    as_of: date
    figures: Mapping[str, str]
    rules: Mapping[str, Any]
    helper_token: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One figure when it was saved and now, and how much of the difference comes from what.

    `by_days + by_rules + by_method` is the difference, in yuan (Decimal) or days (int).
    """

    label: str
    before: Number
    now: Number
    by_days: Number
    by_rules: Number
    by_method: Number


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since an assessment was saved: after so many days, under these new rules."""

    days: int
    rules: tuple[ChangedRule, ...]
    figures: tuple[Change, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        return tuple(row for row in self.figures if row.before != row.now)

    @property
    def has_rules(self) -> bool:
        """Whether another rule makes a figure another one."""
        return any(row.by_rules for row in self.figures)

    @property
    def has_method(self) -> bool:
        """Whether the site itself computes otherwise than it did."""
        return any(row.by_method for row in self.figures)


# Links and what they seal


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _key(token: str) -> str:
    """The key that is derived from a link."""
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive(token.encode())
    return urlsafe_b64encode(derived).decode()


def _seal(key: str, told: str) -> str:
    return Fernet(key).encrypt(told.encode()).decode()


def _unseal(key: str, sealed: str) -> str:
    return Fernet(key).decrypt(sealed.encode()).decode()


# Saving and opening


def save_assessment(raw: Raw, *, today: date, now: datetime) -> str:
    """Save the answers, their figures and the rules of today; the link. Raises CaseRefused."""
    edition = selectors.current_edition()
    assessment = assess(read_case(raw, today=today, rulebook=edition.rulebook), edition.rulebook)
    case = assessment.case
    told = {
        "raw": raw,
        "saved_on": today.isoformat(),
        "as_of": case.as_of.isoformat(),
        "figures": {row.key: str(row.read(assessment)) for row in KEY_FIGURES},
        "rules": snapshot(edition.rulebook, case.product, case.as_of),
    }
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SavedAssessment.objects.create(
        digest=_digest(token),
        sealed=_seal(_key(token), json.dumps(told)),
        edition=edition.token,
        expires_at=now + KEPT_FOR,
    )
    return token


def open_own(token: str, *, now: datetime) -> Kept | None:
    """What the owner's link opens; None where it opens nothing, or nothing any more."""
    record = SavedAssessment.objects.alive_at(now).filter(digest=_digest(token)).first()
    if record:
        with suppress(InvalidToken):
            return _opened(record, _key(token))
    return None


def open_shared(token: str, *, now: datetime) -> Kept | None:
    """What a helper's link opens; None where it opens nothing, or nothing any more."""
    record = SavedAssessment.objects.alive_at(now).filter(helper_digest=_digest(token)).first()
    if record:
        with suppress(InvalidToken):
            return _opened(record, _unseal(_key(token), record.helper_key))
    return None


def _opened(record: SavedAssessment, key: str) -> Kept:
    told = json.loads(_unseal(key, record.sealed))
    return Kept(
        record=record,
        raw=told["raw"],
        saved_on=date.fromisoformat(told["saved_on"]),
        as_of=date.fromisoformat(told["as_of"]),
        figures=told["figures"],
        rules=told["rules"],
        helper_token=_unseal(key, record.helper_link) if record.helper_link else None,
    )


# What the owner may do. Each is one statement, so that nothing comes back that was deleted.


def extend(kept: Kept, *, now: datetime) -> bool:
    """Keep it once more as long; whether that was still to be had."""
    return SavedAssessment.objects.alive_at(now).filter(pk=kept.record.pk).extend()


def delete(kept: Kept) -> None:
    """Delete it at once, and both its links with it."""
    SavedAssessment.objects.filter(pk=kept.record.pk).delete()


def share(kept: Kept, token: str) -> None:
    """Make a link that only reads, where there is none; `token` is the owner's."""
    helper = secrets.token_urlsafe(TOKEN_BYTES)
    SavedAssessment.objects.filter(pk=kept.record.pk, helper_digest=None).update(
        helper_digest=_digest(helper),
        helper_key=_seal(_key(helper), _key(token)),
        helper_link=_seal(_key(token), helper),
    )


def stop_sharing(kept: Kept) -> None:
    """Let the link that only reads open nothing any more."""
    SavedAssessment.objects.filter(pk=kept.record.pk).update(
        helper_digest=None, helper_key="", helper_link=""
    )


def purge(*, now: datetime) -> int:
    """Delete what has expired, in batches; how many there were."""
    purged = 0
    while batch := list(
        SavedAssessment.objects.expired_at(now).values_list("pk", flat=True)[:BATCH]
    ):
        purged += SavedAssessment.objects.filter(pk__in=batch).delete()[0]
    return purged


# What changed since


def what_changed(kept: Kept, now: Assessment) -> Changes | None:
    """The key figures then and now, told apart by cause; None where that can't be told any more.

    The stored answers are assessed on the stored day by the stored rules: what differs from the
    stored figures comes from how the site computes. On today's day by the stored rules: what
    differs further comes from the days. The rest comes from the rules.
    """
    product = now.case.product
    rulebook = selectors.current_rulebook()
    then_rules = as_then(rulebook, product, kept.rules)
    try:
        then = _assess_on(kept.as_of, kept.raw, then_rules)
        later = _assess_on(now.case.as_of, kept.raw, then_rules)
    except (CaseRefused, RuleNotInForce):
        return None
    return Changes(
        days=(now.case.as_of - kept.as_of).days,
        rules=changed_since(kept.rules, rulebook, product, now.case.as_of),
        figures=tuple(
            _change(figure, kept.figures[figure.key], then, later, now)
            for figure in KEY_FIGURES
            if figure.key in kept.figures
        ),
    )


def _assess_on(day: date, raw: Raw, rulebook: Rulebook) -> Assessment:
    return assess(read_case(raw, today=day, rulebook=rulebook), rulebook)


def _change(
    figure: KeyFigure, kept: str, then: Assessment, later: Assessment, now: Assessment
) -> Change:
    before: Number = int(kept) if figure.key in DAYS else Decimal(kept)
    return Change(
        label=figure.label,
        before=before,
        now=figure.read(now),
        by_days=figure.read(later) - figure.read(then),
        by_rules=figure.read(now) - figure.read(later),
        by_method=figure.read(then) - before,
    )
