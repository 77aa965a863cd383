"""Accounts of editors: a 管理员 makes them, gives them groups, and closes them.

Accounts are never deleted, since the history names them; and nobody gives rights in the admin that
go beyond the three groups, but for those who have them all.
"""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from advice.admin.choosing import Choosing
from advice.admin.sturdy import Sturdy
from portal import logins
from portal import second_factor as factor

# Groups are made by a migration; single permissions are given to nobody.
admin.site.unregister([Group, User])

GROUPS = (
    "编辑能写和提交；法律审核还能批准、改规则；管理员还能管理账号。不用的账号取消“有效”，不删除。"
)


class PasswordForm(AdminPasswordChangeForm):
    """A new password for somebody. An account without one is closed instead."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


@admin.register(User)
class AccountAdmin(Choosing, Sturdy, UserAdmin):
    add_form = UserCreationForm
    add_form_template = None
    change_form_template = "admin/accounts/change_form.html"
    change_password_form = PasswordForm
    change_user_password_template = "admin/accounts/password.html"  # noqa: S105  # a page
    list_display = ["username", "group_names", "is_active", "has_second_factor", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username"]
    search_help_text = "按用户名查找"
    checkboxes = ["groups"]
    filter_horizontal = ()
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2", "groups"], "description": GROUPS}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "groups", "is_active"], "description": GROUPS}),
        ("登录", {"fields": ["has_second_factor", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["has_second_factor", "last_login", "date_joined"]

    def get_queryset(self, request):
        enrolled = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        accounts = super().get_queryset(request).prefetch_related("groups")
        return accounts.annotate(second_factor=Exists(enrolled))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, ("全部权限", {"fields": ["is_superuser"]})]

    def get_readonly_fields(self, request, obj=None):
        """On one's own page nothing: whoever closes the last door from inside can't open it."""
        named = ["username"] if obj else []
        own = ["groups", "is_active", "is_superuser"] if obj == request.user else []
        return [*self.readonly_fields, *named, *own]

    def has_change_permission(self, request, obj=None):
        """Nobody gains a right that is not theirs through the account of one who has it."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Every account is one of an editor: visitors have none."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        before = _group_names(form.instance)
        super().save_related(request, form, formsets, change)
        after = _group_names(form.instance)
        if before != after:
            self.log_change(request, form.instance, f"组：{before or '无'} → {after or '无'}。")

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("<int:pk>/unlock/", page(self.unlock), name="auth_user_unlock"),
            path(
                "<int:pk>/reset-second-factor/",
                page(self.reset_second_factor),
                name="auth_user_reset_second_factor",
            ),
            *super().get_urls(),
        ]

    def unlock(self, request, pk):
        """Let somebody try again who mistyped a password or a code too often."""
        account = self._account(request, pk)
        logins.open_again(account.get_username())
        factor.open_again(account)
        return self._done(request, account, "解除了登录锁定。")

    def reset_second_factor(self, request, pk):
        """Let somebody enrol anew whose phone and recovery codes are gone."""
        account = self._account(request, pk)
        factor.forget(account)
        return self._done(request, account, "重置了两步验证。")

    def _account(self, request, pk):
        account = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        return account

    def _done(self, request, account, message):
        self.log_change(request, account, message)
        messages.success(request, f"“{account}”：{message}")
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))

    @admin.display(description="组")
    def group_names(self, account):
        return "全部权限" if account.is_superuser else _group_names(account)

    @admin.display(description="两步验证", boolean=True, ordering="second_factor")
    def has_second_factor(self, account):
        return account.second_factor


def _group_names(account):
    return "、".join(sorted(group.name for group in account.groups.all()))
