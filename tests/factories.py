"""Small records to start a test from. `new_…` builds one, `make_…` saves it; both take changes."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.contrib.auth.models import Group, User

from advice.models import (
    SITE_PAGES,
    Condition,
    Confidence,
    Consequence,
    ConsequenceFigure,
    ExpertComment,
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    Guide,
    GuideChapter,
    Hotline,
    LegalSource,
    Letter,
    LoanProduct,
    Prevention,
    ProductTerm,
    Question,
    Rule,
    RuleValue,
    SampleBorrower,
    SearchEntry,
    SearchKind,
    SitePage,
    Situation,
    Status,
    Strategy,
    Synonym,
    VainSearch,
)

FIRST_DAY = date(2020, 1, 1)
CHECKED_ON = date(2026, 11, 22)
DUE_ON = date(2027, 5, 22)

_numbers = count(1)


def _key(kind):
    return f"{kind}-{next(_numbers)}"


def _saved(new):
    def make(**told):
        record = new(**told)
        record.save()
        return record

    return make


def new_source(**told):
    defaults = {
        "key": _key("source"),
        "title": "民法典",
        "article": "第一条",
        "confidence": Confidence.TEXT,
        "summary": "我们的概括。",
        "status": Status.PUBLISHED,
        "checked_on": CHECKED_ON,
        "review_due_on": DUE_ON,
    }
    return LegalSource(**defaults | told)


make_source = _saved(new_source)


def new_rule(**told):
    return Rule(**{"key": _key("rule"), "label": "一条规则", "unit": "share"} | told)


make_rule = _saved(new_rule)


def _dated(**told):
    return {
        "effective_from": FIRST_DAY,
        "reason": "只是假定。",
        "checked_on": CHECKED_ON,
        "status": Status.PUBLISHED,
    } | told


def new_rule_value(**told):
    rule = told.pop("rule", None) or make_rule()
    return RuleValue(rule=rule, **_dated(**{"value": Decimal("0.24")} | told))


make_rule_value = _saved(new_rule_value)


def new_table(**told):
    return FeeTable(**{"key": _key("table"), "label": "一张收费表"} | told)


make_table = _saved(new_table)


def new_version(**told):
    table = told.pop("table", None) or make_table()
    return FeeTableVersion(table=table, **_dated(**told))


make_version = _saved(new_version)


def new_bracket(**told):
    version = told.pop("version", None) or make_version()
    defaults = {"over": Decimal(0), "flat": Decimal(50), "share": Decimal(0)}
    return FeeBracket(version=version, **defaults | told)


make_bracket = _saved(new_bracket)


def new_product(**told):
    return LoanProduct(**{"slug": _key("product"), "name": "一种贷款"} | told)


make_product = _saved(new_product)


def new_term(**told):
    product = told.pop("product", None) or make_product()
    defaults = {"key": "grace_days", "value": Decimal(1), "confidence": "high"}
    return ProductTerm(product=product, **_dated(**defaults | told))


make_term = _saved(new_term)


def _guidance(kind, **told):
    return {
        "key": _key(kind),
        "title": "标题",
        "summary": "一句话。",
        "body": "正文。",
        "status": Status.PUBLISHED,
        "reviewed_on": CHECKED_ON,
        "review_due_on": DUE_ON,
    } | told


def new_consequence(**told):
    return Consequence(**_guidance("consequence", **told))


make_consequence = _saved(new_consequence)


def new_figure(**told):
    consequence = told.pop("consequence", None) or make_consequence()
    return ConsequenceFigure(consequence=consequence, **{"fact": "arrears"} | told)


make_figure = _saved(new_figure)


def new_strategy(**told):
    return Strategy(**_guidance("strategy", **{"first_step": "先做这件事。"} | told))


make_strategy = _saved(new_strategy)


def new_condition(**told):
    strategy = told.pop("strategy", None) or make_strategy()
    defaults = {"fact": "arrears", "operator": "gt", "value": "0"}
    return Condition(strategy=strategy, **defaults | told)


make_condition = _saved(new_condition)


def new_prevention(**told):
    return Prevention(**_guidance("prevention", **{"first_step": "先做这件事。"} | told))


make_prevention = _saved(new_prevention)


def new_hotline(**told):
    defaults = {
        "key": _key("hotline"),
        "number": "95384",
        "name": "一条热线",
        "purpose": "想问的时候打。",
        "confidence": Confidence.GIST,
        "note": "来自公开页面",
        "status": Status.PUBLISHED,
        "checked_on": CHECKED_ON,
        "check_due_on": DUE_ON,
    }
    return Hotline(**defaults | told)


make_hotline = _saved(new_hotline)


def new_question(**told):
    return Question(**_guidance("question", **{"theme": "repay"} | told))


make_question = _saved(new_question)


def new_letter(**told):
    defaults = {
        "use_when": "想写信的时候。",
        "send_to": "交给贷款机构。",
        "attach": "- 身份证复印件",
    }
    return Letter(**_guidance("letter", **defaults | told))


make_letter = _saved(new_letter)


def new_guide(**told):
    return Guide(**_guidance("guide", **{"editor": "一位编辑"} | told))


make_guide = _saved(new_guide)


def new_chapter(**told):
    guide = told.pop("guide", None) or make_guide()
    return GuideChapter(
        guide=guide, **{"key": _key("chapter"), "title": "一章", "body": "正文。"} | told
    )


make_chapter = _saved(new_chapter)


def new_comment(**told):
    guide = told.pop("guide", None) or make_guide()
    defaults = {
        "key": _key("comment"),
        "author": "一位律师",
        "role": "律师助理",
        "commented_on": FIRST_DAY,
        "summary": "一个观点。",
        "status": Status.PUBLISHED,
        "reviewed_on": CHECKED_ON,
        "review_due_on": DUE_ON,
    }
    return ExpertComment(guide=guide, **defaults | told)


make_comment = _saved(new_comment)


def new_situation(**told):
    return Situation(**_guidance("situation", **told))


make_situation = _saved(new_situation)


def new_page(**told):
    unused = (key for key in SITE_PAGES if not SitePage.objects.filter(key=key).exists())
    return SitePage(**_guidance("page", **{"key": next(unused, None)} | told))


make_page = _saved(new_page)


def new_synonym(**told):
    return Synonym(**{"word": _key("词"), "means": "征信"} | told)


make_synonym = _saved(new_synonym)


def new_entry(**told):
    defaults = {
        "kind": SearchKind.QUESTION,
        "key": _key("entry"),
        "title": "标题",
        "summary": "一句话。",
        "text": "正文。",
        "address": "/",
    }
    return SearchEntry(**defaults | told)


make_entry = _saved(new_entry)


def new_vain_search(**told):
    return VainSearch(**{"words": _key("vain"), "last_on": CHECKED_ON} | told)


make_vain_search = _saved(new_vain_search)


def new_sample(**told):
    """A borrower with one loan, 99 days overdue on the day that the answers were given."""
    loan = {
        "principal": "10000",
        "daily_rate_percent": "0.05",
        "repayment_method": "equal_principal",
        "remaining_instalments": 5,
        "first_unpaid_due_date": "2026-08-15",
    }
    answers = {"as_of": "2026-11-22", "loans": [loan]}
    return SampleBorrower(
        **{"key": _key("sample"), "title": "一位借款人", "answers": answers} | told
    )


make_sample = _saved(new_sample)


def make_account(username, *groups, **told):
    """An account for the admin, in these groups; it can log in where a password is told."""
    account = User.objects.create_user(username, is_staff=True, **told)
    account.groups.set(Group.objects.filter(name__in=groups))
    return account
