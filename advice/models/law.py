"""Legal sources: what a page cites or a figure rests on, and how sure we are of it."""

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from advice.models.addresses import page_of
from advice.models.status import PublishedQuerySet, Status


class Confidence(models.TextChoices):
    TEXT = "text", "读过法条原文"
    QUOTED = "quoted", "转引"
    GIST = "gist", "只知大意"
    UNVERIFIED = "unverified", "未核实"


class LegalSource(models.Model):
    """An article of a law, or another document, with our own summary of it."""

    key = models.SlugField("代号", unique=True, help_text="网址用的英文代号，发布后不要再改。")
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
    status = models.CharField("状态", max_length=9, choices=Status.choices, default=Status.DRAFT)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = "法律依据"
        verbose_name_plural = "法律依据"
        ordering = ("title", "key")
        constraints = [
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
        withdrawn = self.status == Status.DRAFT or self.confidence == Confidence.UNVERIFIED
        resting = self.resting_on_it() if self.pk and withdrawn else []
        if resting:
            named = "、".join(str(record) for record in resting)
            message = f"这些已发布的内容或数值引用了它，不能改成草稿或未核实，请先改它们：{named}。"
            raise ValidationError(message)

    def resting_on_it(self) -> list[models.Model]:
        """Published guidance and dated values that cite this source."""
        cited: list[models.Model] = []
        for relation in self._meta.related_objects:
            records = relation.related_model._default_manager.filter(**{relation.field.name: self})
            if any(field.name == "status" for field in relation.related_model._meta.fields):
                records = records.filter(status=Status.PUBLISHED)
            cited.extend(records)
        return cited

    @cached_property
    def citation(self) -> str:
        """《名称》条款, as a reader would look it up."""
        return f"《{self.title}》{self.article}" if self.article else self.title

    def is_superseded(self, day: date) -> bool:
        return self.effective_to is not None and self.effective_to < day

    def may_be_cited(self, day: date) -> bool:
        """Whether a published record may rest on it on `day`."""
        return not self.unfitness(day)

    def unfitness(self, day: date) -> str:
        """Why it may not be cited on `day`; empty where it may."""
        if self.confidence == Confidence.UNVERIFIED:
            return "未核实"
        if self.is_superseded(day):
            return "已失效"
        return "" if self.status == Status.PUBLISHED else "还是草稿"
