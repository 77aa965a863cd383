"""An archive that somebody brought in, and that another person may let in."""

from django.conf import settings
from django.db import models


class ArchiveImport(models.Model):
    """An archive as it was uploaded: one person brings it, another looks at it and applies it."""

    name = models.CharField("文件名", max_length=120)
    content = models.BinaryField("内容")
    digest = models.CharField("摘要", max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁上传的",
        on_delete=models.PROTECT,
        related_name="archives_brought",
    )
    brought_at = models.DateTimeField("什么时候上传的", auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁批准导入的",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="archives_applied",
    )
    applied_at = models.DateTimeField("什么时候导入的", null=True, blank=True)

    class Meta:
        verbose_name = "导入的档案"
        verbose_name_plural = "导入的档案"
        ordering = ("-pk",)
        default_permissions = ("add", "change", "delete", "view", "approve")

    def __str__(self) -> str:
        return self.name
