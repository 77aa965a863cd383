"""One page of every kind that a visitor meets on a site with its first content."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from tests.forms import typed

FORM, RESULT, FEEDBACK = "/assessment/", "/assessment/result/", "/feedback/"
CLAIMS, EXPLORE = "/assessment/claims/", "/assessment/explore/"
PAPER = "/assessment/print/"
SAVE, KEPT = "/assessment/save/", "/kept/"
LINK = re.compile(r'value="https?://[^/"]+(/kept/[^"]+)"')
REMINDER = "/reminders/"
LOANS = (typed.loan(), typed.loan(principal="12000", repayment_method="equal_instalment"))
ANSWERS = typed.form(*LOANS, **typed.MONEY)
IN_COURT = typed.form(
    *LOANS,
    circumstances=["distressed", "harassed"],
    legal_stage="sued",
    lawsuit_filed_on="2026-11-1",
)
CLAIMED = {"claimed_arrears": "19999.99", "claimed_penalty": "888", "claimed_days": "99"}
TRIED = {"upfront": "3000", "monthly": "1500", "starts_on": "2026-12-10"}
LETTER = "/assessment/letters/instalment_request/"
MESSAGE = {"page": "/help/", "message": "号码不对，打不通。", "website": ""}

READ = {
    "home": "/",
    "guide list": "/guide/",
    "guide": "/guide/overdue/",
    "questions": "/questions/",
    "question": "/questions/one_day_late/",
    "consequence": "/consequences/lawsuit/",
    "strategies": "/strategies/",
    "strategy": "/strategies/negotiate_instalments/",
    "prevention": "/prevention/emergency_fund/",
    "letters": "/letters/",
    "letter": "/letters/instalment_request/",
    "law list": "/law/",
    "law": "/law/civil_code_188/",
    "help": "/help/",
    "tools": "/tools/",
    **{f"tool: {name}": f"/tools/{name}/" for name in typed.TOOLS},
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "search": "/search/",
    "search with hits": "/search/?" + urlencode({"q": "罚息"}),
    "search without hits": "/search/?" + urlencode({"q": "火星移民"}),
    "search for too much": "/search/?" + urlencode({"q": "逾期" * 100}),
    "form": FORM,
    "feedback": FEEDBACK,
    "kept and deleted": "/kept/deleted/",
    "reminder": REMINDER,
    "no such page": "/no-such-page/",
    "kept and gone": "/kept/nobody-has-it/",
}


class Seen(NamedTuple):
    """A page as a visitor got it."""

    kind: str
    path: str
    html: str


def every_kind(
    get: Callable[[str], str], post: Callable[[str, dict[str, object]], str]
) -> Iterator[Seen]:
    """All kinds, asked for by functions that give the HTML where a visitor ends up."""
    for kind, path in READ.items():
        yield Seen(kind, path, get(path))
    yield Seen("form with errors", FORM, post(FORM, typed.form(typed.BLANK_LOAN)))
    for name, told in typed.TOOLS.items():
        path = f"/tools/{name}/"
        yield Seen(f"tool with errors: {name}", path, post(path, dict.fromkeys(told, "-1")))
        yield Seen(f"tool with result: {name}", path, post(path, told))
    yield Seen("feedback with errors", FEEDBACK, post(FEEDBACK, {"page": "nowhere"}))
    yield Seen("reminder with errors", REMINDER, post(REMINDER, {"due_day": "32"}))
    yield Seen("feedback sent", FEEDBACK, post(FEEDBACK, MESSAGE))
    yield Seen("result", RESULT, post(FORM, ANSWERS))
    post(EXPLORE, TRIED)
    wrong_claims = post(CLAIMS, {"claimed_days": "很久"})
    yield Seen("result with a plan tried and wrong claims", RESULT, wrong_claims)
    post(CLAIMS, CLAIMED)
    wrong_plan = post(EXPLORE, {"upfront": "很多", "months": "999"})
    yield Seen("result with claims and a wrong plan", RESULT, wrong_plan)
    yield Seen("result on paper", PAPER, get(PAPER))
    yield Seen("form with answers", FORM, get(FORM))
    yield Seen("letter with figures", LETTER, get(LETTER))
    kept = post(SAVE, {})
    yield Seen("kept", KEPT, kept)
    own, helpers = LINK.findall(post(f"{LINK.findall(kept)[0]}share/", {}))
    yield Seen("kept and shared", KEPT, get(own))
    yield Seen("kept, for a helper", KEPT, get(helpers))
    yield Seen("result in court", RESULT, post(FORM, IN_COURT))
