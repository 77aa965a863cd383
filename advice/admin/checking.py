"""The check of the content as a page: what to mend, each with the way to its record."""

from django.contrib import admin
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from advice.services import content_check
from advice.services.content_check import Severity


@admin.site.admin_view
@require_safe
def content_check_page(request):
    """Errors first, then what falls due."""
    found = content_check.findings(timezone.localdate())
    context = admin.site.each_context(request) | {
        "title": "内容检查",
        "errors": [finding for finding in found if finding.severity is Severity.ERROR],
        "notices": [finding for finding in found if finding.severity is Severity.NOTICE],
    }
    return render(request, "admin/content_check.html", context)
