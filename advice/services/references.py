"""What needs a record: those who would miss it, or show a broken link, when it went."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from advice import records
from advice.engine.facts import FACTS
from advice.models import GuideChapter, LegalSource, Moderated, Reviewed, Status
from advice.selectors.pages import RECORDS

# What visitors see, and what they will see without anybody doing anything more.
SHOWN = (Status.PUBLISHED, Status.SCHEDULED)
WITH_PAGES: tuple[Any, ...] = (*RECORDS.values(), LegalSource)


def why_kept(record: Any) -> str:
    """Why the record can't be deleted; empty where nothing that visitors see needs it."""
    standing = _standing(record)
    if standing:
        return f"“{record}”：{standing}"
    needing = needed_by(record)
    return f"“{record}”：{'、'.join(needing)}还用着它，请先改它们。" if needing else ""


def _standing(record: Any) -> str:
    """What its status has against it."""
    if record.revises_id is not None:
        return "这是修改稿，请用“放弃草稿”。"
    if record.copy is not None:
        return "它有一份修改稿，请先放弃那一份。"
    match record.status:
        case Status.PUBLISHED:
            return "已发布的不能删除，请先撤下。"
        case Status.SCHEDULED:
            return "已定时发布，请先取消定时。"
        case Status.IN_REVIEW:
            return "正在等审核，请先退回修改。"
    return ""


def needed_by(record: Any) -> list[str]:
    """What refers to the record and is shown, or will be; each as an editor would call it."""
    figures = figures_resting_on(record) if isinstance(record, LegalSource) else []
    named = [
        *(_named(other) for other in _referring(record)),
        *(f"{_named(other)}的正文" for other in _linking(record)),
        *(f"结果页的数字“{figure}”" for figure in figures),
    ]
    return list(dict.fromkeys(named))


def figures_resting_on(source: LegalSource) -> list[str]:
    """The figures of results whose law it is, as the calculation says."""
    return [fact.label for fact in FACTS.values() if source.key in fact.law]


def _named(record: Any) -> str:
    return f"{record._meta.verbose_name}“{record}”"


def _referring(record: Any) -> Iterator[models.Model]:
    """The records that name it in one of their fields."""
    for relation in record._meta.related_objects:
        model = relation.related_model
        if issubclass(model, Moderated) and model is not type(record):
            naming = {relation.field.name: record}
            yield from model._default_manager.filter(**naming, status__in=SHOWN)


def _linking(record: Any) -> Iterator[models.Model]:
    """The records whose texts have a link to its page."""
    if not isinstance(record, WITH_PAGES):
        return
    address = record.get_absolute_url()
    for kind in records.KINDS:
        if issubclass(kind.model, Reviewed):
            found = kind.model._default_manager.filter(status__in=SHOWN)
            yield from found.filter(_in_prose(kind.model, "contains", address))
    chapters = GuideChapter.objects.filter(guide__status__in=SHOWN, body__contains=address)
    yield from (chapter.guide for chapter in chapters.select_related("guide"))


def texts_with(figure: str) -> list[str]:
    """The records, drafts too, whose texts show the figure, such as `rule:annual_cap`."""
    braces = rf"\{{\{{\s*{figure}\s*\}}\}}"
    found = [
        record
        for kind in records.KINDS
        if issubclass(kind.model, Reviewed)
        for record in kind.model._default_manager.filter(_in_prose(kind.model, "regex", braces))
    ]
    chapters = GuideChapter.objects.filter(body__regex=braces).select_related("guide")
    return list(dict.fromkeys(map(_named, [*found, *(chapter.guide for chapter in chapters)])))


def _in_prose(model: type[Reviewed], lookup: str, sought: str) -> Q:
    found = Q()
    for field in model.prose_fields():
        found |= Q(**{f"{field}__{lookup}": sought})
    return found
