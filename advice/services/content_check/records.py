"""What each published record has to have: ways out, law, figures that rest on something, days."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from advice.engine.conditions import ConditionRefused
from advice.engine.facts import FACTS
from advice.engine.wording import chinese_date
from advice.models import SITE_PAGES, Article, Hotline, LegalSource, Reviewed, SitePage, Status
from advice.services.content_check.content import Content
from advice.services.content_check.finding import Finding, error, missing, notice

FEWEST_STRATEGIES, MOST_STRATEGIES = 2, 3


def consequences_are_eased(content: Content, day: date) -> Iterator[Finding]:
    """Beside every consequence stands a strategy."""
    for consequence in content.consequences:
        if not _shown(consequence.strategies.all()):
            yield error(
                consequence,
                "旁边没有已发布的应对办法。请发布一个缓解它的办法，或者把它转为草稿。",
            )


def questions_lead_on(content: Content, day: date) -> Iterator[Finding]:
    """Every answer leads to a consequence or a strategy."""
    for question in content.questions:
        if not _shown([*question.consequences.all(), *question.strategies.all()]):
            yield error(question, "没有连到已发布的后果或应对办法。请至少选一个。")


def situations_show_what_to_do(content: Content, day: date) -> Iterator[Finding]:
    """The first page shows two or three strategies for each situation."""
    for situation in content.situations:
        shown = len(_shown(situation.strategies.all()))
        if not FEWEST_STRATEGIES <= shown <= MOST_STRATEGIES:
            yield error(situation, f"连到 {shown} 个已发布的应对办法。请选两个或三个。")


def site_pages_are_all_there(content: Content, day: date) -> Iterator[Finding]:
    """Every address of a page about the site has its text."""
    there = {page.key for page in content.pages}
    for key in SITE_PAGES:
        if key not in there:
            yield missing(SitePage, f"没有已发布的 {key}，它的网页打不开。请补上并发布。")


def records_rest_on_law(content: Content, day: date) -> Iterator[Finding]:
    """Every text but the site's own has sources, and all of them hold."""
    for record in content.reviewed:
        sources = record.sources.all()
        if not sources and not isinstance(record, SitePage):
            yield error(record, "没有法律依据。请至少选一个。")
        yield from _unfit(record, sources, day)
    for hotline in content.hotlines:
        yield from _unfit(hotline, [hotline.source] if hotline.source else [], day)


def _unfit(
    record: Reviewed | Hotline, sources: Iterable[LegalSource], day: date
) -> Iterator[Finding]:
    for source in sources:
        if invalidity := source.invalidity(day):
            yield error(record, f"引用的{source.citation}{invalidity}。请去掉它或换一个。")


def figures_rest_on_something(content: Content, day: date) -> Iterator[Finding]:
    """Every figure beside a consequence rests on law, on a term, or on the borrower's answers."""
    for consequence in content.consequences:
        for figure in consequence.figures.all():
            fact = FACTS.get(figure.fact)
            if fact is None:
                yield error(consequence, f"旁边的数字“{figure.fact}”不存在。请去掉这一行。")
            elif not (fact.law or fact.terms or fact.asks):
                yield error(
                    consequence, f"旁边的数字“{fact.label}”没有法律或条款作依据。请换一个。"
                )


def conditions_can_be_read(content: Content, day: date) -> Iterator[Finding]:
    """Every condition of a strategy asks about a fact that there is."""
    for strategy in content.strategies:
        for condition in strategy.conditions.all():
            try:
                condition.read()
            except ConditionRefused as refused:
                yield error(strategy, f"第 {condition.group} 组有看不懂的条件：{refused.message}。")


def conditions_may_hold(content: Content, day: date) -> Iterator[Finding]:
    """No group of conditions excludes everybody."""
    for strategy in content.strategies:
        with suppress(ConditionRefused):  # what can't be read is found above
            for clash in strategy.clashes():
                yield error(strategy, f"{clash}请改条件。")


def titles_differ(content: Content, day: date) -> Iterator[Finding]:
    """No two records of a kind have the same title."""
    for kind in content.kinds:
        first: dict[str, Article] = {}
        for record in kind:
            if first.setdefault(record.title.strip(), record) is not record:
                yield error(record, "另一条已经用了这个标题。请改得分得清。")


def days_of_review_are_kept(content: Content, day: date) -> Iterator[Finding]:
    """What was to be read again, or called again, by now."""
    for record in content.reviewed:
        if record.is_review_overdue(day):
            yield notice(record, f"待复核：{chinese_date(record.review_due_on)}前要逐字核对一遍。")
    for hotline in content.hotlines:
        if hotline.is_check_overdue(day):
            due = chinese_date(hotline.check_due_on)
            yield notice(hotline, f"待核对：{due}前要确认还能用。")


def sources_are_checked_again(content: Content, day: date) -> Iterator[Finding]:
    """What was to be compared with its original again by now; until then nothing new cites it."""
    for source in content.sources:
        if source.is_published and source.is_review_overdue(day):
            due = chinese_date(source.review_due_on)
            yield notice(
                source,
                f"待核对：{due}前要再对照原文。在此之前，引用它的内容都标“待复核”，也不能发布。",
            )


def _shown(records: Iterable[Article]) -> list[Article]:
    return [record for record in records if record.status == Status.PUBLISHED]
