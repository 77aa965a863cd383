"""The words that every layer shares: enums with stable values and Chinese labels."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A stable value with the words that people read."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, label) pairs in the order of definition."""
        return [(member.value, member.label) for member in cls]


class RepaymentMethod(Labelled):
    EQUAL_PRINCIPAL = "equal_principal", "等额本金（每期本金一样）"
    EQUAL_INSTALMENT = "equal_instalment", "等额本息（每期总额一样）"
    INTEREST_ONLY = "interest_only", "先息后本（最后一期还本金）"


class Circumstance(Labelled):
    LOST_INCOME = "lost_income", "收入减少或失业"
    ILLNESS = "illness", "生病，或家人生病"
    MULTIPLE_DEBTS = "multiple_debts", "还有别的欠款"
    CONTACTED_LENDER = "contacted_lender", "已经联系过贷款机构"
    HARASSED = "harassed", "被催收骚扰"
    SCAM_OFFER = "scam_offer", "有人说能收费“反催收”或“修复征信”"
    DISTRESSED = "distressed", "心里很难受，快撑不住了"


class LegalStage(Labelled):
    NONE = "none", "没有"
    LAWYER_LETTER = "lawyer_letter", "律师函"
    PAYMENT_ORDER = "payment_order", "支付令"
    SUED = "sued", "起诉状、传票"
    JUDGED = "judged", "判决书、调解书"
    ENFORCEMENT = "enforcement", "执行通知"


STAGES_WITH_JUDGMENT = frozenset({LegalStage.JUDGED, LegalStage.ENFORCEMENT})
STAGES_WITH_SUIT = STAGES_WITH_JUDGMENT | {LegalStage.SUED}
COURT_STAGES = STAGES_WITH_SUIT | {LegalStage.PAYMENT_ORDER}
# After receiving these a borrower may answer, object or appeal for a number of days.
STAGES_OF_ANSWERABLE_PAPERS = COURT_STAGES - {LegalStage.ENFORCEMENT}


class Stage(Labelled):
    """Where the borrower stands: by court papers first, then by days overdue."""

    UPCOMING = "upcoming", "还没逾期"
    EARLY = "early", "逾期 1–30 天"
    MIDDLE = "middle", "逾期 31–90 天"
    LATE = "late", "逾期超过 90 天"
    COURT = "court", "收到了法院的材料"


class EventKind(Labelled):
    """What falls on a day; of one day, what wants an answer soonest comes first."""

    OBJECTION_DUE = "objection_due", "对支付令提书面异议的最后一天"
    ANSWER_DUE = "answer_due", "交答辩状、提管辖异议的最后一天"
    APPEAL_DUE = "appeal_due", "上诉的最后一天"
    ENFORCEMENT = "enforcement", "可能开始强制执行"
    PERFORMANCE_DUE = "performance_due", "判决的履行期满"
    JUDGMENT = "judgment", "法院可能判决"
    FILING = "filing", "起诉"
    NEXT_CODE = "next_code", "征信还款状态变差"
    GRACE_ENDS = "grace_ends", "宽限期的最后一天"
    FIRST_MISSED = "first_missed", "第一期没还上"
    INSTALMENT_DUE = "instalment_due", "还款日"
    LAST_INSTALMENT = "last_instalment", "最后一期还款日"
    RECORD_EXPIRY = "record_expiry", "征信记录消除"
    ENFORCEMENT_APPLICATION = "enforcement_application", "对方申请执行的期限"
    LIMITATION = "limitation", "诉讼时效"


class RiskClass(Labelled):
    """How the bank books the loan; its own bookkeeping, not a penalty."""

    NORMAL = "normal", "正常"
    SPECIAL_MENTION = "special_mention", "关注"
    SUBSTANDARD = "substandard", "次级"
    DOUBTFUL = "doubtful", "可疑"
    LOSS = "loss", "损失"


