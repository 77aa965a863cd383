"""Letters: texts with figures of the case and blanks, and what is said of each."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from advice.admin.previewing import PreviewedLetter, PreviewedText
from advice.admin.publishing import PublishingAdmin
from advice.admin.reviewed import PUBLISHING, SOURCES, GuidanceAdmin
from advice.engine.papers import placeholder_names
from advice.models import Letter

NOTES = ("use_when", "send_to", "attach", "caution")


def _placeholder_help():
    """The names that a letter may ask for, with what each means."""
    rows = format_html_join(
        "",
        "<li><code>{}</code> {}</li>",
        ((f"{{{{ {name} }}}}", meaning) for name, meaning in placeholder_names().items()),
    )
    return format_html(
        "<p>“文书正文”和“写给谁”里可以写下面这些占位。算得出的，会换成借款人的数；"
        "算不出的，会变成一条横线和它的名称，由借款人自己填。姓名、电话、证件号码本站从不问，"
        "所以只有空。表要单独写一行。</p><ul>{}</ul>",
        rows,
    )


@admin.register(Letter)
class LetterAdmin(GuidanceAdmin):
    list_display = ["title", "state", "legal_stage", "order", "review"]
    list_filter = [*PublishingAdmin.list_filter, "strategies", "products"]
    search_fields = [*GuidanceAdmin.search_fields, "use_when", "send_to", "attach", "caution"]
    checkboxes = [*GuidanceAdmin.checkboxes, "strategies", "hotlines"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary"]}),
        ("怎么用", {"fields": ["use_when", "send_to", "hotlines", "attach", "caution"]}),
        ("文书", {"fields": ["addressee", "body"]}),
        ("给谁", {"fields": ["strategies", "legal_stage"]}),
        SOURCES,
        PUBLISHING,
        ("可以用的占位", {"fields": [], "description": _placeholder_help()}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = PreviewedLetter(attrs={"rows": 24, "cols": 90})
        elif db_field.name in NOTES:
            kwargs["widget"] = PreviewedText(attrs={"rows": 6, "cols": 90})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
