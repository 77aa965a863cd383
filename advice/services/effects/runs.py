"""Runs that work out what a change would do, step by step, and who has seen the result."""

import hashlib
import json
from datetime import date
from time import perf_counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from advice import records, selectors
from advice.engine.matching import StrategyRule
from advice.models import EffectRun, SampleBorrower, Status
from advice.services import panel
from advice.services.effects.comparing import PanelCount, compare_sample
from advice.services.effects.trying import (
    changes_results,
    day_of,
    scheduled_until,
    try_change,
)

STEP = 100
KINDS = ("rule_value", "table_version", "term", "strategy")
WAITING = (Status.DRAFT, Status.IN_REVIEW)
# Where a record stands on its way changes nothing of what it would do.
ASIDE = ("status", "publish_at")


def is_tried(record: Any) -> bool:
    """Whether what it would do can be worked out: it waits, and is of such a kind."""
    return records.kind_of(record).name in KINDS and record.status in WAITING


def run_of(record: Any, *, today: date) -> EffectRun | None:
    """The run for the change and the site as they are now; None where there is none yet."""
    return EffectRun.objects.filter(fingerprint=fingerprint(record, today=today)).first()


def start(record: Any, *, today: date) -> EffectRun:
    """The run for the change as it is now, begun if need be; what was run before is forgotten."""
    kind = records.kind_of(record).name
    run, _ = EffectRun.objects.get_or_create(
        fingerprint=fingerprint(record, today=today),
        defaults={
            "kind": kind,
            "record": record.pk,
            "as_of": day_of(record, today=today),
            "total": SampleBorrower.objects.count() + panel.SIZE,
        },
    )
    EffectRun.objects.filter(kind=kind, record=record.pk).exclude(pk=run.pk).delete()
    return run


def advance(run: EffectRun, record: Any) -> None:
    """Work out the next step; raises CannotBeTried.

    Where somebody else's request has made the same step meanwhile, theirs is kept.
    """
    begun = perf_counter()
    trial = try_change(record, run.as_of)
    samples = list(SampleBorrower.objects.all())
    compared = list(run.results.get("samples", []))
    count = PanelCount.stored(run.results.get("panel"))
    reached = min(run.done + STEP, run.total)
    for place in range(run.done, reached):
        if place < len(samples):
            compared.append(compare_sample(samples[place], run.as_of, trial))
        else:
            count.add(place - len(samples), run.as_of, trial)
    EffectRun.objects.filter(pk=run.pk, done=run.done).update(
        done=reached,
        results={"samples": compared, "panel": count.as_stored()},
        seconds=run.seconds + perf_counter() - begun,
    )
    run.refresh_from_db()


def note_seen(run: EffectRun, *, by: Any) -> None:
    """Remember that somebody had the finished result before their eyes."""
    if run.is_finished:
        run.seen_by.add(by)


def was_seen(record: Any, *, by: Any, today: date) -> bool:
    """Whether they have seen the result for the change and the site as they are now."""
    run = run_of(record, today=today)
    return run is not None and run.is_finished and run.seen_by.filter(pk=by.pk).exists()


def progress(record: Any, *, by: Any, today: date) -> str:
    """How far it has been worked out and looked at, in words."""
    run = run_of(record, today=today)
    if run is None:
        return "还没算" if changes_results(record) else "只改了文字，不用算"
    if not run.is_finished:
        return f"算到 {run.done}/{run.total}"
    return "你看过了" if was_seen(record, by=by, today=today) else "算完了，你还没看"


def refuse_without_effect(record: Any, *, by: Any, today: date) -> None:
    """Raise ValidationError where they would approve a change of results without having looked."""
    if changes_results(record) and not was_seen(record, by=by, today=today):
        raise ValidationError(
            "批准前请先看影响测算：它要按这份改动和现在的内容算完，再由你打开看过。"
        )


def fingerprint(record: Any, *, today: date) -> str:
    """Names everything that the result depends on; whatever else is edited leaves it alone."""
    kind = records.kind_of(record)
    day = day_of(record, today=today)
    document = records.document_of(kind, record)
    edition = selectors.current_edition()
    scheduled = scheduled_until(day).prefetch_related("conditions", "products")
    samples = SampleBorrower.objects.values_list("key", "title", "answers")
    parts = [
        [kind.name, record.pk, day, panel.SEED, panel.SIZE],
        {name: value for name, value in document.items() if name not in ASIDE},
        repr(edition.rulebook),
        [_as_text(rule) for rule in edition.strategy_rules],
        [_as_text(strategy.to_rule()) for strategy in scheduled],
        list(samples),
    ]
    text = json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _as_text(rule: StrategyRule) -> str:
    """The same text for the same rule on every server."""
    groups = [
        [
            (row.fact.key, row.operator, row.values, row.compared and row.compared.key)
            for row in group
        ]
        for group in rule.groups
    ]
    return repr((rule.slug, rule.urgency, rule.order, rule.effect, sorted(rule.products), groups))
