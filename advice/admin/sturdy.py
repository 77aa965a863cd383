"""What all pages of the admin share, those without records of ours too."""

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect


class Sturdy(admin.ModelAdmin):
    """An admin that answers whatever stands in an address or is posted."""

    def changelist_view(self, request, extra_context=None):
        """Drop filters that hold a null, which PostgreSQL can't be asked about."""
        if any("\x00" in "".join(values) for name, values in request.GET.lists() if name != "q"):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save nothing as a new record that was typed on another's page: no page offers it."""
        if "_saveasnew" in request.POST:
            raise PermissionDenied("这里不能另存为新的一条：请用“增加”。")
        return super().changeform_view(request, object_id, form_url, extra_context)
