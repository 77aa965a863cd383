"""manage.py check_content: whether all that visitors read is whole, sourced and true."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from advice.services import content_check


class Command(BaseCommand):
    help = "检查已发布的内容：每处错误一行；有错误时以 1 退出，到期待复核的只提醒。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = content_check.findings(timezone.localdate())
        for finding in found:
            self.stdout.write(str(finding))
        if any(finding.severity is content_check.Severity.ERROR for finding in found):
            sys.exit(1)
        self.stdout.write("内容检查通过。")
