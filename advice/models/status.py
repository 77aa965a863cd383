"""Where a record stands on its way to the visitors, and working copies of those they see."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    IN_REVIEW = "review", "待审核"
    SCHEDULED = "scheduled", "已定时"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


# What a record is chosen from: never somebody's working copy.
ORIGINALS = Q(revises__isnull=True)


class ModeratedQuerySet(models.QuerySet):
    """Records with a status."""

    def published(self) -> Self:
        """What visitors may see and figures may rest on."""
        return self.filter(status=Status.PUBLISHED)

    def waiting(self) -> Self:
        """What another person has to look at."""
        return self.filter(status=Status.IN_REVIEW)


class PublishedQuerySet(ModeratedQuerySet):
    """Records of which there may be a working copy."""

    def originals(self) -> Self:
        """The records themselves, without the working copies of them."""
        return self.filter(ORIGINALS)


class Moderated(models.Model):
    """A record that one person writes and another approves. Only `services.workflow` moves it."""

    status = models.CharField(
        "状态", max_length=9, choices=Status.choices, default=Status.DRAFT, editable=False
    )

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "approve")

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    def refuse_incomplete(self) -> None:
        """Raise ValidationError where rows are missing that it can't be published without."""


class Publishable(Moderated):
    """A record that stays as it is for visitors while its working copy is written beside it."""

    publish_at = models.DateTimeField("定时发布", null=True, blank=True, editable=False)
    revises = models.OneToOneField(
        "self",
        verbose_name="修改的是",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="working_copy",
    )
    updated_at = models.DateTimeField("最近修改", auto_now=True)

    class Meta(Moderated.Meta):
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                condition=ORIGINALS,
                name="%(class)s_has_a_key_of_its_own",
                violation_error_message="这个代号已经有人用了：请换一个。",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SCHEDULED) | Q(publish_at__isnull=False),
                name="scheduled_%(class)s_has_its_time",
                violation_error_message="定时发布要有时间。",
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True)
                | ~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN]),
                name="copy_of_%(class)s_is_not_shown",
                violation_error_message="修改稿发布时会换掉原来的，自己不会单独发布。",
            ),
        ]

    @property
    def original(self) -> Self:
        """The record that visitors know: itself, unless it is a working copy."""
        return self.revises or self

    @property
    def copy(self) -> Self | None:
        """Its working copy; None where nobody is changing it."""
        return getattr(self, "working_copy", None)

    def clean(self) -> None:
        super().clean()
        key = getattr(self, "key", "")
        others = type(self)._default_manager.filter(ORIGINALS, key=key)
        if key and others.exclude(pk__in=[self.pk, self.revises_id]).exists():
            raise ValidationError({"key": "这个代号已经有人用了：请换一个。"})
