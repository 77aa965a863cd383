"""The kinds of records of the admin: how to make one of each, and the addresses of its pages."""

from datetime import timedelta
from importlib import import_module

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from advice.admin.moves import Moved
from advice.models import (
    SITE_PAGES,
    ArchiveImport,
    Consequence,
    ExpertComment,
    Feedback,
    FeedbackKind,
    FeeTable,
    FeeTableVersion,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    LoanProduct,
    Prevention,
    ProductTerm,
    Publishable,
    Question,
    Rule,
    RuleValue,
    SampleBorrower,
    SitePage,
    Situation,
    Status,
    Strategy,
    Synonym,
    VainSearch,
)
from tests import factories as new

TOMORROW = timezone.localdate() + timedelta(1)


def _cited(record):
    record.sources.add(new.make_source())
    return record


def _with_a_way_out(situation):
    situation.strategies.add(new.make_strategy())
    return situation


def _dated(**told):
    return {"effective_from": TOMORROW, "reason": "", "source": new.make_source()} | told


def _make_message(**told):
    defaults = {"kind": FeedbackKind.CORRECTION, "path": "/help/", "message": "号码不对。"}
    return Feedback.objects.create(**defaults | told)


def _make_page(**told):
    """A page about the site; there are addresses for three, so that a fourth takes one's place."""
    originals = SitePage.objects.originals()
    if "key" not in told and originals.count() == len(SITE_PAGES):
        originals.first().delete()
    return new.make_page(**told)


def _make_entry():
    account = _make_account()
    entries = LogEntry.objects.log_actions(
        account.pk, [account], CHANGE, "改了。", single_object=True
    )
    return entries if isinstance(entries, LogEntry) else LogEntry.objects.latest("pk")


def _make_account():
    return new.make_account(f"account-{User.objects.count()}", "编辑")


# Each with a row where it has rows, and resting on something where it can. Those with a status
# take it, and are published without being told.
MAKE = {
    ArchiveImport: lambda: ArchiveImport.objects.create(
        name="档案.zip", content=b"none", brought_by=_make_account()
    ),
    Consequence: lambda **told: (
        new.make_figure(consequence=_cited(new.make_consequence(**told))).consequence
    ),
    ExpertComment: lambda **told: _cited(new.make_comment(**told)),
    FeeTable: lambda: new.make_bracket().version.table,
    FeeTableVersion: lambda **told: (
        new.make_bracket(version=new.make_version(**_dated(**told))).version
    ),
    Feedback: _make_message,
    Guide: lambda **told: _cited(new.make_chapter(guide=new.make_guide(**told)).guide),
    Hotline: lambda **told: new.make_hotline(source=new.make_source(), **told),
    LegalSource: new.make_source,
    Letter: lambda **told: _cited(new.make_letter(**told)),
    LoanProduct: lambda: new.make_term(product=new.make_product(is_active=False)).product,
    LogEntry: _make_entry,
    Prevention: lambda **told: _cited(new.make_prevention(**told)),
    ProductTerm: lambda **told: new.make_term(**_dated(**told)),
    Question: lambda **told: _cited(new.make_question(**told)),
    Rule: lambda: new.make_rule_value(reason="", source=new.make_source()).rule,
    RuleValue: lambda **told: new.make_rule_value(**_dated(**told)),
    SampleBorrower: new.make_sample,
    SitePage: lambda **told: _cited(_make_page(**told)),
    Situation: lambda **told: _with_a_way_out(_cited(new.make_situation(**told))),
    Strategy: lambda **told: (
        new.make_condition(strategy=_cited(new.make_strategy(**told))).strategy
    ),
    Synonym: new.make_synonym,
    User: _make_account,
    VainSearch: new.make_vain_search,
}
# What values belong to, before it has any: nothing needs it.
BARE = {
    FeeTable: new.make_table,
    LoanProduct: lambda: new.make_product(is_active=False),
    Rule: new.make_rule,
}
# The admin is whole once its addresses are known: some of its modules are only read for them.
import_module("portal.urls")
REGISTERED = [*admin.site._registry]  # noqa: SLF001  # Django names no public way
OURS = [model for model in REGISTERED if model._meta.app_label == "advice"]
# What visitors or the site itself write: nobody adds any, and some are only read.
SENT_BY_VISITORS = [Feedback, VainSearch]
READ_ONLY = [ArchiveImport]
EDITED = [model for model in OURS if model not in {*SENT_BY_VISITORS, *READ_ONLY}]
MOVED = [model for model in OURS if isinstance(admin.site.get_model_admin(model), Moved)]
PUBLISHABLE = [model for model in MOVED if issubclass(model, Publishable)]
DATED = [model for model in MOVED if model not in PUBLISHABLE]


def make_draft(model):
    """A record that nothing needs: a draft, where its kind has a status, else without values."""
    if model in MOVED:
        return MAKE[model](status=Status.DRAFT)
    return BARE.get(model, MAKE[model])()


def make_in(model, status, **told):
    """A record of that status."""
    is_timed = status == Status.SCHEDULED
    time = {"publish_at": timezone.now() + timedelta(9)} if is_timed else {}
    return MAKE[model](status=status, **time, **told)


def make_copy(model, status=Status.DRAFT):
    """A working copy of a published record."""
    live = MAKE[model]()
    return make_in(model, status, revises=live, key=live.key)


def address(model, page, *args):
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def page_of(record):
    return address(type(record), "change", record.pk)


def move_of(record, move):
    return address(type(record), "move", record.pk, move.value)
