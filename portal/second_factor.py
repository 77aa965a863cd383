"""The second factor: an app that shows codes, and recovery codes for the day the phone is gone.

Recovery codes are stored as hashes: each can be shown once, when it is made.
"""

import math
from hashlib import sha256
from secrets import choice
from unicodedata import normalize

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
RECOVERY_CODE_LENGTH = 12
# None that could be read as another one.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Wait(Exception):
    """Too many wrong codes: no more is looked at for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def must_have_second_factor(user) -> bool:
    """Whether this account needs one here, chosen or not."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return user.is_superuser or user.groups.filter(name__in=settings.SECOND_FACTOR_GROUPS).exists()


def owes_second_factor(user) -> bool:
    """Whether the session has the password only, and that is not enough for this account."""
    if not user.is_authenticated or user.is_verified():
        return False
    return must_have_second_factor(user) or enrolled_app(user) is not None


def enrolled_app(user) -> TOTPDevice | None:
    """The app that shows this user's codes."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def recovery(user) -> StaticDevice | None:
    """What holds the user's recovery codes."""
    return StaticDevice.objects.filter(user=user, confirmed=True).first()


def recovery_codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def enrol(user, *, key: str, code: str) -> TOTPDevice | None:
    """The app with the secret `key` in place of any other; None where the code is not its own."""
    with transaction.atomic():
        forget(user)
        app = TOTPDevice.objects.create(user=user, name="app", key=key)
        if app.verify_token(plain(code)):
            return app
        transaction.set_rollback(True)
    return None


@transaction.atomic
def new_recovery_codes(user) -> list[str]:
    """Ten in place of all there were."""
    codes = [
        "".join(choice(LETTERS) for _ in range(RECOVERY_CODE_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    device.token_set.all().delete()
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=hashed(code)) for code in codes
    )
    return codes


def passes(device: Device, code: str) -> bool:
    """Whether the code is right; used up, if so. Raises Wait after too many wrong ones."""
    told = hashed(plain(code)) if isinstance(device, StaticDevice) else plain(code)
    with transaction.atomic():
        device = type(device).objects.select_for_update().get(pk=device.pk)
        allowed, reason = device.verify_is_allowed()
        if allowed:
            return device.verify_token(told)
    raise Wait(math.ceil((reason["locked_until"] - timezone.now()).total_seconds()))


def plain(code: str) -> str:
    """The code without what a keyboard or a printed page adds to it."""
    return normalize("NFKC", code).replace(" ", "").replace("-", "").lower()


def hashed(code: str) -> str:
    """What is stored of a recovery code: as much as the column holds."""
    return sha256(code.encode()).hexdigest()[:16]


def open_again(user) -> None:
    """Forget the wrong codes that were typed."""
    for device in (enrolled_app(user), recovery(user)):
        if device is not None:
            device.throttle_reset()


@transaction.atomic
def forget(user) -> None:
    """Let the user enrol anew; sessions that passed with the old one have not passed any more."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
