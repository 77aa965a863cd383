"""Consequences and the strategies that ease them, with their effects and conditions."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from advice.engine.conditions import Condition as EngineCondition
from advice.engine.conditions import ConditionRefused, read_condition
from advice.engine.contradictions import clash_in
from advice.engine.facts import FACTS, fact_choices
from advice.engine.matching import Effect, StrategyRule
from advice.engine.vocabulary import EffectKind, MonthlySource, Operator, UpfrontSource, Urgency
from advice.models.addresses import page_of
from advice.models.publishing import Guidance
from advice.models.status import ORIGINALS


class FigureTable(models.TextChoices):
    PROJECTION = "projection", "一直不还，欠款怎样增加"
    CREDIT_MONTHS = "credit_months", "一直不还，每个月底的征信状态"


class Consequence(Guidance):
    """What follows when the loan is not repaid."""

    table = models.CharField(
        "下面的表",
        max_length=13,
        choices=FigureTable.choices,
        blank=True,
        help_text="结果页上，折叠在这个后果的数字下面。",
    )

    class Meta(Guidance.Meta):
        verbose_name = "后果"
        verbose_name_plural = "后果"

    def get_absolute_url(self) -> str:
        return page_of("consequence_detail", self.key)


class ConsequenceFigure(models.Model):
    """A computed figure that stands beside a consequence on the result page."""

    consequence = models.ForeignKey(
        Consequence, verbose_name="后果", on_delete=models.CASCADE, related_name="figures"
    )
    fact = models.CharField(
        "数字", max_length=50, choices=fact_choices, help_text="算出来的哪一个数。"
    )
    order = models.PositiveSmallIntegerField(
        "排序", default=10, help_text="数字小的排在前面，第一个用大字显示。"
    )

    class Meta:
        verbose_name = "旁边的数字"
        verbose_name_plural = "旁边的数字"
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["consequence", "fact"],
                name="consequence_shows_a_figure_once",
                violation_error_message="这个数字已经列了：请去掉重复的一行。",
            ),
        ]

    def __str__(self) -> str:
        return FACTS[self.fact].label if self.fact in FACTS else self.fact


class Strategy(Guidance):
    """What a borrower can do, with what it does in figures and for whom it fits."""

    first_step = models.CharField(
        "第一步", max_length=200, help_text="最先要做的一件事，结果页上直接显示。"
    )
    urgency = models.CharField(
        "急迫程度",
        max_length=7,
        choices=Urgency.choices(),
        default=Urgency.ANYTIME.value,
        help_text="结果页先按它排序，再看负担得起与否和省多少。",
    )
    eases = models.ManyToManyField(
        Consequence,
        verbose_name="缓解哪些后果",
        blank=True,
        related_name="strategies",
        limit_choices_to=ORIGINALS,
        help_text="结果页上列在这些后果旁边。",
    )
    effect_kind = models.CharField(
        "效果",
        max_length=11,
        choices=EffectKind.choices(),
        default=EffectKind.NONE.value,
        help_text="按哪一种算法算出它对这位借款人的数字。",
    )
    uses_savings = models.BooleanField("今天先付：存款", default=False)
    uses_sellable_assets = models.BooleanField("今天先付：可以变卖的东西", default=False)
    uses_family_loan = models.BooleanField("今天先付：家人可以借的", default=False)
    uses_monthly_surplus = models.BooleanField("每月还：每月结余", default=False)
    uses_expense_cut = models.BooleanField("每月还：每月还能省的", default=False)
    max_months = models.PositiveSmallIntegerField(
        "最长月数",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="只用于协商分期：最多分几个月，1–120。",
    )
    waived_share = models.DecimalField(
        "减免比例",
        max_digits=7,
        decimal_places=6,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
        help_text="只用于协商分期：罚息和复利减免多少，一半写 0.5。",
    )
    plan_daily_rate_percent = models.DecimalField(
        "方案日利率（%）",
        max_digits=7,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal("0.1"))],
        help_text="只用于协商分期：留空就按各笔借款的合同利率。",
    )

    class Meta(Guidance.Meta):
        verbose_name = "应对办法"
        verbose_name_plural = "应对办法"
        constraints = [
            *Guidance.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(effect_kind=EffectKind.RESTRUCTURE.value)
                | Q(max_months__gte=1, max_months__lte=120),
                name="restructure_has_a_longest_term",
                violation_error_message="协商分期请填最长月数，1 到 120。",
            ),
            models.CheckConstraint(
                condition=Q(waived_share__gte=0, waived_share__lte=1),
                name="waived_share_is_between_0_and_1",
                violation_error_message="减免比例应在 0 到 1 之间：一半写 0.5。",
            ),
            models.CheckConstraint(
                condition=Q(plan_daily_rate_percent__isnull=True)
                | Q(plan_daily_rate_percent__gte=0, plan_daily_rate_percent__lte=Decimal("0.1")),
                name="plan_rate_is_between_0_and_a_tenth_percent",
                violation_error_message="方案日利率应在 0% 到 0.1% 之间。",
            ),
        ]

    def get_absolute_url(self) -> str:
        return page_of("strategy_detail", self.key)

    def clean(self) -> None:
        super().clean()
        if self.effect_kind == EffectKind.RESTRUCTURE.value and self.max_months is None:
            raise ValidationError({"max_months": "协商分期请填最长月数，1 到 120。"})
        pays = self.upfront_sources or self.monthly_sources
        if self.effect_kind == EffectKind.PAY_DOWN.value and not pays:
            message = "“一次性加每月还”至少要选一项钱从哪里来（下面的“今天先付”或“每月还”）。"
            raise ValidationError({"effect_kind": message})

    def refuse_incomplete(self) -> None:
        """Raise ValidationError for groups that nobody could ever fulfil."""
        super().refuse_incomplete()
        clashes = self.clashes()
        if clashes:
            raise ValidationError([f"{clash}请改条件。" for clash in clashes])

    def clashes(self) -> list[str]:
        """What in its groups of conditions can't hold together, in words."""
        clashing = ((number, clash_in(group)) for number, group in self.groups())
        return [_clash_words(number, found) for number, found in clashing if found]

    def groups(self) -> list[tuple[int, tuple[EngineCondition, ...]]]:
        """Its groups of conditions as the engine judges them, each with its number."""
        ordered = sorted(self.conditions.all(), key=lambda row: (row.group, row.pk))
        return [
            (number, tuple(row.read() for row in rows))
            for number, rows in groupby(ordered, key=lambda row: row.group)
        ]

    @property
    def upfront_sources(self) -> tuple[UpfrontSource, ...]:
        return tuple(source for source in UpfrontSource if getattr(self, f"uses_{source.value}"))

    @property
    def monthly_sources(self) -> tuple[MonthlySource, ...]:
        return tuple(source for source in MonthlySource if getattr(self, f"uses_{source.value}"))

    def to_rule(self) -> StrategyRule:
        """The strategy as the engine judges it."""
        return StrategyRule(
            slug=self.key,
            title=self.title,
            urgency=Urgency(self.urgency),
            order=self.order,
            effect=Effect(
                kind=EffectKind(self.effect_kind),
                upfront=self.upfront_sources,
                monthly=self.monthly_sources,
                max_months=self.max_months,
                waived_share=self.waived_share,
                plan_daily_rate_percent=self.plan_daily_rate_percent,
            ),
            groups=tuple(conditions for _, conditions in self.groups()),
            products=frozenset(product.slug for product in self.products.all()),
        )


