"""Rules and fee tables with dated values: each with a legal source, or marked as an assumption."""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from advice.engine.facts import number_words
from advice.engine.vocabulary import TermKey, Unit
from advice.models.law import LegalSource
from advice.models.status import ORIGINALS, Moderated, ModeratedQuerySet, Status
from advice.prose import placeholders

WHOLE_UNITS = {Unit.DAYS, Unit.MONTHS, Unit.NUMBER}
# Far above every rule there is; a slip of the hand above them would leave the calendar.
HIGHEST = {Unit.DAYS: 3650, Unit.MONTHS: 1200, Unit.TIMES: 10, Unit.NUMBER: 1000}
DIVIDES = ("_divisor", "_year_days")


class DatedValue(Moderated):
    """What holds from a day until the next value starts: there are no end dates to overlap.

    One person proposes it, another approves it; until then nothing computes with it. Afterwards it
    is never changed: another value takes its place, from a later day or from the same one.
    """

    effective_from = models.DateField(
        "从哪天起",
        help_text="从这天起用这个值，到下一个值开始为止。改规则时加一行，不要改旧的一行。",
    )
    source = models.ForeignKey(
        LegalSource,
        verbose_name="法律依据",
        null=True,
        blank=True,
        limit_choices_to=ORIGINALS,
        on_delete=models.PROTECT,
        help_text="有法律依据就选它；没有，就在“假定的理由”里写明。",
    )
    reason = models.TextField(
        "假定的理由",
        blank=True,
        help_text="没有法律依据、只是我们的假定时填写。页面会标“假定”，不会当作法律。",
    )
    checked_on = models.DateField("核对日期", help_text="最近一次对照来源核对的日子。")

    objects = ModeratedQuerySet.as_manager()

    class Meta(Moderated.Meta):
        abstract = True
        ordering = ("effective_from",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(reason=""),
                name="%(class)s_has_a_source_or_a_reason",
                violation_error_message="请选法律依据；如果只是假定，请写明理由。",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.reason = self.reason.strip()
        if self.source and not self.source.is_published:
            message = (
                f"这个依据{self.source.get_status_display()}、{self.source.get_confidence_display()}，"
                "不能作为数值的依据：请先核实并发布它，或清空并写明假定的理由。"
            )
            raise ValidationError({"source": message})

    @property
    def is_assumption(self) -> bool:
        return self.source_id is None


class Rule(models.Model):
    """A number that the calculation or a text needs, such as the annual cap."""

    key = models.SlugField("代号", unique=True, help_text="程序和正文占位用的英文代号，不要改。")
    label = models.CharField("名称", max_length=60)
    unit = models.CharField(
        "单位", max_length=8, choices=Unit.choices(), help_text="数值按这个单位填写和显示。"
    )
    explanation = models.TextField("说明", blank=True, help_text="用在哪里，改了会影响什么。")

    class Meta:
        verbose_name = "规则"
        verbose_name_plural = "规则"
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label


class RuleValue(DatedValue):
    """One dated value of a rule."""

    rule = models.ForeignKey(
        Rule, verbose_name="规则", on_delete=models.CASCADE, related_name="values"
    )
    value = models.DecimalField(
        "数值",
        max_digits=16,
        decimal_places=8,
        validators=[MinValueValidator(Decimal(0))],
        help_text="比例写成小数：24% 写 0.24。",
    )

    class Meta(DatedValue.Meta):
        verbose_name = "数值"
        verbose_name_plural = "数值（按日期）"
        constraints = [
            *DatedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["rule", "effective_from"],
                condition=Q(status=Status.PUBLISHED),
                name="rule_has_one_value_from_a_day",
                violation_error_message="这条规则从这一天起已经有一个值：请改日期，或改那一行。",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="rule_value_is_not_negative",
                violation_error_message="数值不能小于 0。",
            ),
        ]

    def __str__(self) -> str:
        if self.value is None or not self.rule_id:
            return "新的数值"
        return f"{self.rule.label} {number_words(self.value, Unit(self.rule.unit))}"

    def clean(self) -> None:
        super().clean()
        rule = self._rule_if_told()
        if self.value is None or rule is None:
            return
        unit = next((unit for unit in Unit if unit == rule.unit), None)
        if unit is Unit.SHARE and self.value > 1:
            raise ValidationError({"value": "比例应在 0 到 1 之间：24% 请写 0.24。"})
        if unit in WHOLE_UNITS and self.value != self.value.to_integral_value():
            raise ValidationError({"value": "天数、月数和个数应是整数。"})
        if unit in HIGHEST and self.value > HIGHEST[unit]:
            message = f"{unit.label}不能超过 {HIGHEST[unit]}：请核对是不是多写了几位。"
            raise ValidationError({"value": message})
        if rule.key.endswith(DIVIDES) and not self.value:
            raise ValidationError({"value": "计算要用它来除，不能是 0。"})

    def _rule_if_told(self) -> Rule | None:
        """The rule, also one that is being added on the same page."""
        try:
            return self.rule
        except Rule.DoesNotExist:
            return None


