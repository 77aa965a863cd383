"""Who needs a second factor, and the codes that it takes."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django_otp.middleware import OTPMiddleware
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal import second_factor as factor
from tests import factories as make

pytestmark = pytest.mark.django_db

KEY = "00112233445566778899aabbccddeeff00112233"
NOON = "2026-11-22 12:00:00 +0800"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def wang():
    return make.make_account("wang", "编辑")


def code_of(key=KEY, *, steps=0):
    """What the app shows; `steps` half minutes later."""
    return f"{totp(bytes.fromhex(key), drift=steps):06}"


def enrolled(user):
    app = factor.enrol(user, key=KEY, code=code_of())
    factor.open_again(user)
    return app


def other(code):
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize(
    ("groups", "required", "must"),
    [
        (["编辑"], True, False),
        ([], True, False),
        (["法律审核"], True, True),
        (["管理员"], True, True),
        (["编辑", "管理员"], True, True),
        (["法律审核"], False, False),
        (["管理员"], False, False),
    ],
)
def test_who_can_publish_or_see_accounts_needs_one_on_a_server(settings, groups, required, must):
    settings.SECOND_FACTOR_REQUIRED = required

    assert factor.must_have_second_factor(make.make_account("li", *groups)) is must


@pytest.mark.parametrize("required", [True, False])
def test_who_has_all_rights_needs_one_on_a_server(settings, required):
    settings.SECOND_FACTOR_REQUIRED = required
    root = User.objects.create_superuser("root")

    assert factor.must_have_second_factor(root) is required


@pytest.mark.parametrize(
    ("has_app", "required", "owes"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_a_session_with_the_password_only_owes_a_code(rf, settings, has_app, required, owes):
    settings.SECOND_FACTOR_REQUIRED = required
    account = make.make_account("li", "法律审核")
    if has_app:
        enrolled(account)
    request = rf.get("/")
    request.user, request.session = account, {}
    OTPMiddleware(lambda _: None)(request)

    assert factor.owes_second_factor(request.user) is owes


def test_nobody_owes_nothing():
    assert not factor.owes_second_factor(AnonymousUser())


def test_the_first_code_of_the_app_enrols_it(wang):
    app = factor.enrol(wang, key=KEY, code=code_of())

    assert factor.enrolled_app(wang) == app


@pytest.mark.parametrize("typed", [" {}{} ", "{} {}", "{}-{}"])
def test_a_code_may_be_typed_as_people_type(wang, typed):
    code = code_of()

    assert factor.enrol(wang, key=KEY, code=typed.format(code[:3], code[3:]))


def test_digits_of_a_chinese_keyboard_are_understood(wang):
    full_width = code_of().translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert factor.enrol(wang, key=KEY, code=full_width)


@pytest.mark.parametrize("typed", ["", "abc", "1" * 20, "\x00", "1e5", "٣", "000000"])
def test_a_wrong_first_code_enrols_nothing_and_keeps_the_app_there_was(wang, typed):
    before = enrolled(wang)

    assert factor.enrol(wang, key="ab" * 20, code=typed) is None
    assert factor.enrolled_app(wang) == before


def test_another_app_takes_the_place_of_the_first_and_of_its_recovery_codes(wang):
    enrolled(wang)
    factor.new_recovery_codes(wang)

    app = factor.enrol(wang, key="ab" * 20, code=code_of("ab" * 20))

    assert list(TOTPDevice.objects.filter(user=wang)) == [app]
    assert factor.recovery_codes_left(wang) == 0


@pytest.mark.parametrize(("steps", "passes"), [(-2, False), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(wang, clock, steps, passes):
    app = enrolled(wang)
    clock.shift(300)

    assert factor.passes(app, code_of(steps=steps)) is passes


def test_a_code_is_good_once(wang):
    app = enrolled(wang)

    assert not factor.passes(app, code_of())


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_after_each_wrong_code_one_waits_twice_as_long(wang, clock, failures):
    app = enrolled(wang)
    clock.shift(300)
    for number in range(failures):
        assert not factor.passes(app, other(code_of()))
        seconds = 2**number
        clock.shift(seconds - 0.5)
        with pytest.raises(factor.Wait) as wait:
            factor.passes(app, code_of())
        assert wait.value.seconds == 1
        clock.shift(0.6)

    assert factor.passes(app, code_of())


def test_an_administrator_can_end_the_wait(wang, clock):
    app = enrolled(wang)
    clock.shift(300)
    for _ in range(9):
        factor.passes(app, other(code_of()))
        clock.shift(300)
    factor.passes(app, other(code_of()))

    factor.open_again(wang)

    assert factor.passes(app, code_of())


def test_there_are_ten_recovery_codes_and_each_is_good_once(wang):
    codes = factor.new_recovery_codes(wang)
    device = factor.recovery(wang)

    assert len(set(codes)) == factor.recovery_codes_left(wang) == 10
    assert factor.passes(device, codes[0])
    assert not factor.passes(device, codes[0])
    assert factor.recovery_codes_left(wang) == 9


def test_a_recovery_code_may_be_typed_as_it_is_printed(wang):
    code, *_ = factor.new_recovery_codes(wang)

    assert factor.passes(factor.recovery(wang), f" {code[:4]}-{code[4:8]} {code[8:]}".upper())


def test_recovery_codes_are_stored_as_hashes(wang):
    codes = factor.new_recovery_codes(wang)

    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert stored == {factor.hashed(code) for code in codes}
    assert not stored & set(codes)


def test_what_is_stored_is_no_recovery_code(wang):
    factor.new_recovery_codes(wang)
    stored = StaticToken.objects.first().token

    assert not factor.passes(factor.recovery(wang), stored)


def test_new_recovery_codes_make_the_old_ones_void(wang):
    old, *_ = factor.new_recovery_codes(wang)
    new, *_ = factor.new_recovery_codes(wang)
    device = factor.recovery(wang)

    assert factor.passes(device, new)
    assert not factor.passes(device, old)


def test_codes_of_one_account_open_no_other(wang, clock):
    li = make.make_account("li", "编辑")
    enrolled(wang)
    mine, *_ = factor.new_recovery_codes(wang)
    clock.shift(300)
    factor.enrol(li, key="ab" * 20, code=code_of("ab" * 20))
    factor.new_recovery_codes(li)

    assert not factor.passes(factor.enrolled_app(li), code_of())
    assert not factor.passes(factor.recovery(li), mine)
