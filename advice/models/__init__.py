"""What editors edit, what visitors send, and a little bookkeeping."""

from advice.models.archive import ArchiveImport
from advice.models.assessment import KEPT_FOR, SavedAssessment
from advice.models.bookkeeping import SeededRecord, SiteEdition
from advice.models.feedback import Feedback, FeedbackKind, FeedbackStatus
from advice.models.guide import (
    ExpertComment,
    Guide,
    GuideChapter,
    ListedKind,
)
from advice.models.hotline import Hotline
from advice.models.law import Confidence, LegalSource
from advice.models.letter import Letter
from advice.models.page import SITE_PAGES, TOOL_PAGES, SitePage, Situation
from advice.models.prevention import Prevention
from advice.models.product import LoanProduct, ProductTerm, TermConfidence
from advice.models.publishing import Article, Guidance, Reviewed
from advice.models.question import Question, Theme
from advice.models.rules import (
    OPEN,
    DatedValue,
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    Rule,
    RuleValue,
    refuse_broken_brackets,
)
from advice.models.sample import EffectRun, SampleBorrower
from advice.models.search import SearchEntry, SearchKind, SearchTerm, Synonym, VainSearch, Weight
from advice.models.status import ORIGINALS, Moderated, Publishable, Status
from advice.models.strategy import Condition, Consequence, ConsequenceFigure, Strategy
from advice.models.version import WRITING, Event, Version

__all__ = [
    "KEPT_FOR",
    "OPEN",
    "ORIGINALS",
    "SITE_PAGES",
    "TOOL_PAGES",
    "WRITING",
    "ArchiveImport",
    "Article",
    "Condition",
    "Confidence",
    "Consequence",
    "ConsequenceFigure",
    "DatedValue",
    "EffectRun",
    "Event",
    "ExpertComment",
    "FeeBracket",
    "FeeTable",
    "FeeTableVersion",
    "Feedback",
    "FeedbackKind",
    "FeedbackStatus",
    "Guidance",
    "Guide",
    "GuideChapter",
    "Hotline",
    "LegalSource",
    "Letter",
    "ListedKind",
    "LoanProduct",
    "Moderated",
    "Prevention",
    "ProductTerm",
    "Publishable",
    "Question",
    "Reviewed",
    "Rule",
    "RuleValue",
    "SampleBorrower",
    "SavedAssessment",
    "SearchEntry",
    "SearchKind",
    "SearchTerm",
    "SeededRecord",
    "SiteEdition",
    "SitePage",
    "Situation",
    "Status",
    "Strategy",
    "Synonym",
    "TermConfidence",
    "Theme",
    "VainSearch",
    "Version",
    "Weight",
    "refuse_broken_brackets",
]
