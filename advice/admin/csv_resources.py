"""What stands in the tables of questions, sources and letters, and how rows become drafts."""

import re
from collections import defaultdict
from datetime import datetime
from functools import cached_property

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.widgets import ManyToManyWidget, Widget

from advice import records
from advice.admin.csv_format import FileRefused
from advice.models import ORIGINALS, Event, Feedback, LegalSource, Publishable, Question, Status
from advice.records.document import found_by_keys
from advice.records.kinds import natural_key
from advice.services.marking import marked

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日")
BETWEEN_KEYS = re.compile(r"[\s,，;；、]+")
YES, NO = "是", "否"


# Cells


class Text(Widget):
    """A text; the ends of its lines are those of texts and not of a browser."""

    def clean(self, value, row=None, **kwargs):
        return value.replace("\r\n", "\n")

    def render(self, value, obj=None, **kwargs):
        return str(value or "").replace("\r\n", "\n")


class Choice(Widget):
    """One of a few, by its label."""

    def __init__(self, choices):
        super().__init__()
        self.labels = {str(value): str(label) for value, label in choices}

    def clean(self, value, row=None, **kwargs):
        told = value.strip()
        values = {label: value for value, label in self.labels.items()}
        if told and told not in self.labels and told not in values:
            raise ValueError(f"没有“{told}”，可以填：{'、'.join(values)}。")
        return values.get(told, told)

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(str(value), "")


class YesNo(Widget):
    def clean(self, value, row=None, **kwargs):
        if value.strip() not in {YES, NO, ""}:
            raise ValueError(f"这里填“{YES}”或“{NO}”。")
        return value.strip() == YES

    def render(self, value, obj=None, **kwargs):
        return YES if value else NO


class WholeNumber(Widget):
    def clean(self, value, row=None, **kwargs):
        try:
            return int(value) if value.strip() else None
        except ValueError:
            raise ValueError("这里填整数。") from None


class Day(Widget):
    """A day, in our way of writing or as Excel turns it."""

    def clean(self, value, row=None, **kwargs):
        told = value.strip()
        for way in DAYS:
            try:
                return datetime.strptime(told, way).date()  # noqa: DTZ007  # a day has no zone
            except ValueError:
                continue
        if told:
            raise ValueError("这里填日期，例如 2027-01-01。")
        return None

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class Moment(Widget):
    def render(self, value, obj=None, **kwargs):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


class Keys(ManyToManyWidget):
    """Other records, by their keys."""

    def __init__(self, model):
        super().__init__(model, separator="、", field=natural_key(model))

    def clean(self, value, row=None, **kwargs):
        keys = [key for key in BETWEEN_KEYS.split(value) if key]
        try:
            return found_by_keys(self.model, keys)
        except ValidationError as unknown:
            raise ValueError("".join(unknown.messages)) from unknown


def _widget(field):
    """The widget for cells of the field."""
    if field.many_to_many:
        return Keys(field.related_model)
    if field.choices:
        return Choice(field.flatchoices)
    widgets = {
        models.BooleanField: YesNo,
        models.DateTimeField: Moment,
        models.DateField: Day,
        models.IntegerField: WholeNumber,
    }
    of_type = (widget for model, widget in widgets.items() if isinstance(field, model))
    return next(of_type, Text)()


# Tables


class Table(ModelResource):
    """Columns under the names that the pages have for them."""

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        return Field(
            attribute=field_name,
            column_name=str(django_field.verbose_name),
            widget=_widget(django_field),
            readonly=readonly or field_name == "status",
        )

    def filter_export(self, queryset, **kwargs):
        publishable = issubclass(self._meta.model, Publishable)
        return queryset.filter(ORIGINALS) if publishable else queryset


class RowDiff(Diff):
    """What a row changes, column by column."""

    def as_html(self):
        """Each changed column with its pieces; the template makes it HTML."""
        told = zip(self.names, self.left, self.right, strict=True)
        return [
            {"label": name, "pieces": marked("" if self.new else before, after)}
            for name, before, after in told
            if before != after
        ]

    def __init__(self, resource, instance, new):
        super().__init__(resource, instance, new)
        self.names = resource.get_diff_headers()


