"""The inbox: what readers say of the pages, and our answers."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import Truncator

from advice import selectors
from advice.admin.csv_files import OutAsCSV
from advice.admin.csv_resources import LetterTable
from advice.admin.pages import EditorsAdmin
from advice.models import Feedback, FeedbackKind

PAGES_COUNTED = 50


class KindFilter(admin.SimpleListFilter):
    """Letters, unless votes are asked for: those are many, and there is nothing to answer."""

    title = "类型"
    parameter_name = "about"

    def lookups(self, request, model_admin):
        return [("votes", "有帮助、没帮助"), ("all", "全部")]

    def choices(self, changelist):
        letters, *others = super().choices(changelist)
        return [letters | {"display": FeedbackKind.CORRECTION.label}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case "votes":
                return queryset.exclude(kind=FeedbackKind.CORRECTION)
            case "all":
                return queryset
        return queryset.filter(kind=FeedbackKind.CORRECTION)


@admin.register(Feedback)
class FeedbackAdmin(OutAsCSV, EditorsAdmin):
    resource_classes = [LetterTable]
    change_list_template = "admin/advice/feedback/change_list.html"
    list_display = ["sent_at", "status", "kind", "page", "beginning"]
    list_filter = ["status", KindFilter]
    search_fields = ["path", "message", "answer"]
    search_help_text = "按页面、内容或答复查找"
    date_hierarchy = "sent_at"
    fields = ["kind", "page", "sent_at", "message", "status", "answer"]
    readonly_fields = ["kind", "page", "sent_at", "message"]
    stable_fields = ()

    def has_add_permission(self, request):
        """Only readers write letters."""
        return False

    def view_on_site(self, feedback):
        """The page where the sender finds the answer."""
        return feedback.get_absolute_url()

    def changelist_view(self, request, extra_context=None):
        votes = selectors.votes_by_page()[:PAGES_COUNTED]
        return super().changelist_view(request, {"votes": votes} | (extra_context or {}))

    @admin.display(description="关于哪一页", ordering="path")
    def page(self, feedback):
        return format_html('<a href="{}">{}</a>', feedback.path, feedback.path)

    @admin.display(description="内容")
    def beginning(self, feedback):
        return Truncator(feedback.message).chars(40)
