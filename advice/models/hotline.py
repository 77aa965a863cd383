"""Where to turn: numbers to call, and channels without a number."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from advice.models.law import Confidence, LegalSource
from advice.models.product import ForProducts, LoanProduct
from advice.models.status import ORIGINALS, Publishable, PublishedQuerySet, Status


class Hotline(Publishable, ForProducts):
    """A public number or another channel, what it is for, and when it was last checked."""

    key = models.SlugField("代号")
    number = models.CharField(
        "号码",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9+][0-9 -]+$", "号码只写数字、空格和 -，例如 95384。")],
        help_text="手机上点一下就能拨打。没有号码的渠道留空，在“怎么找到”里写清楚。",
    )
    reach = models.CharField(
        "怎么找到", max_length=200, blank=True, help_text="例如：微信 → 公众号“微粒贷” → 客服。"
    )
    name = models.CharField("名称", max_length=40)
    purpose = models.CharField("什么时候打", max_length=200)
    hours = models.CharField("服务时间", max_length=80, blank=True)
    confidence = models.CharField("可信程度", max_length=10, choices=Confidence.choices)
    source = models.ForeignKey(
        LegalSource,
        verbose_name="依据",
        null=True,
        blank=True,
        limit_choices_to=ORIGINALS,
        on_delete=models.PROTECT,
    )
    products = models.ManyToManyField(
        LoanProduct,
        verbose_name="适用产品",
        blank=True,
        help_text="只给用这些产品的借款人看。不选就是所有人都看得到。",
    )
    note = models.CharField("说明", max_length=200, blank=True, help_text="例如号码的来源。")
    order = models.PositiveSmallIntegerField("排序", default=100)
    first_when_distressed = models.BooleanField(
        "难受时排最前", default=False, help_text="借款人选了“快撑不住了”时，排在最前面。"
    )
    checked_on = models.DateField("核对日期", help_text="最近一次确认还能用的日子，显示在页面上。")
    check_due_on = models.DateField("下次核对", help_text="过了这天，页面会标“待核对”。")

    objects = PublishedQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "求助渠道"
        verbose_name_plural = "求助渠道"
        ordering = ("order", "number")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED, confidence=Confidence.UNVERIFIED),
                name="published_hotline_is_verified",
                violation_error_message="“未核实”的号码不能发布：请先核实，或存为草稿。",
            ),
            models.CheckConstraint(
                condition=~Q(number="", reach=""),
                name="hotline_can_be_reached",
                violation_error_message="请填号码，或者在“怎么找到”里写清楚怎么联系。",
            ),
            models.CheckConstraint(
                condition=Q(check_due_on__gt=F("checked_on")),
                name="hotline_check_is_due_after_it_was_made",
                violation_error_message="“下次核对”应晚于“核对日期”。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    def is_check_overdue(self, day: date) -> bool:
        """Whether it should have been checked again before `day`."""
        return self.check_due_on < day

    def needs_review(self, day: date) -> bool:
        """Whether its source may not be cited any more; reads `source`."""
        return self.source is not None and not self.source.may_be_cited(day)

    def clean(self) -> None:
        super().clean()
        self.note = self.note.strip()
        if self.status == Status.PUBLISHED and not self.source_id and not self.note:
            raise ValidationError({"note": "发布前请选依据，或在这里写明号码从哪里来。"})
