"""What the site keeps for itself: its edition, and which seed records were loaded."""

from uuid import uuid4

from django.db import models


class SiteEdition(models.Model):
    """A token that changes with every change of a rule, a product or a text.

    Every server compares it with the edition it has built, so a change shows everywhere at once.
    """

    token = models.UUIDField("版次", default=uuid4)
    next_change_at = models.DateTimeField(
        "下一次定时发布", null=True, help_text="到了这个时刻，第一个访客的请求会先发布到时的内容。"
    )

    class Meta:
        verbose_name = "版次"
        verbose_name_plural = "版次"

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def current(cls) -> "SiteEdition":
        """The edition that the database holds now; a new one before the first record."""
        return cls.objects.filter(pk=1).first() or cls(token=None)

    @classmethod
    def renew(cls) -> None:
        """Make every server read the records anew."""
        if not cls.objects.filter(pk=1).update(token=uuid4()):
            cls.objects.update_or_create(pk=1, defaults={"token": uuid4()})


class SeededRecord(models.Model):
    """A seed record that was loaded once; whatever an editor did with it since is left alone."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)

    class Meta:
        verbose_name = "已装入的初始记录"
        verbose_name_plural = "已装入的初始记录"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="seed_record_is_loaded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
