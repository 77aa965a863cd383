"""What all texts share: a stable key, sources, the days of their review, and their status."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from advice.models.law import LegalSource
from advice.models.product import ForProducts, LoanProduct
from advice.models.rules import refuse_placeholders_without_value, refuse_unknown_placeholders
from advice.models.status import ORIGINALS, Publishable, PublishedQuerySet

PROSE_FIELDS = (
    "summary",
    "first_step",
    "use_when",
    "send_to",
    "attach",
    "caution",
    "addressee",
    "body",
)
BODY_HELP = (
    "用 Markdown：## 小标题，- 列表，1. 步骤，> 电话里的话，[文字](/strategies/cure_arrears/)。"
    "利率、天数等写成 {{ rule:annual_cap }} 或 {{ term:grace_days }}，页面会换成现行的值。"
)


class Reviewed(Publishable):
    """A record with its legal sources, the days of its review, and whether it is shown."""

    key = models.SlugField(
        "代号",
        help_text="网址和程序用的英文代号，发布后不要再改。",
    )
    sources = models.ManyToManyField(
        LegalSource,
        verbose_name="法律依据",
        blank=True,
        limit_choices_to=ORIGINALS,
        help_text="页面下方列出。发布时，未核实或已失效的依据会被拒绝。",
    )
    order = models.PositiveSmallIntegerField(
        "排序", default=100, help_text="数字小的排在前面；应对办法先按急迫程度排。"
    )
    reviewed_on = models.DateField("复核日期", help_text="最近一次逐字核对的日子，显示在页面下方。")
    review_due_on = models.DateField("下次复核", help_text="过了这天，页面会标“待复核”。")

    objects = PublishedQuerySet.as_manager()

    class Meta(Publishable.Meta):
        abstract = True
        ordering = ("order", "key")
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(review_due_on__gt=F("reviewed_on")),
                name="%(class)s_review_is_due_after_it_was_made",
                violation_error_message="“下次复核”应晚于“复核日期”。",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        for field in self.prose_fields():
            text = getattr(self, field)
            refuse_unknown_placeholders(field, text, also=self.placeholders_of(field))

    def refuse_incomplete(self) -> None:
        """A visitor shall not find a gap where a figure should be."""
        for field in self.prose_fields():
            refuse_placeholders_without_value(getattr(self, field))

    @classmethod
    def prose_fields(cls) -> list[str]:
        """The fields whose texts may hold figures."""
        names = {field.name for field in cls._meta.get_fields()}
        return [name for name in PROSE_FIELDS if name in names]

    @classmethod
    def placeholders_of(cls, field: str) -> frozenset[str]:  # noqa: ARG003  # kinds differ by field
        """What the text in `field` may ask for beside rules and terms, such as `figure:payoff`."""
        return frozenset()

    @property
    def published_sources(self) -> list[LegalSource]:
        """Its sources that have a page; reads `sources`."""
        return [source for source in self.sources.all() if source.is_published]

    def is_review_overdue(self, day: date) -> bool:
        """Whether the review was due before `day`."""
        return self.review_due_on < day

    def needs_review(self, day: date) -> bool:
        """Whether it is marked as to be reviewed on `day`; reads `sources`."""
        return bool(self.reasons_for_review(day))

    def reasons_for_review(self, day: date) -> list[str]:
        """What happened to it or to its sources since it was last read, as its page says it."""
        overdue = ["过了该复核的日子"] if self.is_review_overdue(day) else []
        unfit = [source for source in self.sources.all() if not source.may_be_cited(day)]
        return [*overdue, *(f"引用的{_public_name(row)}{row.unfitness(day)}" for row in unfit)]


def _public_name(source: LegalSource) -> str:
    return source.citation if source.is_published else "一条依据"


class Article(Reviewed):
    """A text with a title, its gist in one sentence, and a body."""

    title = models.CharField("标题", max_length=60, help_text="在列表、结果页和网页标题里显示。")
    summary = models.CharField(
        "一句话", max_length=200, help_text="标题下面的一句话，在列表、搜索和结果页也会显示。"
    )
    body = models.TextField("正文", help_text=BODY_HELP)

    class Meta(Reviewed.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title


class Guidance(Article, ForProducts):
    """A text of guidance, and the products that it is meant for."""

    products = models.ManyToManyField(
        LoanProduct,
        verbose_name="适用产品",
        blank=True,
        help_text="不选就是所有产品都适用。",
    )

    class Meta(Article.Meta):
        abstract = True
