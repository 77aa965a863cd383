"""Coming and going: the form to log in with, when a session ends, and what the log keeps of it."""

from datetime import timedelta
from http import HTTPStatus

from axes.signals import user_locked_out
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.utils import timezone
from django.utils.formats import date_format

from advice.admin.log import note
from portal.logins import is_locked_out, open_again_at

COOLOFF_MINUTES = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)


def locked_out(request, username):
    """What a form says to those who have to wait; the same for names that nobody has."""
    # The minute after, for the seconds are not told.
    again = timezone.localtime(open_again_at(request, username)) + timedelta(minutes=1)
    return forms.ValidationError(
        f"登录失败的次数太多，为了安全先停一停。请在 {date_format(again, 'H:i')} 以后再试"
        f"（最多等 {COOLOFF_MINUTES} 分钟）。忘了密码，请找管理员重设。",
        code="locked_out",
    )


class LoginForm(AdminAuthenticationForm):
    """Django's own, which says when a locked name can be tried again."""

    def clean_username(self):
        """Names that no column holds are not tried."""
        username = self.cleaned_data["username"]
        if len(username) > self.fields["username"].max_length:
            raise super().get_invalid_login_error()
        return username

    def get_invalid_login_error(self):
        if is_locked_out(self.request):
            return locked_out(self.request, self.cleaned_data["username"])
        return super().get_invalid_login_error()


admin.site.login_form = LoginForm


@admin.site.admin_view
def change_own_password(request):
    """Django's own page, with an entry in the log."""
    account = request.user
    response = admin.site.password_change(request)
    if response.status_code == HTTPStatus.FOUND:
        note(account, "修改了自己的密码。")
    return response


@receiver(user_logged_in)
def end_the_session_in_a_day(sender, request, user, **kwargs):
    """A day after the login, whatever happens in between; what ended before goes."""
    request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session.clear_expired()


@receiver(user_logged_in)
def note_login(sender, request, user, **kwargs):
    note(user, "登录。")


@receiver(user_logged_out)
def note_logout(sender, request, user, **kwargs):
    if user is not None:
        note(user, "退出。")


@receiver(user_locked_out)
def note_lock(sender, request, username, ip_address, **kwargs):
    """Once for each lock of an account, not for each attempt that it refuses."""
    account = get_user_model().objects.filter(username=username).first()
    if account is not None and request.axes_failures_since_start is not None:
        note(
            account,
            f"用这个账号登录失败的次数太多，锁定 {COOLOFF_MINUTES} 分钟。来自 {ip_address}。",
        )
