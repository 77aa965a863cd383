"""Texts with a place of their own: the situations of the first page, and what the site is."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from advice.models.publishing import Article
from advice.models.status import ORIGINALS
from advice.models.strategy import Strategy


class Situation(Article):
    """Where a reader stands, on the first page: what matters now, and the right strategies."""

    strategies = models.ManyToManyField(
        Strategy,
        verbose_name="先做什么",
        related_name="situations",
        limit_choices_to=ORIGINALS,
        help_text="两三个最合适的应对办法，急的排在前面。",
    )

    class Meta(Article.Meta):
        verbose_name = "我在哪一步"
        verbose_name_plural = "首页：我在哪一步"

    def get_absolute_url(self) -> str:
        return f"{reverse('advice:home')}#{self.key}"


# In the order of their list.
TOOL_PAGES = (
    "tool_penalty",
    "tool_schedule",
    "tool_court_fees",
    "tool_record",
    "tool_affordable_instalment",
    "tool_emergency_fund",
    "tool_call",
)
SITE_PAGES = ("about", "privacy", "accessibility", "tools", *TOOL_PAGES)


class SitePage(Article):
    """What the site says of itself and of its tools. The keys are those that have an address."""

    class Meta(Article.Meta):
        verbose_name = "本站说明"
        verbose_name_plural = "本站说明"
        constraints = [
            *Article.Meta.constraints,
            models.CheckConstraint(
                condition=Q(key__in=SITE_PAGES),
                name="site_page_has_an_address",
                violation_error_message=f"代号只能是 {'、'.join(SITE_PAGES)}。",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse(f"advice:{self.key}")