class DraftTable(Table):
    """A table whose rows become drafts, and never what visitors see.

    A row of a new key is a new draft; one of a published record its working copy; one that says
    nothing new is left out.
    """

    class Meta:
        import_id_fields = ("key",)
        clean_model_instances = True

    def __init__(self, *, user=None):
        super().__init__()
        self.user = user
        self.started = None

    @classmethod
    def get_diff_class(cls):
        return RowDiff

    @cached_property
    def columns(self):
        """The name of each column by that of its field."""
        return {name: field.column_name for name, field in self.fields.items()}

    def before_import(self, dataset, **kwargs):
        """Refuse tables of other columns, and two rows for one record."""
        try:
            self._refuse_columns(dataset.headers)
            self._refuse_same_keys(dataset[self.columns["key"]])
        except FileRefused:
            dataset.wipe()
            raise

    def _refuse_columns(self, headers):
        known = self.get_diff_headers()
        unknown = [name or "（没有名字的）" for name in headers if name not in known]
        if unknown:
            message = f"不认识这些列：{'、'.join(unknown)}。可以有的列：{'、'.join(known)}。"
            raise FileRefused(message)
        if self.columns["key"] not in headers:
            raise FileRefused(f"缺“{self.columns['key']}”这一列。")

    def _refuse_same_keys(self, keys):
        places = defaultdict(list)
        for number, key in enumerate(keys, start=2):
            places[key.strip()].append(str(number))
        for key, numbers in places.items():
            if key and len(numbers) > 1:
                raise FileRefused(f"第 {'、'.join(numbers)} 行是同一个代号 {key}：只能留一行。")

    def get_instance(self, instance_loader, row):
        """The draft that the row is written on; None where it is a new one."""
        self.started = None
        key = row[self.columns["key"]].strip()
        if not key:
            raise ValidationError({self.columns["key"]: "缺代号。"})
        record = self._meta.model.objects.originals().filter(key=key).first()
        return record and self._draft_of(record)

    def _draft_of(self, record):
        written = record.copy or record
        match written.status:
            case Status.DRAFT:
                return written
            case Status.PUBLISHED:
                self.started = records.start_copy(record)
                return self.started
        which = "它的修改稿" if record.copy else "它"
        raise ValidationError(
            f"{which}{written.get_status_display()}，现在不能改：请先在它的页面上退回或开始修改。"
        )

    def import_instance(self, instance, row, **kwargs):
        errors = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as refused:
            errors = refused.update_error_dict(errors)
        for name, field in self.fields.items():
            if isinstance(field.widget, Keys) and field.column_name in row:
                try:
                    field.clean(row)
                except ValueError as refused:
                    errors[name] = [ValidationError(str(refused))]
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Whether the row says nothing new; then no working copy is left behind."""
        if import_validation_errors or instance.pk is None:
            return False
        told = (field for field in self.fields.values() if field.column_name in row)
        if any(self._differs(field, instance, original, row) for field in told):
            return False
        if self.started:
            self.started.delete()
        return True

    def _differs(self, field, instance, original, row):
        if isinstance(field.widget, Keys):
            return set(field.clean(row)) != set(field.get_value(original).all())
        return field.export(instance) != field.export(original)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):  # noqa: FBT002  # as the library has it
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as refused:
            named = {NON_FIELD_ERRORS: NON_FIELD_ERRORS} | self.columns
            raise ValidationError(
                {named.get(name, name): told for name, told in refused.message_dict.items()}
            ) from refused

    def save_m2m(self, instance, row, **kwargs):
        """With the references the record is whole: keep it, and who brought it."""
        super().save_m2m(instance, row, **kwargs)
        if instance.revises:
            records.keep_what_was_found(instance.revises)
        records.keep_version(instance, Event.IMPORTED, by=self.user, note="从 CSV 导入。")


class QuestionTable(DraftTable):
    class Meta:
        model = Question
        fields = (
            "key",
            "status",
            "title",
            "summary",
            "body",
            "theme",
            "is_grave",
            "consequences",
            "strategies",
            "sources",
            "products",
            "order",
            "reviewed_on",
            "review_due_on",
        )


class SourceTable(DraftTable):
    class Meta:
        model = LegalSource
        fields = (
            "key",
            "status",
            "title",
            "document_no",
            "article",
            "effective_from",
            "effective_to",
            "effective_note",
            "confidence",
            "summary",
            "checked_on",
            "review_due_on",
        )


class LetterTable(Table):
    """What readers wrote; without the codes, by which their senders find the answers."""

    class Meta:
        model = Feedback
        fields = ("sent_at", "kind", "path", "message", "status", "answer")
