"""The page of a result in the borrower's own browser."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from advice.forms import result_context
from advice.services import Advice


def result_page(
    request: HttpRequest, advice: Advice, *, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    """The result; `more` takes the place of what the page says by default."""
    context = result_context(advice, **more)
    return render(request, "advice/assessment_result.html", context, status=status)
