"""`make lighthouse`: Lighthouse as on a phone over the pages that matter most.

Every score of every page has to be 100; what took marks off is printed below the page. A page is
looked at again where Lighthouse failed or speed alone fell short, since a busy machine does both.
"""

import json
import os
import subprocess
import sys
from typing import Any

from checks.site import ROOT, serving_site
from checks.visitor import Visitor
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.kinds_of_page import ANSWERS, FORM, READ, RESULT

LIGHTHOUSE = ROOT / "checks/node_modules/.bin/lighthouse"
CHROMIUM = " ".join(["--headless=new", *ARGUMENTS])
KINDS = ("home", "guide", "strategy", "questions", "search", "search with hits", "form")
# What was found for somebody's words is not for search engines, on purpose.
LEFT_OUT = {"search with hits": ["--skip-audits=is-crawlable"]}
FULL = 100
ATTEMPTS = 3

Report = dict[str, Any]


def main() -> int:
    with serving_site() as address:
        visitor = Visitor(address)
        full = [_look(kind, visitor, READ[kind]) for kind in KINDS]
        visitor.post(FORM, ANSWERS)
        full.append(_look("result", visitor, RESULT))
    return 0 if all(full) else 1


def _look(kind: str, visitor: Visitor, path: str) -> bool:
    """Print the scores of a page; whether all are full."""
    report = _settled_report(visitor, path, LEFT_OUT.get(kind, []))
    scores = _scores(report)
    told = ", ".join(f"{name} {score}" for name, score in scores.items())
    sys.stdout.write(f"{kind:<18}{told or 'Lighthouse failed'}\n")
    for shortfall in _shortfalls(report):
        sys.stdout.write(f"    {shortfall}\n")
    sys.stdout.flush()
    return set(scores.values()) == {FULL}


def _settled_report(visitor: Visitor, path: str, options: list[str]) -> Report:
    """The first report that is full or short of more than speed, or else the last."""
    for _ in range(ATTEMPTS):
        report = _report(visitor, path, options)
        short = {name for name, score in _scores(report).items() if score < FULL}
        if report and short != {"performance"}:
            break
    return report


def _report(visitor: Visitor, path: str, options: list[str]) -> Report:
    """What Lighthouse says; empty where it failed."""
    sent = f"--extra-headers={json.dumps(visitor.headers)}"
    common = ["--quiet", "--output=json", f"--chrome-flags={CHROMIUM}", sent]
    done = subprocess.run(
        [LIGHTHOUSE, f"http://{visitor.address}{path}", *common, *options],
        env=os.environ | {"CHROME_PATH": find_chromium() or ""},
        stdout=subprocess.PIPE,
        check=False,
    )
    return {} if done.returncode else json.loads(done.stdout)


def _scores(report: Report) -> dict[str, int]:
    categories = report.get("categories", {})
    return {name: round((found["score"] or 0) * FULL) for name, found in categories.items()}


def _shortfalls(report: Report) -> list[str]:
    """What counts and is not perfect, category by category."""
    counted = [
        (name, report["audits"][reference["id"]])
        for name, category in report.get("categories", {}).items()
        for reference in category["auditRefs"]
        if reference["weight"]
    ]
    return [
        f"{name}: {audit['title']} ({audit['id']}) {audit.get('displayValue', '')}"
        for name, audit in counted
        if audit["score"] is not None and audit["score"] < 1
    ]


if __name__ == "__main__":
    sys.exit(main())
