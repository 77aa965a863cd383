"""What a borrower asked to be saved: sealed, known by a secret link, and for a while."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

KEPT_FOR = timedelta(days=30)
SHA256_DIGITS = 64


class SavedAssessmentQuerySet(models.QuerySet["SavedAssessment"]):
    def alive_at(self, moment: datetime) -> "SavedAssessmentQuerySet":
        """Those that may still be opened; what is over is as if it were gone."""
        return self.filter(expires_at__gt=moment)

    def expired_at(self, moment: datetime) -> "SavedAssessmentQuerySet":
        return self.filter(expires_at__lte=moment)

    def extend(self) -> bool:
        """Keep it once more as long; whether that was still to be had.

        The database decides, so of two who ask at once one gets it, and none brings back what
        another has deleted.
        """
        longer = self.filter(extended=False)
        return bool(longer.update(extended=True, expires_at=F("expires_at") + KEPT_FOR))


class SavedAssessment(models.Model):
    """The answers of one borrower, and what came of them on the day they were saved.

    `sealed` is encrypted with a key that only the link holds: the database alone tells nobody
    anything, and the links neither, of which it keeps digests. A helper's link opens the same: the
    key is sealed with that link's own, and the link is sealed for the owner, who may look it up.
    Nobody edits these records, no page of the admin shows them, and no archive takes them along.
    """

    digest = models.CharField("链接的摘要", max_length=SHA256_DIGITS, unique=True)
    sealed = models.TextField("封存的内容")
    edition = models.UUIDField("存的时候的版次", null=True)
    helper_digest = models.CharField(
        "只读链接的摘要", max_length=SHA256_DIGITS, null=True, unique=True
    )
    helper_key = models.TextField("封给只读链接的钥匙", blank=True)
    helper_link = models.TextField("封给本人的只读链接", blank=True)
    saved_at = models.DateTimeField("什么时候存的", auto_now_add=True)
    expires_at = models.DateTimeField("存到什么时候", db_index=True)
    extended = models.BooleanField("延长过", default=False)

    days_kept = KEPT_FOR.days
    objects = SavedAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "存下的测算"
        verbose_name_plural = "存下的测算"
        # Editors may neither see nor change them.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(helper_digest=None, helper_key="", helper_link="")
                | (Q(helper_digest__isnull=False) & ~Q(helper_key="") & ~Q(helper_link="")),
                name="helper_has_a_link_and_its_key_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"存下的测算，到 {self.expires_at:%Y-%m-%d}"
