"""Loan products and their dated terms."""

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from advice.engine.facts import number_words
from advice.engine.vocabulary import TermKey, Unit
from advice.models.rules import WHOLE_UNITS, DatedValue, one_open_proposal
from advice.models.status import Status


class LoanProductQuerySet(models.QuerySet):
    def active(self) -> Self:
        """What a borrower may choose in the form."""
        return self.filter(is_active=True)


class LoanProduct(models.Model):
    """A loan that the form offers, with what its pages say of it."""

    slug = models.SlugField("代号", unique=True, help_text="程序用的英文代号，不要改。")
    name = models.CharField("名称", max_length=40)
    lender = models.CharField("贷款人", max_length=80, blank=True)
    is_active = models.BooleanField(
        "可以选", default=True, help_text="去掉后，测算页面不再列出它，用它的结果会请借款人重选。"
    )
    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")
    note = models.TextField("说明", blank=True, help_text="显示在结果页“我们假定了什么”里。")

    objects = LoanProductQuerySet.as_manager()

    class Meta:
        verbose_name = "贷款产品"
        verbose_name_plural = "贷款产品"
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class ForProducts(models.Model):
    """A record with `products`, the ones it is meant for."""

    class Meta:
        abstract = True

    def applies_to(self, product: str) -> bool:
        """Whether it is meant for the product; a record that names none is for all."""
        slugs = [row.slug for row in self.products.all()]
        return not slugs or product in slugs


class TermConfidence(models.TextChoices):
    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"


# The bounds of what a borrower may say of a contract, and of what the calendar can follow.
TERM_BOUNDS = {
    TermKey.PENALTY_MULTIPLIER: ("1", "3"),
    TermKey.CHARGES_COMPOUND_INTEREST: ("0", "1"),
    TermKey.GRACE_DAYS: ("0", "30"),
    TermKey.ACCELERATION_DAYS: ("1", "1825"),
    TermKey.AGENCY_AFTER_DAYS: ("1", "3650"),
    TermKey.LAWSUIT_AFTER_DAYS: ("1", "3650"),
    TermKey.YEAR_DAYS: ("360", "366"),
    TermKey.DAILY_RATE_MIN: ("0", "0.1"),
    TermKey.DAILY_RATE_MAX: ("0", "0.1"),
    TermKey.LONGEST_TERM: ("1", "360"),
}


def _bounds_message(key: TermKey) -> str:
    lowest, highest = TERM_BOUNDS[key]
    return f"{key.label}应在 {lowest} 到 {highest} 之间。"


def _is_within_bounds(key: TermKey, value: Decimal) -> bool:
    lowest, highest = map(Decimal, TERM_BOUNDS[key])
    return lowest <= value <= highest


def _within_bounds(key: TermKey) -> models.CheckConstraint:
    lowest, highest = map(Decimal, TERM_BOUNDS[key])
    within = Q(value__isnull=True) | Q(value__gte=lowest, value__lte=highest)
    return models.CheckConstraint(
        condition=~Q(key=key.value) | within,
        name=f"{key.value}_is_within_bounds",
        violation_error_message=_bounds_message(key),
    )


class ProductTerm(DatedValue):
    """One dated value of a product's term; empty where the contract has no such term."""

    SERIES = ("product", "key")

    product = models.ForeignKey(
        LoanProduct, verbose_name="产品", on_delete=models.CASCADE, related_name="terms"
    )
    key = models.CharField("条款", max_length=30, choices=TermKey.choices())
    value = models.DecimalField(
        "数值",
        max_digits=14,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="是否计复利：1 是，0 否。日利率按百分数填：0.05% 写 0.05。没有这个约定就留空。",
    )
    confidence = models.CharField(
        "可信程度", max_length=6, choices=TermConfidence.choices, help_text="来源有多可靠。"
    )

    class Meta(DatedValue.Meta):
        verbose_name = "产品条款"
        verbose_name_plural = "产品条款"
        ordering = ("key", "effective_from")
        constraints = [
            *DatedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["product", "key", "effective_from"],
                condition=Q(status=Status.PUBLISHED),
                name="product_term_has_one_value_from_a_day",
                violation_error_message="这个条款从这一天起已经有一个批准过的值：请改日期。",
            ),
            one_open_proposal("product", "key"),
            *(_within_bounds(key) for key in TERM_BOUNDS),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(key=TermKey.ACCELERATION_DAYS.value),
                name="product_term_has_a_value",
                violation_error_message="请填数值；只有“逾期几天后全部到期”可以留空。",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="product_term_is_not_negative",
                violation_error_message="数值不能小于 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}：{self.words}"

    @property
    def words(self) -> str:
        if self.value is None:
            return "没有约定"
        unit = TermKey(self.key).unit
        if unit is Unit.YES_NO:
            return "是" if self.value else "否"
        return number_words(self.value, unit)

    def clean(self) -> None:
        super().clean()
        key = next((key for key in TermKey if key == self.key), None)
        if key is None:
            return
        if self.value is None:
            if not key.may_be_absent:
                message = f"请填数值；只有“{TermKey.ACCELERATION_DAYS.label}”可以留空。"
                raise ValidationError({"value": message})
            return
        if key.may_be_absent and not self.value:
            raise ValidationError({"value": "没有这个约定请留空，不要填 0。"})
        if key.unit is Unit.YES_NO and self.value not in {0, 1}:
            raise ValidationError({"value": "是否计复利：1 表示是，0 表示否。"})
        if key.unit in WHOLE_UNITS and self.value != self.value.to_integral_value():
            raise ValidationError({"value": "天数和期数应是整数。"})
        if key in TERM_BOUNDS and not _is_within_bounds(key, self.value):
            raise ValidationError({"value": _bounds_message(key)})
