from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "advice"
    verbose_name = "微粒贷逾期指引"

    def ready(self) -> None:
        from advice import signals  # noqa: PLC0415  # models are not loaded before

        signals.connect()
