"""The site's own pages for editors: with a draft as if it were published, and as of any day."""

from copy import copy
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from advice import records, selectors, services
from advice.engine import CaseRefused
from advice.engine.answers import EARLIEST_DAY, LATEST_DAY
from advice.forms import result_context
from advice.models import DatedValue, Hotline, Moderated, SampleBorrower
from advice.models.addresses import admin_page
from advice.records import DocumentRefused
from advice.services import samples, workflow
from advice.services.rehearsing import rehearsed
from portal import clock

LONGEST_PATH = 500
RESULT = "assessment_result"
UNFIT = "还不能发布，所以也不能预览："


class Previewed(admin.ModelAdmin):
    """An admin whose pages lead to the page that visitors will see."""

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if isinstance(record, Moderated) and not record.is_published:
            name = records.kind_of(record).name
            context["preview_address"] = reverse("editing:preview_record", args=[name, record.pk])
        return super().render_change_form(request, context, *args, **kwargs)


class NotShown(Exception):
    """Why a page can't be shown, to be read by the editor who asked for it."""


class LookForm(forms.Form):
    """Which page to look at, as of which day, and whose result."""

    day = forms.DateField(
        label="按哪一天的样子",
        validators=[
            MinValueValidator(EARLIEST_DAY, f"最早可以看 {EARLIEST_DAY}。"),
            MaxValueValidator(LATEST_DAY, f"最晚可以看 {LATEST_DAY}。"),
        ],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="到这天为止定时发布的内容、已批准的规则值，都按到那天的样子。",
    )
    path = forms.CharField(
        label="哪一页",
        max_length=LONGEST_PATH,
        initial="/",
        widget=forms.TextInput(attrs={"list": "paths", "size": 60}),
        help_text="网址里从 / 开始的部分，例如 /law/；也可以把整个网址贴在这里。",
    )
    sample = forms.ModelChoiceField(
        SampleBorrower.objects.all(),
        to_field_name="key",
        label="结果页看谁的",
        required=False,
        help_text="只有看结果页 /assessment/result/ 时才用得到。",
    )

    def __init__(self, *args, host, **told):
        super().__init__(*args, auto_id="look_%s", **told)
        self.host = host

    def clean_path(self):
        """The path and the query of a page of this site."""
        try:
            address = urlsplit(self.cleaned_data["path"])
        except ValueError as unreadable:
            raise ValidationError("看不懂这个网址：请只写从 / 开始的部分。") from unreadable
        if address.netloc not in {"", self.host}:
            raise ValidationError("这是别的网站：只能看本站的页面。")
        if not address.path.startswith("/"):
            raise ValidationError("请从 / 开始写，例如 /law/。")
        return address


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page says of itself above its own content."""

    what: str
    form: LookForm
    action: str
    back: str


@admin.site.admin_view
@require_safe
def as_of(request):
    """Any page that visitors can read, as it will be on a day."""
    if not request.user.has_module_perms("advice"):
        raise PermissionDenied
    if "day" not in request.GET:
        initial = {"day": clock.today(), "path": "/"}
        return _asked(request, LookForm(host=request.get_host(), initial=initial))
    return _looked(request, back=reverse("admin:index"))


@admin.site.admin_view
@require_safe
def preview_record(request, kind, pk):
    """The page of a draft as visitors will see it, today or on a day to come."""
    record = _record(request, kind, pk)
    back = admin_page(record)
    return _looked(request, record, back=back)


def _record(request, name, pk):
    """The record to look at; 404 where there is none, 403 where this person may not see it."""
    kind = records.NAMED.get(name)
    if kind is None or not issubclass(kind.model, Moderated):
        raise Http404
    actions = ("view", "change")
    if not any(request.user.has_perm(workflow.permission_name(kind.model, a)) for a in actions):
        raise PermissionDenied
    return get_object_or_404(kind.model, pk=pk)


def path_of(record):
    """The page where visitors will find it."""
    if isinstance(record, Hotline):
        return reverse("advice:help")
    if isinstance(record, DatedValue):
        return record.source.get_absolute_url() if record.source else reverse("advice:home")
    return urlsplit(record.get_absolute_url()).path


def _looked(request, record=None, *, back):
    """The page that was asked for; the form with what is wrong where there is none."""
    told = request.GET.copy()
    if record is not None:
        told.setdefault("day", _first_day(record).isoformat())
        told.setdefault("path", path_of(record))
    form = LookForm(told, host=request.get_host())
    if not form.is_valid():
        return _asked(request, form, status=HTTPStatus.BAD_REQUEST)
    preview = Preview(_what(record), form, request.path, back)
    try:
        return _page(request, record, preview)
    except NotShown as refused:
        form.add_error(None, str(refused))
    return _asked(request, form, status=HTTPStatus.NOT_FOUND)


def _first_day(record):
    """Today, or the later day from which a value holds or a text is to be shown."""
    if isinstance(record, DatedValue):
        return max(clock.today(), record.effective_from)
    at = record.publish_at
    return max(clock.today(), timezone.localdate(at)) if at else clock.today()


def _what(record):
    if record is None:
        return ""
    return f"{record._meta.verbose_name}“{record}”（{record.get_status_display()}）"


def _page(request, record, preview):
    """The page as its own view makes it; raises NotShown."""
    told = preview.form.cleaned_data
    visit = _visit(request, told["path"], preview)
    try:
        with clock.as_of(told["day"]), rehearsed(record, until=told["day"]):
            response = _answered(visit, told["sample"], told["day"])
    except (DocumentRefused, ValidationError) as refused:
        raise NotShown(f"{UNFIT}{records.in_words(refused, type(record))}") from refused
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _visit(request, path, preview):
    """The request of a visitor who opens the page."""
    visit = copy(request)
    visit.path = visit.path_info = path.path
    visit.GET = QueryDict(path.query)
    visit.preview = preview
    return visit


def _answered(visit, sample, day):
    if not selectors.is_page_of_ours(visit.path):
        raise NotShown(f"访客在这天没有 {visit.path} 这一页可以看。")
    found = resolve(visit.path)
    if found.url_name == RESULT:
        return _result(visit, sample, day)
    return found.func(visit, *found.args, **found.kwargs)


def _result(visit, sample, day):
    """What the site tells a sample borrower who asks on that day."""
    if sample is None:
        raise NotShown("结果页要选一位样本借款人才能看。")
    try:
        answers = samples.answers_on(sample.answers, day)
        advice = services.advise(answers, today=day)
    except CaseRefused as refused:
        told = "；".join(message for messages in refused.errors.values() for message in messages)
        raise NotShown(f"这位样本借款人在这天算不出来：{told}。") from refused
    return render(visit, "advice/assessment_result.html", result_context(advice))


def _asked(request, form, *, status=HTTPStatus.OK):
    context = admin.site.each_context(request) | {
        "title": "看看某一天的页面",
        "form": form,
        "paths": [page.path for page in selectors.public_pages()],
    }
    return render(request, "admin/as_of.html", context, status=status)
