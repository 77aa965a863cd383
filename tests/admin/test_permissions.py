"""Who may do what: every role, every page of every kind, every move, refused on the server."""

import pytest
from django.contrib.auth.models import Group, User

from advice import records
from advice.models import (
    DatedValue,
    Event,
    RuleValue,
    SampleBorrower,
    SitePage,
    Status,
    Strategy,
)
from advice.services import workflow
from advice.services.workflow import Move
from tests import factories as new
from tests.admin import kinds
from tests.admin.forms import open_form
from tests.admin.kinds import DATED, MOVED, PUBLISHABLE, REGISTERED, address, make_draft, page_of
from tests.effects import see_effect

pytestmark = pytest.mark.django_db

EDITOR, REVIEWER, ADMINISTRATOR = GROUPS = ("编辑", "法律审核", "管理员")
NOBODY, SUPERUSER, VISITOR = "没有组", "全部权限", "没有登录"
ROLES = (*GROUPS, NOBODY, SUPERUSER, VISITOR)
VIEW, ADD, CHANGE, DELETE = ACTIONS = ("view", "add", "change", "delete")
ALL = frozenset(ACTIONS)
WRITING, READING = frozenset({VIEW, ADD, CHANGE}), frozenset({VIEW})
TUNING = frozenset({VIEW, CHANGE})
CLEARING = frozenset({VIEW, DELETE})

# What each group may do with drafts of each kind, and with what has no status. Kinds that stand
# nowhere here are for nobody but superusers.
TEXTS = {model._meta.model_name for model in PUBLISHABLE}
VALUES = {model._meta.model_name for model in DATED}
OWNERS = {"rule", "feetable", "loanproduct"}
MAY = {
    EDITOR: {
        **dict.fromkeys(TEXTS, WRITING),
        **dict.fromkeys(VALUES | OWNERS, READING),
        "sampleborrower": WRITING,
        "synonym": ALL,
        "feedback": TUNING,
        "vainsearch": CLEARING,
        "archiveimport": READING,
    },
    REVIEWER: {
        **dict.fromkeys(TEXTS | VALUES, ALL),
        **dict.fromkeys(OWNERS, TUNING),
        "sampleborrower": ALL,
        "synonym": ALL,
        "feedback": TUNING,
        "vainsearch": CLEARING,
        "archiveimport": READING,
    },
    ADMINISTRATOR: {
        **dict.fromkeys(TEXTS | VALUES | OWNERS, ALL),
        "sampleborrower": ALL,
        "synonym": ALL,
        "feedback": {VIEW, CHANGE, DELETE},
        "vainsearch": CLEARING,
        "archiveimport": {VIEW, ADD},
        "user": WRITING,
        "logentry": READING,
    },
}
# What nobody does in the admin, whatever their rights.
NEVER = {
    "archiveimport": {CHANGE, DELETE},
    "feedback": {ADD},
    "vainsearch": {ADD, CHANGE},
    "logentry": {ADD, CHANGE, DELETE},
    "user": {DELETE},
}


def may(role, model, action):
    name = model._meta.model_name
    if action in NEVER.get(name, set()):
        return False
    return role == SUPERUSER or action in MAY.get(role, {}).get(name, set())


def account(role):
    if role == SUPERUSER:
        return User.objects.create_superuser("root")
    return new.make_account("somebody", role)


@pytest.fixture
def sign_in(client):
    """A client with an account of the role, and the account; None for one who is not signed in."""

    def sign(role):
        if role == VISITOR:
            return client, None
        user = account(role)
        client.force_login(user)
        return client, user

    return sign


def assert_answer(response, role, *, allowed):
    """A page or a redirect within the admin; 403 for who may not; the way in for visitors."""
    if role == VISITOR:
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")
        return
    assert response.status_code in ({200, 302} if allowed else {403})
    if response.status_code == 302:
        assert "/login/" not in response.url


NAMED = {
    EDITOR: "editor",
    REVIEWER: "reviewer",
    ADMINISTRATOR: "administrator",
    NOBODY: "nobody",
    SUPERUSER: "superuser",
    VISITOR: "visitor",
}


def of_roles(*roles):
    return pytest.mark.parametrize("role", roles, ids=NAMED.get)


every_role = of_roles(*ROLES)
every_kind = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)


# Plain pages


