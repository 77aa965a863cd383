"""Letters that a borrower sends: texts with blanks and with the figures of the case."""

from django.db import models

from advice.engine.papers import placeholder_names
from advice.engine.vocabulary import LegalStage
from advice.models.addresses import page_of
from advice.models.hotline import Hotline
from advice.models.publishing import Guidance
from advice.models.status import ORIGINALS
from advice.models.strategy import Strategy

LETTER_HELP = (
    "文书的正文，用 Markdown：## 小标题，1. 列表，**加粗**。一段写成一行；行末加 \\ 在段内换行；"
    "单独一行 --- 以后是落款，靠右。能用的占位列在这一页下面。"
)
PLACEHOLDERS = frozenset(placeholder_names())


class Letter(Guidance):
    """A letter or another paper: its text, when to use it, where it goes, what goes with it.

    Its text and its addressee may ask for figures of the case, tables and blanks beside the rules.
    """

    body = models.TextField("文书正文", help_text=LETTER_HELP)
    use_when = models.TextField("什么时候用", help_text="用 Markdown。在列表和文书的页面上显示。")
    send_to = models.TextField(
        "交到哪里", help_text="用 Markdown。写清交给谁、怎么交、怎么留凭证。"
    )
    attach = models.TextField("附上什么", help_text="用 Markdown，一样一行：- 身份证复印件。")
    caution = models.TextField(
        "要注意", blank=True, help_text="用 Markdown。写错了、晚了会怎样，什么时候不该用。"
    )
    addressee = models.CharField(
        "写给谁",
        max_length=120,
        blank=True,
        help_text="正文上面顶格的一行，例如贷款机构的占位，再加一个冒号。借条、清单留空。",
    )
    legal_stage = models.CharField(
        "只给收到这种材料的人",
        max_length=13,
        choices=LegalStage.choices(),
        blank=True,
        help_text="选了，结果页只给收到这种材料的借款人列出；留空就只看下面的办法。",
    )
    strategies = models.ManyToManyField(
        Strategy,
        verbose_name="用在哪些办法里",
        blank=True,
        related_name="letters",
        limit_choices_to=ORIGINALS,
        help_text="结果页列出其中一个办法时，也列出这份文书；一个都不选，就总是列出。"
        "方案的期数和减免，按其中第一个协商分期的办法算。",
    )
    hotlines = models.ManyToManyField(
        Hotline,
        verbose_name="可以找谁",
        blank=True,
        related_name="letters",
        limit_choices_to=ORIGINALS,
        help_text="列在“交到哪里”下面的电话和渠道。",
    )

    class Meta(Guidance.Meta):
        verbose_name = "文书"
        verbose_name_plural = "文书"

    def get_absolute_url(self) -> str:
        return page_of("letter_detail", self.key)

    @classmethod
    def placeholders_of(cls, field: str) -> frozenset[str]:
        return PLACEHOLDERS if field in {"addressee", "body"} else frozenset()
