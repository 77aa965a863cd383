"""The log of what was done in the admin: everybody's entries, to be read and never changed."""

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.html import format_html

from advice.admin.sturdy import Sturdy


def note(account, message, *, by=None):
    """Enter what happened to an account, or what it did itself."""
    LogEntry.objects.log_actions((by or account).pk, [account], CHANGE, message, single_object=True)


@admin.register(LogEntry)
class LogAdmin(Sturdy):
    list_display = ["action_time", "user", "kind", "record", "deed"]
    list_display_links = None
    list_filter = [
        "action_flag",
        ("user", admin.RelatedOnlyFieldListFilter),
        ("content_type", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message", "user__username"]
    search_help_text = "按记录的名称、说明或账号查找"
    date_hierarchy = "action_time"
    fields = ["action_time", "user", "kind", "record", "deed"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="类型", ordering="content_type")
    def kind(self, entry):
        return entry.content_type.name if entry.content_type else ""

    @admin.display(description="记录", ordering="object_repr")
    def record(self, entry):
        """The record as it was called then, with the way to it while it exists."""
        address = "" if entry.is_deletion() else entry.get_admin_url()
        if not address:
            return entry.object_repr
        return format_html('<a href="{}">{}</a>', address, entry.object_repr)

    @admin.display(description="做了什么")
    def deed(self, entry):
        return entry.get_change_message() or entry.get_action_flag_display()
