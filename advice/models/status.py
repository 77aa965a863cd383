"""Whether a record is shown to visitors."""

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
