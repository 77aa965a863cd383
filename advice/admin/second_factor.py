"""The pages of the second factor: enrolling an app, showing its code, keeping recovery codes."""

from base64 import b32encode
from io import BytesIO
from urllib.parse import urlencode

import django_otp
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice
from django_otp.util import random_hex
from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

from advice.admin.log import note
from advice.admin.logins import locked_out
from portal import second_factor as factor
from portal.logins import is_locked_out

# Their own pages, registered by the imports above, show the secrets, in English.
admin.site.unregister([StaticDevice, TOTPDevice])

# Where a session keeps the secret of the app that is being enrolled.
KEY = "second_factor_key"
FEW_CODES = 3
WRONG = "这个验证码不对，或者已经用过了。请等应用里换出下一个再试；手机的时间要准。"
WRONG_RECOVERY = "这个恢复码不对，或者已经用过了。每个恢复码只能用一次。"


class CodeField(forms.CharField):
    """A code, typed on a phone's keys for digits and offered by password managers."""

    def __init__(self, **options):
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        options = {"label": "验证码", "widget": forms.TextInput(attrs), "max_length": 20} | options
        super().__init__(**options)


class CodeForm(forms.Form):
    """A code of the app."""

    wrong = WRONG
    code = CodeField(help_text="验证器应用里现在显示的 6 位数字。")

    def __init__(self, *args, device, **options):
        super().__init__(*args, **options)
        self.device = device
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean_code(self):
        try:
            passed = factor.passes(self.device, self.cleaned_data["code"])
        except factor.Wait as wait:
            raise forms.ValidationError(f"错的次数太多了：请等 {wait.seconds} 秒再试。") from None
        if not passed:
            raise forms.ValidationError(self.wrong, code="wrong")
        return self.cleaned_data["code"]


class RecoveryForm(CodeForm):
    """A recovery code."""

    wrong = WRONG_RECOVERY
    code = CodeField(
        label="恢复码",
        help_text="登记两步验证时给你的，12 个字母和数字；空格和连字符可以不打。",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        max_length=40,
    )


class PasswordForm(forms.Form):
    """The password once more: whoever finds an open session can't enrol a phone of their own."""

    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text="再输入一次你登录用的密码。",
    )

    def __init__(self, *args, request, **options):
        super().__init__(*args, **options)
        self.request = request

    def clean_password(self):
        name = self.request.user.get_username()
        password = self.cleaned_data["password"]
        if authenticate(self.request, username=name, password=password) is None:
            if is_locked_out(self.request):
                raise locked_out(self.request, name)
            raise forms.ValidationError("密码不对。", code="wrong")
        return password


class EnrolForm(PasswordForm):
    """A first code proves that the app has the secret and the right time."""

    code = CodeField(help_text="扫码或输入密钥以后，应用里显示的 6 位数字。")


def _page(view, *methods):
    """A page for those who logged in, with or without having passed the second factor."""
    return admin.site.admin_view(sensitive_post_parameters()(require_http_methods(methods)(view)))


def _second_factor(request):
    """Ask for a code; where no app is enrolled, lead there; once passed, say how things stand."""
    if request.user.is_verified():
        return _standing(request)
    app = factor.enrolled_app(request.user)
    if app is None:
        return HttpResponseRedirect(_with_next(request, "editing:second_factor_enrol"))
    return _verify(request, app)


def _verify(request, app):
    by_recovery = "recovery" in request.GET
    device = factor.recovery(request.user) if by_recovery else app
    kind = RecoveryForm if by_recovery else CodeForm
    if device is None:
        raise Http404
    form = kind(request.POST or None, device=device)
    if form.is_valid():
        _let_in(request, device)
        if by_recovery:
            note(request.user, "用一个恢复码通过了两步验证。")
        _warn_of_few_codes(request)
        return HttpResponseRedirect(_next(request))
    if form.has_error("code", "wrong"):
        note(request.user, "两步验证的验证码不对。")
    return _render(request, "verify", form=form, by_recovery=by_recovery)


def _let_in(request, device):
    """Under a new key, so that nobody who knew the old one comes in with it."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _warn_of_few_codes(request):
    left = factor.recovery_codes_left(request.user)
    if left <= FEW_CODES:
        messages.warning(request, f"恢复码还剩 {left} 个。请在“两步验证”那一页换一批新的。")


def _enrol(request):
    """Enrol an app, the first or another; a session that owes a code shows it first."""
    if factor.owes_second_factor(request.user) and factor.enrolled_app(request.user):
        return HttpResponseRedirect(_with_next(request, "editing:second_factor"))
    key = request.session.setdefault(KEY, random_hex())
    form = EnrolForm(request.POST or None, request=request)
    if form.is_valid():
        app = factor.enrol(request.user, key=key, code=form.cleaned_data["code"])
        if app is not None:
            return _enrolled(request, app)
        form.add_error("code", WRONG)
    return _render(request, "enrol", form=form, secret=_secret(_app(request.user, key)))


def _enrolled(request, app):
    del request.session[KEY]
    _let_in(request, app)
    note(request.user, "登记了两步验证。")
    return _show_codes(request)


def _standing(request):
    form = PasswordForm(request.POST or None, request=request)
    if form.is_valid():
        note(request.user, "换了一批恢复码。")
        return _show_codes(request)
    app = factor.enrolled_app(request.user)
    left = factor.recovery_codes_left(request.user)
    return _render(request, "standing", form=form, app=app, left=left, few=left <= FEW_CODES)


def _show_codes(request):
    codes = [_grouped(code) for code in factor.new_recovery_codes(request.user)]
    return _render(request, "codes", codes=codes, next=_next(request))


@require_safe
def _qr(request):
    """The secret as a picture for the camera of the phone."""
    key = request.session.get(KEY)
    if key is None:
        raise Http404
    code = QRCode(image_factory=SvgPathFillImage)
    code.add_data(_app(request.user, key).config_url)
    picture = BytesIO()
    code.make_image().save(picture)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _app(user, key):
    return TOTPDevice(user=user, key=key)


def _secret(app):
    """The secret as apps want it typed."""
    return _grouped(b32encode(app.bin_key).decode())


def _grouped(text):
    """In groups of four, to be read and typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _next(request):
    """The page of ours that was asked for at first."""
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else reverse("admin:index")


def _with_next(request, name):
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: _next(request)})}"


def _render(request, page, **context):
    shared = admin.site.each_context(request) | {
        "title": "两步验证",
        "is_nav_sidebar_enabled": False,
        "required": factor.must_have_second_factor(request.user),
    }
    return render(request, f"admin/second_factor/{page}.html", shared | context)


second_factor_page = _page(_second_factor, "GET", "HEAD", "POST")
enrol_page = _page(_enrol, "GET", "HEAD", "POST")
qr_picture = admin.site.admin_view(_qr)