@every_role
@every_kind
def test_a_list_and_a_page_open_for_those_who_may_see_them(sign_in, role, model):
    record = make_draft(model)
    client, _ = sign_in(role)
    allowed, before = may(role, model, VIEW), model.objects.count()

    for where in (
        address(model, "changelist"),
        page_of(record),
        address(model, "history", record.pk),
    ):
        assert_answer(client.get(where), role, allowed=allowed)
    saved_as_new = client.post(page_of(record), {"_saveasnew": "1"})

    assert_answer(saved_as_new, role, allowed=False)
    assert model.objects.count() == before


@every_role
@every_kind
def test_a_record_is_added_by_those_who_may(sign_in, role, model):
    client, _ = sign_in(role)
    before = model.objects.count()
    add, allowed = address(model, "add"), may(role, model, ADD)

    for response in (client.get(add), client.post(add, {})):
        assert_answer(response, role, allowed=allowed)

    assert model.objects.count() == before


@every_role
@pytest.mark.parametrize(
    "model",
    [one for one in REGISTERED if one is not SampleBorrower],
    ids=lambda model: model.__name__,
)
def test_a_draft_is_changed_by_those_who_may(sign_in, role, model):
    assert_changed_by_those_who_may(sign_in, role, model)


@every_role
def test_a_sample_is_changed_by_those_who_may(seeded, sign_in, role):
    # Its answers are checked as a visitor's are.
    assert_changed_by_those_who_may(sign_in, role, SampleBorrower)


def assert_changed_by_those_who_may(sign_in, role, model):
    allowed = may(role, model, CHANGE)
    record = make_draft(model)
    client, _ = sign_in(role)
    typed = open_form(client, page_of(record)) if allowed else {}

    response = client.post(page_of(record), typed)

    assert_answer(response, role, allowed=allowed)
    if allowed:
        assert response.status_code == 302, response.context["errors"]


@every_role
@every_kind
def test_a_draft_is_deleted_by_those_who_may(sign_in, role, model):
    on_page, in_list = make_draft(model), make_draft(model)
    client, _ = sign_in(role)
    allowed = may(role, model, DELETE)
    delete = address(model, "delete", on_page.pk)
    chosen = {"action": "delete_selected", "_selected_action": [in_list.pk], "post": "yes"}

    asked, done = client.get(delete), client.post(delete, {"post": "yes"})
    listed = client.post(address(model, "changelist"), chosen)

    assert_answer(asked, role, allowed=allowed)
    assert_answer(done, role, allowed=allowed)
    assert_answer(listed, role, allowed=may(role, model, VIEW))
    left = set(model.objects.filter(pk__in=[on_page.pk, in_list.pk]))
    assert left == (set() if allowed else {on_page, in_list})


# What was moved on


@of_roles(*GROUPS, SUPERUSER)
@pytest.mark.parametrize("status", [s for s in Status if s != Status.DRAFT])
@pytest.mark.parametrize("model", MOVED, ids=lambda model: model.__name__)
def test_only_a_draft_is_changed_in_its_form(sign_in, role, status, model):
    if status == Status.SCHEDULED and model in DATED:
        return
    record = kinds.make_in(model, status)
    client, _ = sign_in(role)

    page = client.get(page_of(record))
    response = client.post(page_of(record), {"title": "别的", "name": "别的"})

    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode().replace('name="_save" hidden', "")
    assert response.status_code == 403


# Moves

DECIDE = {REVIEWER, ADMINISTRATOR, SUPERUSER}
WRITE = DECIDE | {EDITOR}
MOVERS = {
    Move.REVISE: WRITE,
    Move.SUBMIT: WRITE,
    Move.RETURN: WRITE,
    Move.DISCARD: WRITE,
    Move.APPROVE: DECIDE,
    Move.UNSCHEDULE: DECIDE,
    Move.WITHDRAW: DECIDE,
}
FROM = {
    Move.REVISE: Status.PUBLISHED,
    Move.SUBMIT: Status.DRAFT,
    Move.RETURN: Status.IN_REVIEW,
    Move.DISCARD: Status.DRAFT,
    Move.APPROVE: Status.IN_REVIEW,
    Move.UNSCHEDULE: Status.SCHEDULED,
    Move.WITHDRAW: Status.PUBLISHED,
}
# There is nothing to change in what was approved, and no time but its day.
NOT_OF_VALUES = {Move.REVISE, Move.UNSCHEDULE}
TOLD = {Move.RETURN: {"note": "请改标题。"}}


