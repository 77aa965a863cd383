"""What visitors tell us of a page, without anything about themselves."""

import secrets

from django.db import models
from django.urls import reverse

CODE_BYTES = 9


class FeedbackKind(models.TextChoices):
    CORRECTION = "correction", "纠错"
    USEFUL = "useful", "有帮助"
    NOT_USEFUL = "not_useful", "没帮助"


class FeedbackStatus(models.TextChoices):
    NEW = "new", "未处理"
    IN_HAND = "in_hand", "处理中"
    CORRECTED = "corrected", "已改正"
    DECLINED = "declined", "不改"


def new_code() -> str:
    """A random code for the address of the answer, which nobody else can guess."""
    return secrets.token_urlsafe(CODE_BYTES)


class Feedback(models.Model):
    """One message about one page. The sender is unknown, and finds the answer by its code."""

    code = models.CharField("查询码", max_length=20, unique=True, default=new_code, editable=False)
    kind = models.CharField("类型", max_length=10, choices=FeedbackKind.choices)
    path = models.CharField("关于哪一页", max_length=200)
    message = models.TextField("内容", max_length=1000, blank=True)
    sent_at = models.DateTimeField("时间", auto_now_add=True)
    status = models.CharField(
        "状态", max_length=10, choices=FeedbackStatus.choices, default=FeedbackStatus.NEW
    )
    answer = models.TextField(
        "答复", max_length=1000, blank=True, help_text="凭查询码的人会看到，写之前请想一想。"
    )

    class Meta:
        verbose_name = "读者来信"
        verbose_name_plural = "读者来信"
        ordering = ("-sent_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=FeedbackKind.CORRECTION, message=""),
                name="correction_says_what_is_wrong",
                violation_error_message="请写清楚哪里不对。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.path}"

    def get_absolute_url(self) -> str:
        return reverse("advice:feedback_sent", args=[self.code])
