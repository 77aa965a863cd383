"""The first page of the admin: what there is to do, before everything that can be changed."""

from hashlib import sha256

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from advice.models import SampleBorrower, Strategy
from advice.services import agenda
from portal.page_cache import kept_part


@admin.site.admin_view
@require_safe
def first_page(request):
    """What the user may see of it; what costs more is kept until something is published."""
    today = timezone.localdate()
    parts = [_as_html(agenda.sections(request.user, day=today))]
    parts.append(kept_part("agenda: content", lambda: _as_html(agenda.checked_sections(today))))
    if admin.site.get_model_admin(Strategy).has_view_permission(request):
        name = f"agenda: reach {_state_of_borrowers()}"
        parts.append(kept_part(name, lambda: _as_html([agenda.reach_section(today)])))
    return admin.site.index(request, {"agenda": parts})


def _as_html(sections):
    return render_to_string("admin/agenda.html", {"sections": sections})


def _state_of_borrowers():
    """Changes with every change of a sample borrower: those are no part of what visitors see."""
    rows = SampleBorrower.objects.values_list("key", "answers").order_by("key")
    return sha256(repr(list(rows)).encode()).hexdigest()
