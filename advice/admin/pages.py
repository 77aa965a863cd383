"""What all pages of the editors share."""

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpResponseRedirect


class EditorsAdmin(admin.ModelAdmin):
    """The key is chosen once: addresses, texts and the calculation refer to it."""

    stable_fields = ("key",)

    def get_readonly_fields(self, request, obj=None):
        stable = self.stable_fields if obj else ()
        return (*super().get_readonly_fields(request, obj), *stable)

    def changelist_view(self, request, extra_context=None):
        """Drop filters that hold a null, which PostgreSQL can't be asked about."""
        if any("\x00" in "".join(values) for name, values in request.GET.lists() if name != "q"):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)