class EffectKind(Labelled):
    NONE = "none", "只有建议，没有数字"
    CURE = "cure", "补齐逾期，之后按期还"
    PAY_DOWN = "pay_down", "一次性加每月还"
    RESTRUCTURE = "restructure", "协商分期"
    CAP = "cap", "请求调减超过上限的部分"


class UpfrontSource(Labelled):
    """Money that could be raised now."""

    SAVINGS = "savings", "存款"
    SELLABLE_ASSETS = "sellable_assets", "可以变卖的东西"
    FAMILY_LOAN = "family_loan", "家人可以借的"


class MonthlySource(Labelled):
    """Money that could be put aside each month."""

    MONTHLY_SURPLUS = "monthly_surplus", "每月结余"
    EXPENSE_CUT = "expense_cut", "每月还能省的"


class Urgency(Labelled):
    """How soon a strategy wants to be taken up, the most urgent first."""

    TODAY = "today", "今天就做"
    WEEK = "week", "这一周"
    MONTH = "month", "这个月"
    ANYTIME = "anytime", "随时"


class Operator(Labelled):
    EQ = "eq", "是"
    NE = "ne", "不是"
    LT = "lt", "小于"
    LE = "le", "不超过"
    GT = "gt", "大于"
    GE = "ge", "不低于"
    ONE_OF = "one_of", "是其中之一"


class Unit(Labelled):
    """What a fact, rule or term is counted in."""

    YUAN = "yuan", "元"
    DAYS = "days", "天"
    MONTHS = "months", "个月"
    SHARE = "share", "比例（0.24 即 24%）"
    PERCENT = "percent", "百分数（0.05 即 0.05%）"
    TIMES = "times", "倍"
    NUMBER = "number", "个数"
    DATE = "date", "日期"
    YES_NO = "yes_no", "是或否"
    CHOICE = "choice", "选项"


class TermKey(Labelled):
    """A term of a loan product; the first seven enter the calculation, the others inform."""

    PENALTY_MULTIPLIER = "penalty_multiplier", "罚息倍数"
    CHARGES_COMPOUND_INTEREST = "charges_compound_interest", "是否计复利"
    GRACE_DAYS = "grace_days", "宽限天数"
    ACCELERATION_DAYS = "acceleration_days", "逾期几天后全部到期"
    LAWSUIT_AFTER_DAYS = "lawsuit_after_days", "逾期几天后常见起诉"
    AGENCY_AFTER_DAYS = "agency_after_days", "逾期几天后常见转给外包机构"
    YEAR_DAYS = "year_days", "年利率按几天折算"
    DAILY_RATE_MIN = "daily_rate_min_percent", "日利率最低"
    DAILY_RATE_MAX = "daily_rate_max_percent", "日利率最高"
    CREDIT_LIMIT = "credit_limit", "额度最高"
    LONGEST_TERM = "longest_term", "最长期数"

    @property
    def unit(self) -> Unit:
        """What the term is counted in."""
        return TERM_UNITS[self]

    @property
    def may_be_absent(self) -> bool:
        """Whether a contract may have no such term."""
        return self is TermKey.ACCELERATION_DAYS


TERM_UNITS = {
    TermKey.PENALTY_MULTIPLIER: Unit.TIMES,
    TermKey.CHARGES_COMPOUND_INTEREST: Unit.YES_NO,
    TermKey.GRACE_DAYS: Unit.DAYS,
    TermKey.ACCELERATION_DAYS: Unit.DAYS,
    TermKey.LAWSUIT_AFTER_DAYS: Unit.DAYS,
    TermKey.AGENCY_AFTER_DAYS: Unit.DAYS,
    TermKey.YEAR_DAYS: Unit.DAYS,
    TermKey.DAILY_RATE_MIN: Unit.PERCENT,
    TermKey.DAILY_RATE_MAX: Unit.PERCENT,
    TermKey.CREDIT_LIMIT: Unit.YUAN,
    TermKey.LONGEST_TERM: Unit.NUMBER,
}
