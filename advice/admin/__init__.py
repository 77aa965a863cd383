"""The editors' pages, in Chinese. Django finds them through `advice.admin`."""

from django.contrib import admin

from advice.admin import icons
from advice.admin.accounts import AccountAdmin
from advice.admin.archives import ArchiveImportAdmin
from advice.admin.feedback import FeedbackAdmin
from advice.admin.guidance import ConsequenceAdmin, PreventionAdmin, StrategyAdmin
from advice.admin.hotlines import HotlineAdmin
from advice.admin.law import LegalSourceAdmin
from advice.admin.letters import LetterAdmin
from advice.admin.log import LogAdmin
from advice.admin.products import LoanProductAdmin
from advice.admin.reading import (
    ExpertCommentAdmin,
    GuideAdmin,
    QuestionAdmin,
    SitePageAdmin,
    SituationAdmin,
)
from advice.admin.rules import FeeTableAdmin, RuleAdmin
from advice.admin.samples import SampleBorrowerAdmin
from advice.admin.search import SynonymAdmin, VainSearchAdmin
from advice.admin.values import FeeTableVersionAdmin, ProductTermAdmin, RuleValueAdmin

__all__ = [
    "AccountAdmin",
    "ArchiveImportAdmin",
    "ConsequenceAdmin",
    "ExpertCommentAdmin",
    "FeeTableAdmin",
    "FeeTableVersionAdmin",
    "FeedbackAdmin",
    "GuideAdmin",
    "HotlineAdmin",
    "LegalSourceAdmin",
    "LetterAdmin",
    "LoanProductAdmin",
    "LogAdmin",
    "PreventionAdmin",
    "ProductTermAdmin",
    "QuestionAdmin",
    "RuleAdmin",
    "RuleValueAdmin",
    "SampleBorrowerAdmin",
    "SitePageAdmin",
    "SituationAdmin",
    "StrategyAdmin",
    "SynonymAdmin",
    "VainSearchAdmin",
    "icons",
]

admin.site.site_header = "微粒贷逾期指引 · 编辑后台"
admin.site.site_title = "编辑后台"
admin.site.index_title = "要改什么"
