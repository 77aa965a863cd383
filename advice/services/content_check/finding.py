"""What is wrong in the content, and the page in the admin where an editor mends it."""

from dataclasses import dataclass

from django.db.models import Model

from advice.engine.vocabulary import Labelled
from advice.models.addresses import admin_page


class Severity(Labelled):
    """An error has to be mended; a notice is work that falls due with time."""

    ERROR = "error", "错误"
    NOTICE = "notice", "提醒"


class Topic(Labelled):
    """What a guard looks at."""

    CITATIONS = "citations", "引用的依据和链接"
    CONDITIONS = "conditions", "办法的条件"
    WHOLE = "whole", "缺的和写错的"
    DUE = "due", "到期的"


@dataclass(frozen=True, slots=True)
class Finding:
    """A record by name, the address of its page, and what is wrong with it and what to do."""

    severity: Severity
    where: str
    address: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity.label}：{self.where}：{self.message}（{self.address}）"


def error(record: Model, message: str) -> Finding:
    """Something that must be mended on the record's page."""
    return Finding(Severity.ERROR, _name(record), admin_page(record), message)


def notice(record: Model, message: str) -> Finding:
    """Something that an editor should look at on the record's page."""
    return Finding(Severity.NOTICE, _name(record), admin_page(record), message)


def missing(kind: type[Model], message: str) -> Finding:
    """A record that ought to be there; its place is the list of its kind."""
    address = admin_page(kind)
    return Finding(Severity.ERROR, str(kind._meta.verbose_name), address, message)


def _name(record: Model) -> str:
    return f"{record._meta.verbose_name}“{record}”"