def _clash_words(number: int, clash: Sequence[EngineCondition]) -> str:
    conditions = "”和“".join(condition.words for condition in clash)
    how = "永远不会符合" if len(clash) == 1 else "不能同时符合"
    return f"第 {number} 组：“{conditions}”{how}，谁也不会因为这一组得到这个办法。"


FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，、", "0123456789.-,,")


def as_typed_in_english(text: str) -> str:
    """A condition's value as the engine reads it, from what a Chinese keyboard gives."""
    words = [word.strip() for word in text.translate(FULL_WIDTH).split(",")]
    return ",".join({"是": "yes", "否": "no"}.get(word, word) for word in words)


class Condition(models.Model):
    """One row of a strategy's conditions; rows with the same group number must all hold."""

    strategy = models.ForeignKey(
        Strategy, verbose_name="办法", on_delete=models.CASCADE, related_name="conditions"
    )
    group = models.PositiveSmallIntegerField(
        "组",
        default=1,
        help_text="同一组的条件要全部符合；有几组时，符合一组就显示。一行都没有就总是显示。",
    )
    fact = models.CharField("看哪一项", max_length=50, choices=fact_choices)
    operator = models.CharField("怎么比", max_length=6, choices=Operator.choices())
    value = models.CharField(
        "数值",
        max_length=200,
        blank=True,
        help_text="金额、天数写数字；是或否写 yes 或 no；选项写代号；几个选项用逗号分开。",
    )
    compared_fact = models.CharField(
        "或和另一项比",
        max_length=50,
        blank=True,
        choices=fact_choices,
        help_text="例如：手头能拿出的 不低于 今天补齐逾期要。和“数值”只填一个。",
    )

    class Meta:
        verbose_name = "条件"
        verbose_name_plural = "条件"
        ordering = ("group", "pk")

    def __str__(self) -> str:
        try:
            words = self.read().words
        except ConditionRefused:
            words = "看不懂的条件"
        return f"第 {self.group} 组：{words}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse, wherever it comes from, a row that can't be evaluated."""
        self.refuse_unreadable()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.value = as_typed_in_english(self.value)
        if self.fact and self.operator:
            self.refuse_unreadable()

    def refuse_unreadable(self) -> None:
        """Raise a ValidationError at the field that keeps the row from being evaluated."""
        try:
            self.read()
        except ConditionRefused as refused:
            raise ValidationError({refused.field: refused.message}) from refused

    def read(self) -> EngineCondition:
        """The condition as the engine judges it; raises ConditionRefused."""
        return read_condition(self.fact, self.operator, self.value, self.compared_fact)
