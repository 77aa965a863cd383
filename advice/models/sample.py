"""Borrowers to try a change on, and what a change would do to them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from advice.engine.answers import as_date


class SampleBorrower(models.Model):
    """A made-up borrower; before a change is approved, its effect on each of them is seen.

    The answers are those of the form, as `manage.py assess` reads them. Their dates are as seen
    from `as_of`, and move along with the day that a change is tried for.
    """

    key = models.SlugField("代号", unique=True, help_text="英文代号，建好后不要再改。")
    title = models.CharField("是谁", max_length=60, help_text="例如：两笔都逾期、手里有一点存款。")
    note = models.TextField("为什么选他", blank=True, help_text="他能看出哪些改动的影响。")
    answers = models.JSONField("填的内容", encoder=DjangoJSONEncoder)
    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")

    class Meta:
        verbose_name = "样本借款人"
        verbose_name_plural = "样本借款人"
        ordering = ("order", "key")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        told = self.answers
        if not isinstance(told, dict) or as_date(told.get("as_of")) is None:
            raise ValidationError({"answers": "要写明“按哪一天计算”，其他日期都从它算起。"})


class EffectRun(models.Model):
    """What one change would do, worked out step by step and kept until something else changes.

    `fingerprint` names the change and the state of the site that it was worked out for.
    """

    kind = models.CharField("类型", max_length=20)
    record = models.PositiveBigIntegerField("记录")
    fingerprint = models.CharField("针对的状态", max_length=64, unique=True)
    as_of = models.DateField("按哪一天算")
    done = models.PositiveIntegerField("算完的", default=0)
    total = models.PositiveIntegerField("一共")
    results = models.JSONField("结果", default=dict, encoder=DjangoJSONEncoder)
    seconds = models.FloatField("用了几秒", default=0)
    started_at = models.DateTimeField("开始", auto_now_add=True)
    seen_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="谁看过", blank=True, related_name="effects_seen"
    )

    class Meta:
        verbose_name = "影响测算"
        verbose_name_plural = "影响测算"
        constraints = (
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="effect_run_ends_at_its_total"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.record}：{self.done}/{self.total}"

    @property
    def is_finished(self) -> bool:
        return self.done == self.total
