"""Letters to print and to edit: with blanks for anybody, and filled for the borrower."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from advice import selectors, services
from advice.services import papers
from advice.views.answered import answered
from advice.views.download import DOCX, download
from portal import clock
from portal.page_cache import kept_page

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@kept_page
@require_safe
def blank_file(request: HttpRequest, key: str) -> HttpResponse:
    """The letter as a Word file, with blanks for all that is a borrower's."""
    letter = get_object_or_404(selectors.letters_published(), key=key)
    return _file(papers.blank_paper(letter, day=clock.today()))


@require_safe
@answered
def filled(request: HttpRequest, raw: dict[str, Any], key: str) -> HttpResponse:
    """The letter with the borrower's figures, to be printed."""
    paper = _filled_paper(raw, key)
    context = {"paper": paper, "letter": paper.letter, "today": clock.today()}
    return render(request, "advice/letter_filled.html", context)


@require_safe
@answered
def filled_file(request: HttpRequest, raw: dict[str, Any], key: str) -> HttpResponse:
    """The letter with the borrower's figures, as a Word file."""
    return _file(_filled_paper(raw, key))


def _filled_paper(raw: dict[str, Any], key: str) -> papers.Paper:
    letter = get_object_or_404(selectors.letters_published(), key=key)
    return papers.filled_paper(letter, services.advise(raw, today=clock.today()))


def _file(paper: papers.Paper) -> HttpResponse:
    """A download under the letter's title."""
    name = f"{paper.letter.title.translate(NOT_IN_NAMES)}.docx"
    return download(paper.to_word(), DOCX, name)