def ready_for(model, move):
    """A record from which the move leads on."""
    if move is Move.DISCARD and model in PUBLISHABLE:
        return kinds.make_copy(model)
    return kinds.make_in(model, FROM[move])


@every_role
@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("model", MOVED, ids=lambda model: model.__name__)
def test_a_move_is_made_by_those_who_may(sign_in, role, move, model):
    if model in DATED and move in NOT_OF_VALUES:
        return
    record = ready_for(model, move)
    client, user = sign_in(role)
    _look_at_effect(user, record, move)

    response = client.post(kinds.move_of(record, move), TOLD.get(move, {}))

    allowed = role in MOVERS[move] and not (role == EDITOR and model in DATED)
    assert_answer(response, role, allowed=allowed)
    is_kept = model is SitePage and move is Move.WITHDRAW  # the address would be dead
    assert _was_moved(record, move) is (allowed and not is_kept)


def _look_at_effect(user, record, move):
    if user and move is Move.APPROVE and isinstance(record, DatedValue | Strategy):
        see_effect(user, record)


def _was_moved(record, move):
    stored = type(record).objects.filter(pk=record.pk).first()
    if stored is None:
        return True
    return stored.status != record.status or getattr(stored, "copy", None) is not None


@of_roles(*GROUPS, SUPERUSER)
@pytest.mark.parametrize("is_second", [False, True], ids=["first writer", "second writer"])
@pytest.mark.parametrize("model", MOVED, ids=lambda model: model.__name__)
def test_a_writer_of_the_change_never_approves_it(sign_in, role, is_second, model):
    record = kinds.make_in(model, Status.IN_REVIEW)
    client, user = sign_in(role)
    _look_at_effect(user, record, Move.APPROVE)
    writers = [user, new.make_account("other", EDITOR)]
    for writer in reversed(writers) if is_second else writers:
        records.keep_version(record, Event.CHANGED, by=writer)

    response = client.post(kinds.move_of(record, Move.APPROVE), {})

    assert response.status_code == 403
    record.refresh_from_db()
    assert record.status == Status.IN_REVIEW
    if role != EDITOR:
        assert "自己写的改动要由另一个人批准" in response.content.decode()


@of_roles(*GROUPS, SUPERUSER)
def test_a_writer_through_the_form_is_known_as_one(sign_in, role):
    client, user = sign_in(role)
    draft = kinds.make_draft(RuleValue if role == REVIEWER else Strategy)
    typed = open_form(client, page_of(draft)) | {"checked_on": "2026-11-01", "order": "7"}

    client.post(page_of(draft), typed)
    client.post(kinds.move_of(draft, Move.SUBMIT), {})
    response = client.post(kinds.move_of(draft, Move.APPROVE), {})

    assert records.writers(draft) == {user.pk}
    assert response.status_code == 403


@pytest.mark.parametrize("move", list(Move))
def test_a_move_from_a_state_that_has_none_is_refused_to_everybody(sign_in, move):
    client, _ = sign_in(SUPERUSER)
    for status in Status:
        if status in workflow.MOVES[move][0]:
            continue
        record = kinds.make_in(Strategy, status)

        response = client.post(kinds.move_of(record, move), {})

        record.refresh_from_db()
        assert (response.status_code, record.status) == (403, status)


# The groups


@pytest.mark.parametrize("name", GROUPS, ids=NAMED.get)
def test_a_group_may_do_what_it_is_for_and_no_more(name):
    given = Group.objects.get(name=name).permissions.filter(
        content_type__model__in=[model._meta.model_name for model in REGISTERED]
    )
    held = {}
    for codename in given.values_list("codename", flat=True):
        action, _, model = codename.partition("_")
        held.setdefault(model, set()).add(action)

    approving = TEXTS | VALUES | {"archiveimport"} if name != EDITOR else set()
    assert held == {
        model: actions | ({"approve"} if model in approving else set())
        for model, actions in MAY[name].items()
    }


def test_there_are_three_groups():
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUPS)


def test_no_group_gives_rights_to_others():
    for group in Group.objects.all():
        held = set(group.permissions.values_list("codename", flat=True))
        assert not held & {"change_group", "add_permission", "change_permission", "delete_user"}
