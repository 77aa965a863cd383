"""Sample borrowers: their answers are filled in on the form that visitors know."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from advice import selectors, services
from advice.admin.pages import EditorsAdmin
from advice.engine import CaseRefused, assess
from advice.engine.wording import yuan
from advice.forms import Answers
from advice.models import SampleBorrower
from advice.services import samples

# The buttons that change the loans on the page; nothing is saved then.
ADD, REMOVE = "add-loan", "remove-loan"


class AnswersWidget(forms.Widget):
    """The whole form of a visitor: the case and its loans."""

    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        """What was posted, the same object each time: what is wrong is noted in it."""
        posted = getattr(self, "posted", None)
        if posted is None:
            posted = self.posted = _posted(data)
        return posted

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""

    def render(self, name, value, attrs=None, renderer=None):
        answers = value if isinstance(value, Answers) else _stored(value)
        context = {"answers": answers, "add": ADD, "remove": REMOVE}
        return render_to_string("admin/samples/answers.html", context)


def _posted(data):
    answers = Answers.posted(data)
    if ADD in data:
        return answers.with_loan_added()
    if REMOVE in data:
        return answers.with_loan_removed(data[REMOVE])
    return answers


def _stored(raw):
    """Answers as they are stored; a blank form where an archive brought what no form can show."""
    loans = raw.get("loans") if isinstance(raw, dict) else None
    if isinstance(loans, list) and loans and all(isinstance(loan, dict) for loan in loans):
        return Answers.stored(raw)
    return Answers.blank()


class AnswersField(forms.Field):
    """A borrower's answers, refused with the messages that a borrower would get."""

    widget = AnswersWidget

    def clean(self, value):
        raw = self._raw(value)
        if raw is None:
            lines = value.error_lines
            raise ValidationError([f"有 {len(lines)} 处要改：", *(line.message for line in lines)])
        return raw

    def _raw(self, answers):
        """The raw answers of a case that can be computed; None where something is wrong."""
        if not answers.is_readable():
            return None
        today = timezone.localdate()
        raw = {"as_of": today.isoformat()} | answers.raw()
        try:
            services.check_answers(raw, today=today)
        except CaseRefused as refused:
            answers.refuse(refused.errors)
            return None
        return raw

    def has_changed(self, initial, data):
        return not data.is_readable() or data.raw() != initial


class SampleForm(forms.ModelForm):
    answers = AnswersField(
        label="填的内容",
        help_text="日期是从“按哪一天计算”看的，不填就是今天；测算别的日子时，一起往后移。",
    )

    class Meta:
        model = SampleBorrower
        fields = ["title", "key", "note", "order", "answers"]

    def full_clean(self):
        """Say nothing yet where only a loan is added or removed: the page comes again."""
        super().full_clean()
        if ADD in self.data or REMOVE in self.data:
            self._errors = forms.utils.ErrorDict()

    def is_valid(self):
        return super().is_valid() and not (ADD in self.data or REMOVE in self.data)


@admin.register(SampleBorrower)
class SampleBorrowerAdmin(EditorsAdmin):
    form = SampleForm
    search_fields = ["title", "key", "note"]
    search_help_text = "按是谁、代号或说明查找"
    ordering = ["order", "key"]
    fieldsets = [
        (None, {"fields": ["title", "key", "note", "order"]}),
        (None, {"fields": ["answers"]}),
    ]

    def get_list_display(self, request):
        """With where each borrower stands, by the rules of now, read once for the whole list."""
        rulebook = selectors.current_rulebook()

        @admin.display(description="今天看")
        def now(sample):
            return _standing(sample, rulebook)

        return ["title", now, "order"]


def _standing(sample, rulebook):
    """Where the borrower stands, as if the answers had been given today."""
    try:
        case = samples.case_on(sample, timezone.localdate(), rulebook=rulebook)
    except CaseRefused as refused:
        return f"算不了：{'；'.join(line for said in refused.errors.values() for line in said)}"
    assessment = assess(case, rulebook)
    return f"{assessment.stage.label}，结清要 {yuan(assessment.now.payoff)}"