class FeeTable(models.Model):
    """A court fee by brackets of the amount."""

    key = models.SlugField("代号", unique=True, help_text="程序用的英文代号，不要改。")
    label = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = "收费表"
        verbose_name_plural = "收费表"
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label


class FeeTableVersion(DatedValue):
    """A fee table's brackets from one day on."""

    table = models.ForeignKey(
        FeeTable, verbose_name="收费表", on_delete=models.CASCADE, related_name="versions"
    )
    maximum = models.DecimalField(
        "最多收",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="有上限才填，单位是元。",
    )

    class Meta(DatedValue.Meta):
        verbose_name = "收费表的版本"
        verbose_name_plural = "收费表的版本"
        constraints = [
            *DatedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["table", "effective_from"],
                condition=Q(status=Status.PUBLISHED),
                name="fee_table_has_one_version_from_a_day",
                violation_error_message="这张表从这一天起已经有一个版本：请改日期，或改那一版。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table.label} {self.effective_from:%Y-%m-%d} 起"


class FeeBracket(models.Model):
    """What the part of an amount above `over` costs, until the next bracket begins.

    Brackets have a lower end only, so they can neither overlap nor leave a gap.
    """

    version = models.ForeignKey(
        FeeTableVersion, verbose_name="版本", on_delete=models.CASCADE, related_name="brackets"
    )
    over = models.DecimalField(
        "超过（元）",
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text="从小到大填，第一行填 0。",
    )
    flat = models.DecimalField(
        "固定收（元）",
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    share = models.DecimalField(
        "按比例收",
        max_digits=7,
        decimal_places=6,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text="这一段里每元收多少：2.5% 写 0.025。",
    )

    class Meta:
        verbose_name = "分段"
        verbose_name_plural = "分段（从小到大）"
        ordering = ("over",)
        constraints = [
            models.UniqueConstraint(
                fields=["version", "over"],
                name="fee_brackets_do_not_overlap",
                violation_error_message="两段从同一个金额开始：请改其中一段。",
            ),
            models.CheckConstraint(
                condition=Q(over__gte=0, flat__gte=0, share__gte=0, share__lte=1),
                name="fee_bracket_is_in_bounds",
                violation_error_message="金额不能小于 0，比例应在 0 到 1 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"超过 {self.over:,.2f} 元"


def refuse_unknown_placeholders(field: str, text: str) -> None:
    """Refuse a text that asks for a figure which no rule or product term gives."""
    known = {f"rule:{key}" for key in Rule.objects.values_list("key", flat=True)}
    known |= {f"term:{term.value}" for term in TermKey}
    unknown = sorted(placeholders(text) - known)
    if unknown:
        message = f"不认识这些占位：{'、'.join(unknown)}。现有的：{'、'.join(sorted(known))}。"
        raise ValidationError({field: message})
