"""How to keep from falling overdue again."""

from django.db import models

from advice.models.addresses import page_of
from advice.models.publishing import Guidance


class Prevention(Guidance):
    """One habit that keeps a household out of arrears."""

    first_step = models.CharField(
        "第一步", max_length=200, help_text="最先要做的一件事，页面顶上直接显示。"
    )

    class Meta(Guidance.Meta):
        verbose_name = "预防"
        verbose_name_plural = "预防"

    def get_absolute_url(self) -> str:
        return page_of("prevention_detail", self.key)
