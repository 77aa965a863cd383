"""Rules and fee tables with dated values: each with a legal source, or marked as an assumption."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from advice.engine.facts import number_words
from advice.engine.vocabulary import TermKey, Unit
from advice.engine.wording import plain
from advice.models.law import LegalSource
from advice.models.status import ORIGINALS, Moderated, ModeratedQuerySet, Status
from advice.prose import placeholders

WHOLE_UNITS = {Unit.DAYS, Unit.MONTHS, Unit.NUMBER}
# Far above every rule there is; a slip of the hand above them would leave the calendar.
HIGHEST = {Unit.DAYS: 3650, Unit.MONTHS: 1200, Unit.TIMES: 10, Unit.NUMBER: 1000}
DIVIDES = ("_divisor", "_year_days")
# A proposal that nobody has decided on.
OPEN = (Status.DRAFT, Status.IN_REVIEW)


class DatedValue(Moderated):
    """What holds from a day until the next value starts: there are no end dates to overlap.

    One person proposes it, another approves it; until then nothing computes with it. Afterwards it
    is never changed: another value takes its place, from a later day or from the same one.
    `SERIES` names the fields that say which values follow each other.
    """

    SERIES: ClassVar[tuple[str, ...]]

    effective_from = models.DateField(
        "从哪天起",
        help_text="从这天起用这个值，到下一个值开始为止。写新规定施行的那一天。",
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
    note = models.TextField(
        "这个改动的说明",
        blank=True,
        help_text="给审核的人和以后的编辑看：为什么改，从哪里知道的。访客看不到。",
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
        self._refuse_unfit_source()
        self._refuse_second_proposal()

    def _refuse_unfit_source(self) -> None:
        if self.source is None:
            return
        if not self.source.is_published:
            message = (
                f"这个依据{self.source.get_status_display()}、{self.source.get_confidence_display()}，"
                "不能作为数值的依据：请先核实并发布它，或清空并写明假定的理由。"
            )
            raise ValidationError({"source": message})
        if self.effective_from and self.source.is_superseded(self.effective_from):
            message = (
                f"这个依据到 {self.source.effective_to} 为止，"
                f"不能作为 {self.effective_from} 起的值的依据。"
            )
            raise ValidationError({"source": message})

    def _refuse_second_proposal(self) -> None:
        if self.status not in OPEN or not self.effective_from or not self.series():
            return
        open_ones = type(self).objects.filter(status__in=OPEN, **self.series())
        if open_ones.filter(effective_from=self.effective_from).exclude(pk=self.pk).exists():
            message = "从这一天起已经有一份提议：请在那一份上改，或先放弃它。"
            raise ValidationError({"effective_from": message})

    def series(self) -> dict[str, Any]:
        """What all values of its series share; empty where it isn't told yet."""
        told = {name: getattr(self, self._meta.get_field(name).attname) for name in self.SERIES}
        return told if all(told.values()) else {}

    @property
    def words(self) -> str:
        """The value as an editor reads it, with its unit."""
        raise NotImplementedError

    @property
    def is_assumption(self) -> bool:
        return self.source_id is None

    @property
    def basis(self) -> str:
        """What it rests on, in a few words."""
        return f"假定：{self.reason}" if self.source is None else self.source.citation


def one_open_proposal(*fields: str) -> models.UniqueConstraint:
    """Whoever changes a value for a day finds the proposal that there is."""
    return models.UniqueConstraint(
        fields=[*fields, "effective_from"],
        condition=Q(status__in=OPEN),
        name="%(class)s_has_one_proposal_from_a_day",
        violation_error_message="从这一天起已经有一份提议：请在那一份上改，或先放弃它。",
    )


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

    SERIES = ("rule",)

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
        verbose_name = "规则的值"
        verbose_name_plural = "规则的值"
        constraints = [
            *DatedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["rule", "effective_from"],
                condition=Q(status=Status.PUBLISHED),
                name="rule_has_one_value_from_a_day",
                violation_error_message="这条规则从这一天起已经有一个批准过的值：请改日期。",
            ),
            one_open_proposal("rule"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="rule_value_is_not_negative",
                violation_error_message="数值不能小于 0。",
            ),
        ]

    def __str__(self) -> str:
        if self.value is None or not self.rule_id:
            return "新的数值"
        return f"{self.rule.label} {self.words}"

    @property
    def words(self) -> str:
        return number_words(self.value, Unit(self.rule.unit))

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

    SERIES = ("table",)

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
                violation_error_message="这张表从这一天起已经有一个批准过的版本：请改日期。",
            ),
            one_open_proposal("table"),
        ]

    def __str__(self) -> str:
        return f"{self.table.label} {self.effective_from:%Y-%m-%d} 起"

    @property
    def words(self) -> str:
        brackets = [bracket.words for bracket in self.brackets.all()]
        highest = [] if self.maximum is None else [f"最多 {plain(self.maximum)} 元"]
        return "；".join(brackets + highest) or "还没有分段"

    def refuse_incomplete(self) -> None:
        """A version without brackets, or with a gap below the first, can't be computed with."""
        refuse_broken_brackets([bracket.over for bracket in self.brackets.all()])


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

    @property
    def words(self) -> str:
        """What the part above its lower end costs."""
        costs = [f"{plain(self.flat)} 元"] if self.flat else []
        costs += [number_words(self.share, Unit.SHARE)] if self.share else []
        return f"超过 {plain(self.over)} 元的部分收 {' 加 '.join(costs) or '0 元'}"


def refuse_broken_brackets(lower_ends: list[Decimal]) -> None:
    """Raise ValidationError where the brackets don't cover every amount, in order from 0."""
    if not lower_ends:
        raise ValidationError("请至少填一段；第一段的“超过”填 0。")
    if lower_ends != sorted(lower_ends):
        raise ValidationError("各段要从小到大排：请按“超过”的金额重新填各行。")
    if lower_ends[0] != 0:
        first = plain(lower_ends[0])
        raise ValidationError(f"第一段要从 0 开始：请把 {first} 改成 0，或在最前面补一段。")


def refuse_unknown_placeholders(
    field: str, text: str, *, also: frozenset[str] = frozenset()
) -> None:
    """Refuse a text that asks for a figure which no rule or product term gives, nor `also`."""
    known = {f"rule:{key}" for key in Rule.objects.values_list("key", flat=True)}
    known |= {f"term:{term.value}" for term in TermKey}
    known |= also
    unknown = sorted(placeholders(text) - known)
    if unknown:
        message = f"不认识这些占位：{'、'.join(unknown)}。现有的：{'、'.join(sorted(known))}。"
        raise ValidationError({field: message})


def refuse_placeholders_without_value(text: str) -> None:
    """Refuse to show a text while a rule that it asks for has no approved value."""
    asked = {name.removeprefix("rule:") for name in placeholders(text) if name.startswith("rule:")}
    approved = RuleValue.objects.published().filter(rule__key__in=asked)
    missing = sorted(asked - set(approved.values_list("rule__key", flat=True)))
    if missing:
        raise ValidationError(
            f"正文用到的这些规则还没有批准过的值：{'、'.join(missing)}。请先批准它们的值。"
        )
