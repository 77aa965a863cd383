"""What the page of a result is made of: the advice, and what may be done on the page with it."""

from advice.forms.claims import ClaimsForm
from advice.models import SavedAssessment
from advice.services import Advice


def result_context(advice: Advice, **told: object) -> dict[str, object]:
    """Everything that the template asks for; `told` takes the place of defaults.

    `in_own_browser`: whether the browser holds the answers, so that buttons and downloads below
    /assessment/ work. From a link and on paper they would not. `compared`: the lender's figures
    beside ours; `trial`: the form to try out plans, None where nothing can be tried. `kept_days`:
    how long what is saved is kept.
    """
    return {
        "advice": advice,
        "in_own_browser": True,
        "save_notice": "",
        "claims_form": ClaimsForm(),
        "compared": None,
        "trial": None,
        "kept_days": SavedAssessment.days_kept,
        **told,
    }
