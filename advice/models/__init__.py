"""What editors edit, and a little bookkeeping."""

from advice.models.bookkeeping import RulebookEdition, SeededRecord
from advice.models.hotline import Hotline
from advice.models.law import Confidence, LegalSource
from advice.models.prevention import Prevention
from advice.models.product import LoanProduct, ProductTerm, TermConfidence
from advice.models.publishing import Guidance, refuse_unfit_sources
from advice.models.rules import FeeBracket, FeeTable, FeeTableVersion, Rule, RuleValue
from advice.models.status import Status
from advice.models.strategy import Condition, Consequence, ConsequenceFigure, Strategy

__all__ = [
    "Condition",
    "Confidence",
    "Consequence",
    "ConsequenceFigure",
    "FeeBracket",
    "FeeTable",
    "FeeTableVersion",
    "Guidance",
    "Hotline",
    "LegalSource",
    "LoanProduct",
    "Prevention",
    "ProductTerm",
    "Rule",
    "RuleValue",
    "RulebookEdition",
    "SeededRecord",
    "Status",
    "Strategy",
    "TermConfidence",
    "refuse_unfit_sources",
]
