"""What readers said of the pages."""

from django.db.models import Count, Q, QuerySet

from advice.models import Feedback, FeedbackKind


def votes_by_page() -> QuerySet[Feedback]:
    """For each page that was voted on, how often it was useful and how often not; worst first."""
    votes = Feedback.objects.exclude(kind=FeedbackKind.CORRECTION)
    return (
        votes.values("path")
        .annotate(
            useful=Count("pk", filter=Q(kind=FeedbackKind.USEFUL)),
            not_useful=Count("pk", filter=Q(kind=FeedbackKind.NOT_USEFUL)),
        )
        .order_by("-not_useful", "-useful", "path")
    )
