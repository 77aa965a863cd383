"""Questions that borrowers ask, with short answers."""

from typing import Self

from django.db import models

from advice.models.addresses import page_of
from advice.models.publishing import Guidance
from advice.models.status import ORIGINALS, PublishedQuerySet
from advice.models.strategy import Consequence, Strategy


class Theme(models.TextChoices):
    INTEREST = "interest", "利息和罚息"
    REPAY = "repay", "还款"
    NEGOTIATE = "negotiate", "协商"
    CREDIT = "credit", "征信"
    COLLECTION = "collection", "催收"
    COURT = "court", "法院和法律"
    ACCOUNT = "account", "账户和证明"


class QuestionQuerySet(PublishedQuerySet):
    def grave(self) -> Self:
        """The ones that frighten most."""
        return self.filter(is_grave=True)

    def everyday(self) -> Self:
        return self.filter(is_grave=False)


class Question(Guidance):
    """A question in the borrower's words; its body is the answer in two to five sentences."""

    theme = models.CharField(
        "主题", max_length=10, choices=Theme.choices, help_text="问答页按主题分组。"
    )
    is_grave = models.BooleanField(
        "最让人害怕的", default=False, help_text="和其他让人害怕的问题一起放在首页。"
    )
    consequences = models.ManyToManyField(
        Consequence,
        verbose_name="关于哪些后果",
        blank=True,
        related_name="questions",
        limit_choices_to=ORIGINALS,
        help_text="这些后果的页面下面会列出这个问题。",
    )
    strategies = models.ManyToManyField(
        Strategy,
        verbose_name="关于哪些办法",
        blank=True,
        related_name="questions",
        limit_choices_to=ORIGINALS,
        help_text="这些办法的页面下面会列出这个问题。",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta(Guidance.Meta):
        verbose_name = "问答"
        verbose_name_plural = "问答"

    def get_absolute_url(self) -> str:
        return page_of("question_detail", self.key)
