"""The small tools: a short form each. What is told stays in the borrower's own browser."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from advice import selectors, services
from advice.engine import CaseRefused
from advice.forms import TOOL_FORMS, ToolForm
from advice.models import TOOL_PAGES, SitePage
from advice.views.cookie import CookieUnreadable, SignedCookie
from portal import clock
from portal.page_cache import kept_page

UNREADABLE = "没能读出你之前填的内容：可能放得太久，或被改动过。请重新填写。"


@kept_page
@require_safe
def tool_list(request: HttpRequest, key: str) -> HttpResponse:
    page = _text(key)
    texts = {text.key: text for text in selectors.site_pages_published()}
    tools = [texts[tool] for tool in TOOL_PAGES if tool in texts]
    return _page(request, "tool_list", page, tools=tools)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tool(request: HttpRequest, key: str) -> HttpResponse:
    """The form, and below it the answer to what the borrower's browser keeps."""
    cookie = SignedCookie("tool", f"advice.{key}.1", request.path)
    if "forget" in request.POST:
        response = redirect(request.path)
        cookie.forget(response)
        return response
    if request.method == "POST":
        return _posted(request, key, cookie)
    try:
        raw = cookie.read(request)
    except CookieUnreadable:
        response = _tool_page(request, key, TOOL_FORMS[key](), notice=UNREADABLE)
        cookie.forget(response)
        return response
    form = TOOL_FORMS[key]() if raw is None else TOOL_FORMS[key].stored(raw)
    return _tool_page(request, key, form, result=_result(key, form))


def _posted(request: HttpRequest, key: str, cookie: SignedCookie) -> HttpResponse:
    form = TOOL_FORMS[key](request.POST)
    if _result(key, form) is None:
        return _tool_page(request, key, form)
    response = redirect(request.path)
    cookie.keep(response, form.raw())
    return response


def _result(key: str, form: ToolForm) -> services.ToolResult | None:
    """What the tool answers; None with every message in the form, or where nothing was told."""
    if not form.is_bound:
        return None
    is_readable = form.is_valid()
    try:
        result = services.use_tool(key, form.raw(), today=clock.today())
    except CaseRefused as refused:
        form.refuse(refused.errors)
        return None
    return result if is_readable else None


def _tool_page(
    request: HttpRequest,
    key: str,
    form: ToolForm,
    *,
    result: services.ToolResult | None = None,
    notice: str = "",
) -> HttpResponse:
    told = {"form": form, "result": result, "notice": notice, "path": request.path}
    return _page(request, "tool", _text(key), **told)


def _text(key: str) -> SitePage:
    return get_object_or_404(selectors.site_pages_published(), key=key)


def _page(request: HttpRequest, name: str, text: SitePage, **context: Any) -> HttpResponse:
    today = clock.today()
    context = {
        "today": today,
        "figures": selectors.prose_figures(today),
        "guidance": text,
        "sources": selectors.in_reading_order(text.published_sources),
        **context,
    }
    return render(request, f"advice/{name}.html", context)
