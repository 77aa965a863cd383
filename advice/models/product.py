"""Loan products and their dated terms."""

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from advice.engine.vocabulary import TermKey, Unit
from advice.engine.wording import plain
from advice.models.rules import WHOLE_UNITS, DatedValue


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


class TermConfidence(models.TextChoices):
    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"


class ProductTerm(DatedValue):
    """One dated value of a product's term; empty where the contract has no such term."""

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
        verbose_name_plural = "产品条款（按日期）"
        ordering = ("key", "effective_from")
        constraints = [
            *DatedValue.Meta.constraints,
            models.UniqueConstraint(
                fields=["product", "key", "effective_from"],
                name="product_term_has_one_value_from_a_day",
                violation_error_message="这个条款从这一天起已经有一个值：请改日期，或改那一行。",
            ),
            models.CheckConstraint(
                condition=~Q(key=TermKey.PENALTY_MULTIPLIER.value) | Q(value__gte=1, value__lte=3),
                name="penalty_multiplier_is_between_1_and_3",
                violation_error_message="罚息倍数应在 1 到 3 之间。",
            ),
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
        value = "没有约定" if self.value is None else plain(self.value)
        return f"{self.get_key_display()}：{value}"

    def clean(self) -> None:
        super().clean()
        if self.value is None or not self.key:
            return
        unit = TermKey(self.key).unit
        if unit is Unit.YES_NO and self.value not in {0, 1}:
            raise ValidationError({"value": "是否计复利：1 表示是，0 表示否。"})
        if unit in WHOLE_UNITS and self.value != self.value.to_integral_value():
            raise ValidationError({"value": "天数和期数应是整数。"})
        if self.key == TermKey.YEAR_DAYS.value and not self.value:
            raise ValidationError({"value": "折算天数不能是 0。"})
        if self.key == TermKey.ACCELERATION_DAYS.value and not self.value:
            raise ValidationError({"value": "没有这个约定请留空，不要填 0。"})
