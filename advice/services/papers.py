"""Letters made ready: filled with the figures of a case, or with blanks for whoever prints them."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from advice import selectors
from advice.engine.assessment import Assessment
from advice.engine.best_plan import best_agreement
from advice.engine.case import Restructure
from advice.engine.matching import Match, plan_of
from advice.engine.papers import Papers, paper_figures
from advice.engine.purse import MoneyUsed, money_used
from advice.engine.strategies.outcome import Agreement
from advice.models import Hotline, Letter
from advice.prose import written
from advice.services.advising import Advice
from advice.services.word import word_file

MARKS = re.compile(r"([!-/:-@\[-`{-~])")
PLAN = re.compile(r"\{\{\s*(?:figure:plan_|table:plan)")
EXCESS = re.compile(r"\{\{\s*figure:cap_excess\s*\}\}")
IN_BRACKETS = re.compile(r"（.*")


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter with what its placeholders say, in Markdown, and whom to turn to with it.

    `plan` and `cap_excess`, in yuan, are what it asks for, where they are known. `upfront_from` is
    where the sum that the plan pays first comes from; `left_a_month`, what an instalment leaves of
    the means of a month, in yuan, below 0 where savings carry a part of it.
    """

    letter: Letter
    figures: Mapping[str, str]
    plan: Agreement | None = None
    cap_excess: Decimal | None = None
    upfront_from: MoneyUsed | None = None
    left_a_month: Decimal | None = None
    hotlines: tuple[Hotline, ...] = ()

    @property
    def addressee(self) -> SafeString:
        return written(self.letter.addressee, self.figures)

    @property
    def body(self) -> SafeString:
        return written(self.letter.body, self.figures)

    @property
    def asks_for_nothing(self) -> bool:
        """Whether it asks to cut an excess of which there is none on the day."""
        return self.cap_excess == 0 and bool(EXCESS.search(self.letter.body))

    @property
    def short_a_month(self) -> Decimal | None:
        """What savings add to an instalment beyond the means of a month, in yuan."""
        left = self.left_a_month
        return -left if left is not None and left < 0 else None

    @property
    def lacks_plan(self) -> bool:
        """Whether it proposes a plan for which no affordable one is known."""
        return self.plan is None and self.asks_for_plan

    @property
    def asks_for_plan(self) -> bool:
        """Whether it proposes a plan at all."""
        return bool(PLAN.search(self.letter.body))

    def to_word(self) -> bytes:
        """The paper as a .docx file, the same for the same words."""
        letter = self.letter
        return word_file(letter.title, letter.addressee, letter.body, self.figures)


def blank_paper(letter: Letter, *, day: date) -> Paper:
    """The letter for anybody, with the rules of `day` and blanks for all that is a borrower's."""
    return Paper(letter, {**selectors.prose_figures(day), **paper_figures(None)})


def filled_paper(letter: Letter, advice: Advice) -> Paper:
    """The letter for the borrower whom the advice is for."""
    plan = _plan(letter, advice)
    papers = Papers(
        assessment=advice.assessment,
        product=_as_words(advice.product_name),
        lender=_as_words(_lender(advice.case.product)),
        plan=plan,
    )
    hotlines = (row for row in letter.hotlines.all() if row.applies_to(advice.case.product))
    figures = {**advice.prose_figures, **paper_figures(papers)}
    return Paper(
        letter,
        figures,
        plan=plan,
        cap_excess=advice.assessment.now.cap_excess,
        upfront_from=money_used(plan.upfront, advice.case) if plan else None,
        left_a_month=_left_a_month(plan, advice.assessment) if plan else None,
        hotlines=tuple(hotlines),
    )


def _left_a_month(plan: Agreement, assessment: Assessment) -> Decimal | None:
    """What the greatest instalment leaves of a month's means; None where these are unknown."""
    means = assessment.position.monthly_means
    greatest = max((paid for _, paid, _ in plan.instalments), default=None)
    return None if means is None or greatest is None else means - greatest


def _as_words(name: str) -> str:
    """A name whose signs are no marks of Markdown."""
    return MARKS.sub(r"\\\1", name)


def _lender(product: str) -> str:
    """The lender's name, without what the editors say of it in brackets."""
    offered = selectors.current_edition().products
    names = (row.lender for row in offered if row.slug == product)
    return IN_BRACKETS.sub("", next(names, "")).strip()


def _plan(letter: Letter, advice: Advice) -> Agreement | None:
    """The agreement to ask for: the cheapest that the borrower can pay of the letter's strategies.

    It is the best plan of the result where that is one of them. Strategies that the borrower is not
    shown count where none that is shown has terms.
    """
    named = {strategy.key for strategy in letter.strategies.all()}
    shown = [remedy.match for remedy in advice.remedies]
    for matches in (shown, advice.not_shown):
        terms = _terms(matches, named, advice.assessment)
        if terms:
            return best_agreement(advice.assessment, terms)
    return None


def _terms(
    matches: Iterable[Match], named: Container[str], assessment: Assessment
) -> list[Restructure]:
    """What the named strategies would ask the lender for."""
    effects = (match.strategy.effect for match in matches if match.strategy.slug in named)
    plans = (plan_of(effect, assessment)[0] for effect in effects)
    return [plan for plan in plans if isinstance(plan, Restructure)]
