"""Who changed what and when: every version of every record, as the archive would hold it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.TextChoices):
    FOUND = "found", "改动前"
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    RESTORED = "restored", "恢复旧版"
    SUBMITTED = "submitted", "提交审核"
    RETURNED = "returned", "退回修改"
    SCHEDULED = "scheduled", "批准，定时发布"
    PUBLISHED = "published", "发布"
    REPLACED = "replaced", "被取代"
    WITHDRAWN = "withdrawn", "撤下"
    DISCARDED = "discarded", "放弃草稿"
    DELETED = "deleted", "删除"
    IMPORTED = "imported", "导入"


# Whoever did one of these is a writer of the change and can't approve it.
WRITING = (Event.CREATED, Event.CHANGED, Event.RESTORED, Event.IMPORTED)


class Version(models.Model):
    """A record at one moment, whole: its fields, what it refers to, and its rows.

    A working copy shares the history of the record that it changes. Versions are never changed.
    """

    kind = models.CharField("类型", max_length=20)
    key = models.CharField("代号", max_length=160)
    title = models.CharField("名称", max_length=240)
    event = models.CharField("做了什么", max_length=9, choices=Event.choices)
    document = models.JSONField("内容", encoder=DjangoJSONEncoder)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁",
        null=True,
        on_delete=models.PROTECT,
        related_name="versions_written",
    )
    at = models.DateTimeField("什么时候", auto_now_add=True)

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["kind", "key", "-id"], name="versions_of_a_record"),)

    def __str__(self) -> str:
        return f"{self.title}：{self.get_event_display()}"
