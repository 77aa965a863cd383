"""Guides to be read from beginning to end: chapters, and what experts said of them."""

from django.db import models

from advice.models.addresses import page_of
from advice.models.publishing import BODY_HELP, Guidance, Reviewed
from advice.models.rules import refuse_unknown_placeholders
from advice.models.status import ORIGINALS


class ListedKind(models.TextChoices):
    CONSEQUENCES = "consequences", "全部后果"
    STRATEGIES = "strategies", "全部应对办法"
    PREVENTIONS = "preventions", "全部预防"


class Guide(Guidance):
    """A guide with where its points come from and who answers for it. Its body introduces it."""

    source_name = models.CharField(
        "来源", max_length=80, blank=True, help_text="原文章由谁发布，显示在标题下面。"
    )
    first_published_on = models.DateField("原文日期", null=True, blank=True)
    editor = models.CharField("责任编辑", max_length=40, help_text="显示在标题下面。")

    class Meta(Guidance.Meta):
        verbose_name = "指南"
        verbose_name_plural = "指南"

    def get_absolute_url(self) -> str:
        return page_of("guide_detail", self.key)


class GuideChapter(models.Model):
    """A chapter: its own text, and the records that the page lists below it."""

    guide = models.ForeignKey(
        Guide, verbose_name="指南", on_delete=models.CASCADE, related_name="chapters"
    )
    key = models.SlugField("代号", help_text="目录跳到这一章用的英文代号。")
    title = models.CharField("标题", max_length=60)
    body = models.TextField("正文", help_text=BODY_HELP)
    lists = models.CharField(
        "下面列出",
        max_length=12,
        choices=ListedKind.choices,
        blank=True,
        help_text="这一章的文字下面，列出这一类已发布的内容。",
    )
    order = models.PositiveSmallIntegerField("排序", default=10, help_text="数字小的排在前面。")

    class Meta:
        verbose_name = "章"
        verbose_name_plural = "各章"
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "key"],
                name="chapter_key_is_unique_in_its_guide",
                violation_error_message="这篇指南已经有一章用这个代号：请换一个。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        refuse_unknown_placeholders("body", self.body)


class ExpertComment(Reviewed):
    """What an expert said under a guide, as we summarise it."""

    guide = models.ForeignKey(
        Guide,
        verbose_name="指南",
        limit_choices_to=ORIGINALS,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    author = models.CharField("谁说的", max_length=40)
    role = models.CharField("身份", max_length=40, help_text="例如：律师助理。")
    commented_on = models.DateField("日期")
    summary = models.TextField(
        "观点概括", help_text="用我们自己的话概括，不抄原话；页面会写明这是概括。"
    )

    class Meta(Reviewed.Meta):
        verbose_name = "专家点评"
        verbose_name_plural = "专家点评"

    def __str__(self) -> str:
        return f"{self.author}（{self.role}）"

    def get_absolute_url(self) -> str:
        return f"{self.guide.get_absolute_url()}#comments"
