"""CSV in the admin: a list as a table for Excel, and a table as drafts after a look at it."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils import timezone
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.results import RowResult

from advice.admin import log
from advice.admin.csv_format import ChineseCSV, FileRefused
from advice.models.addresses import admin_page

MOST_BYTES = 2 * 1024**2
SALT = "advice.admin.csv_files"
CONFIRMED_WITHIN = 60 * 60
GONE = "没有导入：上传的文件已经不在了，请再上传一次。"
REFUSED_MEANWHILE = "没有导入，什么都没有改：你看预览的时候，有的行变得不能导入了。请再上传一次。"
ONLY = [("0", "CSV")]
CHANGE_LIST = "admin/csv/change_list.html"


class UploadForm(ImportForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].label = "CSV 文件"

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"文件太大：最多 {MOST_BYTES // 1024**2} MB。")
        return file


class ConfirmForm(ConfirmImportForm):
    """Names the uploaded file as only this site can have named it."""

    format = forms.ChoiceField(choices=ONLY, widget=forms.HiddenInput)
    resource = forms.ChoiceField(choices=ONLY, widget=forms.HiddenInput, required=False)

    def clean_import_file_name(self):
        told = self.cleaned_data["import_file_name"]
        try:
            return signing.loads(told, salt=SALT, max_age=CONFIRMED_WITHIN)
        except signing.BadSignature:
            raise ValidationError(GONE) from None


class OutAsCSV(ExportMixin):
    """The list, as it is filtered, as a table."""

    import_export_change_list_template = CHANGE_LIST
    export_formats = [ChineseCSV]
    skip_export_form = True

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_export_resource_kwargs(self, request, **kwargs):
        return {}

    def get_export_filename(self, request, queryset, file_format):
        return f"{self.opts.model_name}-{timezone.localdate()}.csv"

    def export_action(self, request):
        response = super().export_action(request)
        log.note(request.user, f"导出了{self.opts.verbose_name}的 CSV。")
        return response


class InAsDrafts(ImportMixin):
    """A table whose rows become drafts: first a look at what it changes, then all of it at once."""

    import_export_change_list_template = CHANGE_LIST
    import_formats = [ChineseCSV]
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    import_template_name = "admin/csv/import.html"

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"user": request.user}

    def get_import_data_kwargs(self, **kwargs):
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            name = Path(initial["import_file_name"]).name
            initial["import_file_name"] = signing.dumps(name, salt=SALT)
        return initial

    def add_data_read_fail_error_to_form(self, form, e):
        if not isinstance(e, FileRefused):
            raise e
        form.add_error("import_file", str(e))

    def import_action(self, request, **kwargs):
        """Show what the table would change; what is refused is not kept."""
        response = super().import_action(request, **kwargs)
        context = response.context_data
        stored = getattr(request.FILES.get("import_file"), "tmp_storage_name", None)
        if stored and "confirm_form" not in context:
            Path(stored).unlink(missing_ok=True)
        context["title"] = f"导入 CSV：{self.opts.verbose_name}"
        return response

    def process_import(self, request, **kwargs):
        """Write the drafts that were looked at, all or none."""
        if request.method != "POST":  # somebody came back from logging in
            return self._from_the_start()
        if self.has_import_permission(request) and not self.create_confirm_form(request).is_valid():
            messages.error(request, GONE)
            return self._from_the_start()
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, GONE)
            return self._from_the_start()

    def process_result(self, result, request):
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, REFUSED_MEANWHILE)
            return self._from_the_start()
        return super().process_result(result, request)

    def generate_log_entries(self, result, request):
        enter = {
            RowResult.IMPORT_TYPE_NEW: self.log_addition,
            RowResult.IMPORT_TYPE_UPDATE: self.log_change,
        }
        for row in result.rows:
            if row.import_type in enter:
                enter[row.import_type](request, row.instance, "从 CSV 导入。")

    def add_success_message(self, result, request):
        new, changed, same = (
            result.totals[kind]
            for kind in (
                RowResult.IMPORT_TYPE_NEW,
                RowResult.IMPORT_TYPE_UPDATE,
                RowResult.IMPORT_TYPE_SKIP,
            )
        )
        message = (
            f"导入好了：新写 {new} 份草稿，改了 {changed} 份，{same} 行没有变化。都还没有发布。"
        )
        messages.success(request, message)

    def _from_the_start(self):
        return HttpResponseRedirect(admin_page(self.model, "import"))


class InAndOutAsCSV(InAsDrafts, OutAsCSV):
    """Both ways."""
