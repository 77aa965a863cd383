"""What rules, products and fee tables have in common: values that hold from a day on."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join

from advice import records
from advice.models import OPEN, DatedValue, Status
from advice.models.addresses import admin_page


def in_force(values, day):
    """The approved value that holds on `day`; None where none has begun."""
    begun = [value for value in values if value.is_published and value.effective_from <= day]
    return max(begun, key=lambda value: value.effective_from, default=None)


def with_words(values):
    """The values with all that their words and their basis need."""
    owner = values.model.SERIES[0]
    parts = records.kind_of(values.model).parts
    return values.select_related(owner, "source").prefetch_related(*parts)


@dataclass(frozen=True)
class Row:
    """A value in the list of its owner's, and where it stands on `day` among its `series`."""

    value: DatedValue
    name: str
    series: list[DatedValue]
    day: date

    @property
    def address(self):
        return admin_page(self.value)

    @property
    def is_in_force(self):
        return self.value == in_force(self.series, self.day)

    @property
    def standing(self):
        if self.is_in_force:
            return "现行"
        if self.value.is_published:
            return "将要生效" if self.value.effective_from > self.day else "已被后来的取代"
        return "已被取代" if self._is_replaced else self.value.get_status_display()

    @property
    def _is_replaced(self):
        """Whether another value took its place from the same day on."""
        return self.value.status == Status.WITHDRAWN and any(
            other.is_published and other.effective_from == self.value.effective_from
            for other in self.series
        )


class HoldsValues:
    """An admin of records with dated values: they are listed, and changed on their own pages.

    `values` is their accessor.
    """

    values = "values"

    @property
    def value_model(self):
        return self.opts.get_field(self.values).related_model

    def get_queryset(self, request):
        approved = with_words(self.value_model.objects.published())
        return super().get_queryset(request).prefetch_related(Prefetch(self.values, approved))

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.fields
        may_propose = request.user.has_perm(f"advice.add_{self.value_model._meta.model_name}")
        return [*self.fields, *(["proposing"] if may_propose else []), "dated_values"]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "proposing", "dated_values")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            message = f"“{obj}”还没有值：请打开它，提议第一个。"
            self.message_user(request, message, messages.WARNING)

    def kept_because(self, record, *, going):
        values = self.value_model.objects.filter(**self.owned_by(record))
        if values.exclude(status__in=OPEN).exists():
            return f"{record}：有批准过的值，要留作历史，不能删除。"
        return ""

    def owned_by(self, owner):
        return {self.value_model.SERIES[0]: owner.pk}

    def links(self, owner):
        """What may be proposed: the words of each link, and what the form then knows already."""
        return [("提议新的值", self.owned_by(owner))]

    def name_of(self, value):
        """Which of the owner's series it belongs to; empty where there is only one."""
        return ""

    @admin.display(description="要改数值")
    def proposing(self, owner):
        links = [
            (admin_page(self.value_model, "add", query=told), words)
            for words, told in self.links(owner)
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    @admin.display(description="各个时候的值")
    def dated_values(self, owner):
        return render_to_string("admin/values/list.html", {"rows": self._rows(owner)})

    def _rows(self, owner):
        """All values, also proposed and withdrawn ones: series by series, the newest first."""
        stored = with_words(self.value_model.objects.filter(**self.owned_by(owner)))
        values = sorted(stored, key=lambda value: (value.effective_from, value.pk), reverse=True)
        series = {}
        for value in values:
            series.setdefault(self.name_of(value), []).append(value)
        today = timezone.localdate()
        return [
            Row(value, name, series[name], today)
            for name in sorted(series)
            for value in series[name]
        ]

    def now(self, owner):
        """The value in force today that the list shows; None where there is none."""
        return in_force(getattr(owner, self.values).all(), timezone.localdate())

    @admin.display(description="现行的值")
    def value_now(self, owner):
        now = self.now(owner)
        return now.words if now else "今天没有值"

    @admin.display(description="从哪天起")
    def since(self, owner):
        now = self.now(owner)
        return now.effective_from if now else None

    @admin.display(description="依据")
    def basis_now(self, owner):
        now = self.now(owner)
        return now.basis if now else None

    @admin.display(description="核对日期")
    def checked(self, owner):
        now = self.now(owner)
        return now.checked_on if now else None


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows under a record, with messages that say what to do."""

    same_rows = ""

    def get_unique_error_message(self, unique_check):
        return self.same_rows

    def get_form_error(self):
        return self.same_rows

    def initial_form_count(self):
        """A page that lost count of its rows is not believed below zero."""
        return max(super().initial_form_count(), 0)

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        staying = [form for form in self.forms if self._stays(form)]
        if self.instance.pk:
            for form in staying:
                self._refuse_what_is_stored(form)
        self.refuse_rows([form.instance for form in staying])

    def _stays(self, form):
        return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")

    def _refuse_what_is_stored(self, form):
        """Compare with all stored rows, also those that another editor added meanwhile.

        Django leaves the constraints that name the parent out of an inline form's validation.
        """
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                try:
                    constraint.validate(self.model, form.instance)
                except ValidationError as refused:
                    form.add_error(None, refused)

    def refuse_rows(self, rows):
        """Raise ValidationError where the rows that stay don't fit together."""


class RowsInline:
    """The rows under a record, in its form: none but those there are, and room for `max_num`.

    A page that claims more than twice as many is refused as a whole, before they are made.
    """

    formset = RowsFormSet
    extra = 0
    max_num = 50

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=2 * self.max_num, **kwargs)
