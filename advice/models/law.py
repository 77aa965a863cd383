"""Legal sources: what a page cites or a figure rests on, and how sure we are of it."""

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from advice.models.addresses import page_of
from advice.models.status import Publishable, PublishedQuerySet, Status


class Confidence(models.TextChoices):
    TEXT = "text", "读过法条原文"
    QUOTED = "quoted", "转引"
    GIST = "gist", "只知大意"
    UNVERIFIED = "unverified", "未核实"


class LegalSource(Publishable):
    """An article of a law, or another document, with our own summary of it."""

    key = models.SlugField("代号", help_text="网址用的英文代号，发布后不要再改。")
    title = models.CharField("名称", max_length=120, help_text="法律或文件的全名，不加书名号。")
    document_no = models.CharField("文号", max_length=80, blank=True)
    article = models.CharField(
        "条款", max_length=80, blank=True, help_text="例如：第六百七十六条。"
    )
    effective_from = models.DateField("生效日期", null=True, blank=True)
    effective_to = models.DateField(
        "失效日期",
        null=True,
        blank=True,
        help_text="最后有效的一天。填了以后，已发布的内容不能再引用它。",
    )
    effective_note = models.CharField(
        "日期说明", max_length=200, blank=True, help_text="例如：现行文本自 2021年1月1日 起施行。"
    )
    confidence = models.CharField(
        "可信程度",
        max_length=10,
        choices=Confidence.choices,
        help_text="“未核实”的不能发布，也不能作为已发布内容和数值的依据。",
    )
    summary = models.TextField("我们的概括", help_text="用自己的话写，不抄原文。")
    checked_on = models.DateField("核对日期", help_text="最近一次对照原文或来源核对的日子。")
    review_due_on = models.DateField(
        "下次核对", help_text="过了这天还没有重新核对，引用它的内容就不能发布。"
    )

    objects = PublishedQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "法律依据"
        verbose_name_plural = "法律依据"
        ordering = ("title", "key")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(review_due_on__gt=F("checked_on")),
                name="source_review_is_due_after_its_check",
                violation_error_message="“下次核对”应晚于“核对日期”。",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED, confidence=Confidence.UNVERIFIED),
                name="published_source_is_verified",
                violation_error_message="“未核实”的依据不能发布：请先核实并改可信程度，或存为草稿。",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="source_ends_after_it_begins",
                violation_error_message="失效日期不能早于生效日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        return page_of("law_detail", self.key)

    def clean(self) -> None:
        super().clean()
        resting = self.resting_on_it() if self.confidence == Confidence.UNVERIFIED else []
        if resting:
            named = "、".join(str(record) for record in resting)
            message = f"这些已发布的内容或数值引用了它，不能改成未核实，请先改它们：{named}。"
            raise ValidationError({"confidence": message})

    def resting_on_it(self) -> list[models.Model]:
        """Guidance and dated values, published or about to be, that cite this source."""
        if self.original.pk is None:
            return []
        return [
            record
            for relation in self._meta.related_objects
            if relation.related_model is not LegalSource
            for record in relation.related_model._default_manager.filter(
                **{relation.field.name: self.original},
                status__in=[Status.PUBLISHED, Status.SCHEDULED],
            )
        ]

    @cached_property
    def citation(self) -> str:
        """《名称》条款, as a reader would look it up."""
        return f"《{self.title}》{self.article}" if self.article else self.title

    def is_superseded(self, day: date) -> bool:
        return self.effective_to is not None and self.effective_to < day

    def is_review_overdue(self, day: date) -> bool:
        """Whether it was to be compared with its original again before `day`."""
        return self.review_due_on < day

    def may_be_cited(self, day: date) -> bool:
        """Whether a published record may rest on it on `day`."""
        return not self.unfitness(day)

    def unfitness(self, day: date) -> str:
        """Why it may not be cited on `day`; empty where it may."""
        overdue = "过了核对日期" if self.is_review_overdue(day) else ""
        return self.invalidity(day) or overdue

    def invalidity(self, day: date) -> str:
        """Why it is no ground on `day`, however lately it was checked; empty where it is one."""
        if self.confidence == Confidence.UNVERIFIED:
            return "未核实"
        if self.is_superseded(day):
            return "已失效"
        if self.status == Status.DRAFT:
            return "还是草稿"
        return "" if self.is_published else self.get_status_display()
