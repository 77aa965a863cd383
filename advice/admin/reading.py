"""What visitors read besides consequences and strategies: guides, questions, pages."""

from django.contrib import admin
from django.db.models import Count

from advice.admin.csv_files import InAndOutAsCSV
from advice.admin.csv_resources import QuestionTable
from advice.admin.dated import RowsFormSet, RowsInline
from advice.admin.reviewed import (
    PUBLISHING,
    SOURCES,
    ArticleAdmin,
    GuidanceAdmin,
    ReviewedAdmin,
)
from advice.models import ExpertComment, Guide, GuideChapter, Question, SitePage, Situation


class ChapterFormSet(RowsFormSet):
    same_rows = "两章用了同一个代号：请给其中一章换一个。"


class ChapterInline(RowsInline, admin.StackedInline):
    model = GuideChapter
    formset = ChapterFormSet
    fields = [("title", "key"), "body", ("lists", "order")]
    formfield_overrides = ReviewedAdmin.formfield_overrides


@admin.register(Guide)
class GuideAdmin(GuidanceAdmin):
    list_display = ["title", "state", "order", "chapter_count", "review"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "body"]}),
        ("标题下面", {"fields": ["source_name", "first_published_on", "editor"]}),
        SOURCES,
        PUBLISHING,
    ]
    inlines = [ChapterInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(chapter_count=Count("chapters"))

    @admin.display(description="几章", ordering="chapter_count")
    def chapter_count(self, guide):
        return guide.chapter_count


@admin.register(ExpertComment)
class ExpertCommentAdmin(ReviewedAdmin):
    list_display = ["author", "role", "commented_on", "guide", "state", "review"]
    list_filter = [*ReviewedAdmin.list_filter, "guide"]
    search_fields = ["author", "role", "summary", "key"]
    search_help_text = "按作者、身份或内容查找"
    ordering = ["order", "key"]
    autocomplete_fields = ["guide", *ReviewedAdmin.autocomplete_fields]
    fieldsets = [
        (None, {"fields": ["guide", "key", "author", "role", "commented_on", "summary"]}),
        ("依据", {"fields": ["sources"]}),
        PUBLISHING,
    ]


@admin.register(Question)
class QuestionAdmin(InAndOutAsCSV, GuidanceAdmin):
    resource_classes = [QuestionTable]
    list_display = ["title", "theme", "is_grave", "state", "order", "review"]
    list_filter = [*GuidanceAdmin.list_filter, "theme", "is_grave"]
    checkboxes = [*GuidanceAdmin.checkboxes, "consequences", "strategies"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "body"]}),
        ("放在哪里", {"fields": ["theme", "is_grave", "consequences", "strategies"]}),
        SOURCES,
        PUBLISHING,
    ]


@admin.register(Situation)
class SituationAdmin(ArticleAdmin):
    list_display = ["title", "summary", "state", "order", "review"]
    checkboxes = ["strategies"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "body", "strategies"]}),
        ("依据", {"fields": ["sources"]}),
        PUBLISHING,
    ]


@admin.register(SitePage)
class SitePageAdmin(ArticleAdmin):
    list_display = ["title", "key", "state", "review"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "body"]}),
        ("依据", {"fields": ["sources"]}),
        PUBLISHING,
    ]
