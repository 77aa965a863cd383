"""What the lists of all pages share."""

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpResponseRedirect


class Listed(admin.ModelAdmin):
    """An admin whose list answers whatever stands in its address."""

    def changelist_view(self, request, extra_context=None):
        """Drop filters that hold a null, which PostgreSQL can't be asked about."""
        if any("\x00" in "".join(values) for name, values in request.GET.lists() if name != "q"):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)
