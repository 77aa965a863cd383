"""How fast pages are, in turn with a bare Django response of the same size and a Wagtail page.

All run under gunicorn with two sync workers and are asked alike: compressed answers are accepted,
as by browsers, and each request has a connection of its own, as sync workers have it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks import wagtail_peer
from benchmarks.lines import line
from benchmarks.load import CLIENT, Rate, measure_rate
from checks.site import ROOT, serving, serving_site, throwaway_postgres
from checks.visitor import Visitor
from tests.kinds_of_page import ANSWERS, FORM, READ, RESULT

ROUNDS = 5
PAGES = {"home": READ["home"], "guide": READ["guide"], "form": FORM, "result": RESULT}
BARE_AIMS = {"home": 0.6, "guide": 0.6, "form": 0.3, "result": 0.1}
WAGTAIL_AIM = 5
COSTLY, ON_POSTGRES, IN_WAGTAIL = ("form", "result"), " on PostgreSQL", "guide in Wagtail"
FIRST_VISIT_AIM = 60

MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
STATIC_FILE = re.compile(r'"(/static/[^"]+)"')


@dataclass(frozen=True)
class Target:
    """A page somewhere, with what its visitor sends."""

    address: str
    path: str
    headers: Mapping[str, str]

    def rate(self) -> Rate:
        return measure_rate(self.address, self.path, self.headers)


def report() -> Iterator[str]:
    yield f"Pages, asked by {CLIENT}: the median of {ROUNDS} rounds that take turns"
    with ExitStack() as running:
        site = running.enter_context(serving_site())
        bare = running.enter_context(serving("benchmarks.bare", folder=ROOT, environment={}))
        wagtail = running.enter_context(wagtail_peer.serving_wagtail(_text_of_guide(site)))
        targets = _targets(PAGES, site=site, bare=bare)
        targets[IN_WAGTAIL] = Target(wagtail, wagtail_peer.PAGE, Visitor(wagtail).headers)
        database = running.enter_context(throwaway_postgres())
        if database:
            on_postgres = running.enter_context(serving_site(database))
            targets |= _targets(COSTLY, site=on_postgres, bare=bare, suffix=ON_POSTGRES)
        yield from _rate_lines(_rates_in_turns(targets))
        if not database:
            yield "  PostgreSQL: not found (Debian's package postgresql), left out"
        yield ""
        yield "First visit, everything that travels: page, style, pictures, headers"
        for name in ("home", "guide"):
            kilobytes = _first_visit_bytes(site, PAGES[name]) / 1024
            yield line(name, f"{kilobytes:.1f} KB", f"at most {FIRST_VISIT_AIM} KB")


def _text_of_guide(site: str) -> str:
    return MAIN.search(Visitor(site).get(PAGES["guide"]).page)[1]


def _targets(names: Iterable[str], *, site: str, bare: str, suffix: str = "") -> dict[str, Target]:
    """Pages of a site, each followed by a bare response of its size."""
    targets = {}
    for name in names:
        visitor, path = _visitor_for(site, name), PAGES[name]
        size = len(visitor.get(path).content)
        targets[f"{name}{suffix}"] = Target(site, path, visitor.headers)
        targets[_bare(f"{name}{suffix}")] = Target(bare, f"/{size}/", visitor.headers)
    return targets


def _visitor_for(site: str, name: str) -> Visitor:
    """Somebody who may see the page: the result is for those who have answered."""
    visitor = Visitor(site)
    if name == "result":
        visitor.post(FORM, ANSWERS)
    return visitor


def _bare(name: str) -> str:
    return f"bare response as large as {name}"


def _rates_in_turns(targets: Mapping[str, Target]) -> dict[str, list[Rate]]:
    rates = defaultdict(list)
    for _ in range(ROUNDS):
        for name, target in targets.items():
            rates[name].append(target.rate())
    return rates


def _rate_lines(rates: Mapping[str, list[Rate]]) -> Iterator[str]:
    for name in rates:
        page = name.removesuffix(ON_POSTGRES)
        if page in PAGES:
            yield _ratio_line(rates, name, "bare", _bare(name), BARE_AIMS[page])
    yield _ratio_line(rates, "guide", "Wagtail", IN_WAGTAIL, WAGTAIL_AIM)
    busy = max(median(rate.client_share for rate in taken) for taken in rates.values())
    yield line("what the client took, of one core, at most", f"{busy:.0%}")


def _ratio_line(
    rates: Mapping[str, list[Rate]], name: str, other: str, other_name: str, aim: float
) -> str:
    pairs = zip(rates[name], rates[other_name], strict=True)
    ratio = median(ours.requests / theirs.requests for ours, theirs in pairs)
    ours, theirs = (median(rate.requests for rate in rates[one]) for one in (name, other_name))
    note = f"{ours:,.0f} : {theirs:,.0f} a second"
    return line(f"{name} : {other}", f"{ratio:.2f} x", f"at least {aim} x", note=note)


def _first_visit_bytes(site: str, path: str) -> int:
    visitor = Visitor(site)
    page = visitor.get(path)
    files = set(STATIC_FILE.findall(page.page))
    return page.wire_bytes + sum(visitor.get(file).wire_bytes for file in files)
