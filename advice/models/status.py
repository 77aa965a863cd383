"""Whether a record is shown to visitors."""

from typing import Self

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"


class PublishedQuerySet(models.QuerySet):
    """Records with a status."""

    def published(self) -> Self:
        """What visitors may see."""
        return self.filter(status=Status.PUBLISHED)
