"""The borrower's answers: as typed on the form, and as the raw answers of a case.

The messages of the case come back to the fields that they name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from advice.engine.intake import MOST_LOANS
from advice.forms.case import CaseForm
from advice.forms.loans import BaseLoanFormSet, LoanForm, LoanFormSet

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the error summary: the field's id on the page, and the message."""

    anchor: str
    message: str


class Answers:
    """The whole form: the case and its loans, from nothing, from stored answers or from a post."""

    def __init__(self, form: CaseForm, loans: BaseLoanFormSet) -> None:
        self.form = form
        self.loans = loans

    @classmethod
    def blank(cls) -> "Answers":
        """An empty form with one loan."""
        return cls(CaseForm(), _shown([{}]))

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> "Answers":
        """What was posted, to be checked; at least a blank loan where it has lost their count."""
        loans = LoanFormSet(data, prefix="loans")
        if not (loans.management_form.is_valid() and loans.forms):
            loans = _shown(_typed(loans) or [{}])
            loans.non_form_errors().append("没能读出有几笔借款，请核对后再提交")
        return cls(CaseForm(data), loans)

    @classmethod
    def stored(cls, raw: Raw) -> "Answers":
        """Answers accepted before, to be edited."""
        case = {name: _as_typed(value) for name, value in raw.items() if name != "loans"}
        loans = [{name: _as_typed(value) for name, value in loan.items()} for loan in raw["loans"]]
        return cls(CaseForm(initial=case), _shown(loans))

    @classmethod
    def stored_to_check(cls, raw: Raw) -> "Answers":
        """Answers accepted before, as if they were posted again."""
        data = MultiValueDict({name: _listed(value) for name, value in raw.items()})
        data["loans-TOTAL_FORMS"], data["loans-INITIAL_FORMS"] = str(len(raw["loans"])), "0"
        for i, loan in enumerate(raw["loans"]):
            data.update({f"loans-{i}-{name}": str(value) for name, value in loan.items()})
        return cls.posted(data)

    def with_loan_added(self) -> "Answers":
        """The same as typed, with a further blank loan where there is room for one."""
        typed = _typed(self.loans)
        return self._retyped([*typed, {}] if len(typed) < MOST_LOANS else typed)

    def with_loan_removed(self, position: str) -> "Answers":
        """The same as typed without one loan; at least one, perhaps blank, stays."""
        loans = [loan for i, loan in enumerate(_typed(self.loans)) if str(i) != position]
        return self._retyped(loans or [{}])

    def _retyped(self, loans: list[Raw]) -> "Answers":
        case = {name: self.form[name].value() for name in self.form.fields}
        return Answers(CaseForm(initial=case), _shown(loans))

    def is_readable(self) -> bool:
        """Whether every field could be read; what it means is for the case to check."""
        return all([self.form.is_valid(), self.loans.is_valid()])

    def raw(self) -> Raw:
        """The raw answers of a case, as JSON holds them; what was left empty is left out."""
        loans = [told(self.loans.forms[i].cleaned_data) for i in self.loans.told()]
        return told(self.form.cleaned_data) | {"loans": loans}

    def refuse(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Put the messages of the case to the fields that they name, others to the loans."""
        for path, messages in errors.items():
            form, name = self._field(path)
            for message in messages:
                if name in form.fields:
                    form.add_error(name, message)
                else:
                    self.loans.non_form_errors().append(message)

    def _field(self, path: str) -> tuple[forms.Form, str]:
        """The form that a message is for, and the name of its field, which it may not have."""
        group, _, rest = path.partition(".")
        if group != "loans" or not rest:
            return self.form, group
        position, _, name = rest.partition(".")
        return self.loans.forms[self.loans.told()[int(position)]], name

    @property
    def error_lines(self) -> list[ErrorLine]:
        """Every error in the order of the page."""
        lines = [ErrorLine("loans", message) for message in self.loans.non_form_errors()]
        lines += lines_of(self.form, ["product"])
        for number, form in enumerate(self.loans.forms, start=1):
            lines += lines_of(form, form.fields, prefix=f"第 {number} 笔：")
        return lines + lines_of(self.form, [name for name in self.form.fields if name != "product"])


def _shown(loans: list[Raw]) -> BaseLoanFormSet:
    return LoanFormSet(prefix="loans", initial=loans)


def _typed(loans: BaseLoanFormSet) -> list[Raw]:
    return [{name: form[name].value() for name in form.fields} for form in loans.forms]


def lines_of(form: forms.Form, names: Iterable[str], *, prefix: str = "") -> list[ErrorLine]:
    """The errors of these fields, in this order."""
    return [
        ErrorLine(_anchor(form, name), f"{prefix}{message}")
        for name in names
        for message in form.errors.get(name, [])
    ]


def _anchor(form: forms.Form, name: str) -> str:
    """The id of the field, or of its first choice."""
    bound = form[name]
    return bound.id_for_label or f"{bound.auto_id}_0"


def still_asked(raw: Mapping[str, Any]) -> Raw:
    """Of answers that were saved, those that the form still asks for."""
    loans = [_of_fields(LoanForm, loan) for loan in raw.get("loans", [])]
    return _of_fields(CaseForm, raw) | {"loans": loans}


def _of_fields(form: type[forms.Form], raw: Mapping[str, Any]) -> Raw:
    return {name: value for name, value in raw.items() if name in form.base_fields}


def told(cleaned: Mapping[str, Any]) -> Raw:
    """The raw answers of a form that could be read, without what was left empty."""
    return {name: value for name, value in cleaned.items() if value not in (None, "", [])}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [str(_as_typed(value))]


def _as_typed(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
