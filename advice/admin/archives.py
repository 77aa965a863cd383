"""Archives: the whole site to take away, and one that somebody brings for another to let in."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from advice.admin import log
from advice.admin.sturdy import Sturdy
from advice.models import ArchiveImport
from advice.models.addresses import admin_page
from advice.services import archive

MEGABYTES = archive.MOST_BYTES // 1024**2
CHANGED_MEANWHILE = "你打开这一页以后，网站的内容变过了：请再看一遍下面的不同，再批准。"


class UploadForm(forms.ModelForm):
    """One file; what is wrong with it is said here, before it is kept."""

    file = forms.FileField(
        label="档案", help_text=f"zip 文件，最大 {MEGABYTES} MB。上传只是存起来，还不会改动网站。"
    )

    class Meta:
        model = ArchiveImport
        fields = ()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > archive.MOST_BYTES:
            raise ValidationError(f"档案太大：最多 {MEGABYTES} MB。")
        try:
            self.instance = archive.bring(file.name, file.read(), by=self.brought_by)
        except archive.ArchiveRefused as refused:
            raise ValidationError([str(fault) for fault in refused.faults]) from refused
        return file


@admin.register(ArchiveImport)
class ArchiveImportAdmin(Sturdy):
    list_display = ["name", "brought_by", "brought_at", "applied_by", "applied_at"]
    list_filter = ["brought_by", "applied_by"]
    list_select_related = ["brought_by", "applied_by"]
    search_fields = ["name"]
    search_help_text = "按文件名查找"
    date_hierarchy = "brought_at"
    readonly_fields = list_display
    change_list_template = "admin/archives/change_list.html"
    change_form_template = "admin/archives/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def get_form(self, request, obj=None, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, **kwargs)
        return type("UploadForm", (UploadForm,), {"brought_by": request.user})

    def get_fields(self, request, obj=None):
        return self.readonly_fields if obj else ["file"]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def has_change_permission(self, request, obj=None):
        """What was brought is looked at and let in as it is."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(
            request, f"“{obj}”收好了，还没有改动网站。请另一个人打开这一页，看过再批准。"
        )
        return HttpResponseRedirect(admin_page(obj))

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [("export/", self.export_view, "export")]
        own += [("<int:pk>/approve/", self.approve_view, "approve")]
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"{name}_{page}")
                for route, view, page in own
            ),
            *super().get_urls(),
        ]

    def export_view(self, request):
        """The whole site as a file to take away."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        content = archive.export()
        log.note(request.user, "下载了全部内容的档案。")
        day = timezone.localdate()
        headers = {"Content-Disposition": f'attachment; filename="weilidai-{day}.zip"'}
        return HttpResponse(content, content_type="application/zip", headers=headers)

    def render_change_form(self, request, context, *args, **kwargs):
        brought = kwargs.get("obj")
        if brought is not None and brought.applied_at is None:
            context["rehearsal"] = _rehearsal(brought)
            context["refusal"] = archive.why_not_approve(request.user, brought)
            context["approve_address"] = admin_page(brought, "approve")
        return super().render_change_form(request, context, *args, **kwargs)

    def approve_view(self, request, pk):
        """Let it in, or say why not; whoever may not gets 403."""
        brought = self.get_object(request, str(pk))
        if brought is None:
            raise Http404
        page = HttpResponseRedirect(admin_page(brought))
        if request.method != "POST":  # somebody came back from logging in
            return page
        try:
            outcome = self._approve(request, brought)
        except archive.SeenOtherwise:
            messages.error(request, CHANGED_MEANWHILE)
        except archive.ArchiveRefused:
            messages.error(request, "没有导入，什么都没有改：请看下面哪里不对。")
        else:
            messages.success(request, f"导入好了：新增和修改 {len(outcome.changes)} 条。")
        return page

    def _approve(self, request, brought):
        """Let it in and enter it in the log, both or neither."""
        with transaction.atomic():
            seen = request.POST.get("seen", "")
            outcome = archive.approve(brought, by=request.user, seen=seen)
            message = f"批准导入：新增和修改 {len(outcome.changes)} 条。"
            self.log_change(request, brought, message)
        return outcome


def _rehearsal(brought):
    """What the archive would change now, or what is wrong with it now."""
    try:
        return {"outcome": archive.rehearse(archive.read(bytes(brought.content)))}
    except archive.ArchiveRefused as refused:
        return {"faults": refused.faults}
