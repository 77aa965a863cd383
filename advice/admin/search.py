"""What people type and what our texts call it, and what they found nowhere."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from advice.admin.pages import EditorsAdmin
from advice.models import Synonym, VainSearch
from advice.models.addresses import admin_page


@admin.register(Synonym)
class SynonymAdmin(EditorsAdmin):
    list_display = ["word", "means", "results"]
    search_fields = ["word", "means"]
    search_help_text = "按词查找"
    ordering = ["means", "word"]
    fields = ["word", "means"]
    stable_fields = ()

    @admin.display(description="能搜到吗")
    def results(self, synonym):
        address = reverse("advice:search", query={"q": synonym.means})
        return format_html('<a href="{}">搜“{}”</a>', address, synonym.means)


@admin.register(VainSearch)
class VainSearchAdmin(EditorsAdmin):
    """Counted by the site; editors read it, and delete what they have dealt with."""

    list_display = ["words", "count", "last_on", "synonym"]
    search_fields = ["words"]
    search_help_text = "按词查找"
    ordering = ["-count", "-last_on", "words"]
    date_hierarchy = "last_on"
    fields = ["words", "count", "last_on"]
    stable_fields = ()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="我们怎么说")
    def synonym(self, vain_search):
        address = admin_page(Synonym, "add", query={"word": vain_search.words})
        return format_html('<a href="{}">加一个同义词</a>', address)
