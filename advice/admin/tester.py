"""A page to try a strategy on: a sample borrower, or figures for what its conditions ask about."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from advice.engine import CaseRefused
from advice.engine.answers import EARLIEST_DAY, LATEST_DAY
from advice.engine.conditions import ConditionRefused, read_value
from advice.engine.facts import number_words
from advice.engine.vocabulary import Unit
from advice.engine.wording import chinese_date
from advice.models import SampleBorrower, Strategy
from advice.models.strategy import as_typed_in_english
from advice.services import judging

LONGEST_FIGURE = 30
UNTOLD = ("", judging.Verdict.UNTOLD.label)


class BorrowerForm(forms.Form):
    """Which sample borrower, and as of which day."""

    borrower = forms.ModelChoiceField(
        label="样本借款人",
        queryset=SampleBorrower.objects.all(),
        empty_label="请选一位",
        error_messages={
            "required": "请选一位样本借款人。",
            "invalid_choice": "没有这位样本借款人，请从列表里选。",
        },
    )
    day = forms.DateField(
        label="按哪一天算",
        widget=forms.TextInput(attrs={"size": 12}),
        error_messages={
            "required": "请填“按哪一天算”。",
            "invalid": "“按哪一天算”请写成日期，例如 2027-01-01。",
        },
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            bounds = f"{chinese_date(EARLIEST_DAY)} 到 {chinese_date(LATEST_DAY)}"
            raise ValidationError(f"“按哪一天算”应在 {bounds} 之间。")
        return day

    def judge(self, strategy):
        """The strategy for this borrower; None, with the errors added, where it can't be told."""
        borrower, day = self.cleaned_data["borrower"], self.cleaned_data["day"]
        try:
            return judging.judge_borrower(strategy, borrower, day=day)
        except CaseRefused as refused:
            problems = [message for messages in refused.errors.values() for message in messages]
            self.add_error(None, f"这一天算不出“{borrower}”：{'；'.join(problems)}。")
            return None


class FiguresForm(forms.Form):
    """A figure for each fact that the conditions ask about; an empty one is untold."""

    def __init__(self, facts, *args, **kwargs):
        super().__init__(*args, prefix="fact", **kwargs)
        self.facts = {fact.key: fact for fact in facts}
        for fact in facts:
            self.fields[fact.key] = _field_of(fact)

    def clean(self):
        """Read what was typed as conditions are read, each message naming its fact."""
        cleaned = super().clean()
        figures = {}
        for key, typed in list(cleaned.items()):
            try:
                if typed:
                    figures[key] = _read(typed, self.facts[key])
            except ConditionRefused as refused:
                self.add_error(key, f"{refused.message}。")
        return figures

    def judge(self, strategy):
        """The strategy for whoever has these figures."""
        return judging.judge_figures(strategy, self.cleaned_data)


def _field_of(fact):
    choices = {
        Unit.YES_NO: [UNTOLD, ("yes", "是"), ("no", "否")],
        Unit.CHOICE: [UNTOLD, *fact.choices],
    }
    if fact.unit in choices:
        return forms.ChoiceField(
            label=fact.label,
            choices=choices[fact.unit],
            required=False,
            error_messages={"invalid_choice": f"“{fact.label}”请从列表里选。"},
        )
    number = {"inputmode": "decimal"} if fact.unit is not Unit.DATE else {}
    return forms.CharField(
        label=f"{fact.label}（{'例如 2027-01-01' if fact.unit is Unit.DATE else fact.unit.label}）",
        required=False,
        max_length=LONGEST_FIGURE,
        widget=forms.TextInput(attrs={"size": 16} | number),
        error_messages={
            "max_length": f"“{fact.label}”最多写 {LONGEST_FIGURE} 个字符。",
            "null_characters_not_allowed": f"“{fact.label}”里有看不见的字符，请重新填。",
        },
    )


def _read(typed, fact):
    """The figure; raises ConditionRefused for what is none, or lies beyond the fact's bounds."""
    value = read_value(as_typed_in_english(typed), fact)
    if isinstance(value, Decimal):
        if fact.lowest is not None and value < fact.lowest:
            lowest = number_words(fact.lowest, fact.unit)
            raise ConditionRefused("value", f"“{fact.label}”不会小于 {lowest}")
        if fact.highest is not None and value > fact.highest:
            highest = number_words(fact.highest, fact.unit)
            raise ConditionRefused("value", f"“{fact.label}”不会大于 {highest}")
    return value


@admin.site.admin_view
@require_http_methods(["GET", "HEAD", "POST"])
def tester(request, pk):
    """The two ways to try it, and what came of the one that was posted.

    Nothing is kept, and no figure stands in an address.
    """
    strategy = get_object_or_404(Strategy.objects.prefetch_related("conditions", "products"), pk=pk)
    if not admin.site.get_model_admin(Strategy).has_view_permission(request, strategy):
        raise PermissionDenied
    facts = judging.facts_asked(strategy)
    asked = request.POST.get("by") if request.method == "POST" else None
    told = {name: request.POST[name] for name in request.POST}
    by_borrower = BorrowerForm(
        request.POST if asked == "borrower" else None,
        initial={"day": timezone.localdate()} | told,
    )
    by_figures = FiguresForm(
        facts,
        request.POST if asked == "figures" else None,
        initial={fact.key: told.get(f"fact-{fact.key}", "") for fact in facts},
    )
    used = {"borrower": by_borrower, "figures": by_figures}.get(asked)
    context = admin.site.each_context(request) | {
        "title": f"试试条件：{strategy}",
        "strategy": strategy,
        "clashes": strategy.clashes(),
        "by_borrower": by_borrower,
        "by_figures": by_figures,
        "judgement": used.judge(strategy) if used and used.is_valid() else None,
    }
    return render(request, "admin/tester.html", context)
