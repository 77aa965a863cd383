"""Blanks to fill in by hand, in Markdown, and those for what the site never asks."""

from collections.abc import Mapping
from dataclasses import dataclass


def line(length: int) -> str:
    """A line for so many Chinese letters, in Markdown. Browsers and Word never break it."""
    return r"\_\_" * length


AMOUNT, COUNT, WORDS, SENTENCE = 8, 4, 10, 40
BLANK_DATE = f"{line(4)}年{line(2)}月{line(2)}日"


@dataclass(frozen=True, slots=True)
class PaperBlank:
    """A blank for what the site never asks: what it is for, and for how many letters it has room.

    A blank for a sentence may go on in the next line, any other stays whole.
    """

    label: str
    room: int
    is_labelled: bool = False

    @property
    def words(self) -> str:
        drawn = "＿" * self.room if self.room >= SENTENCE else line(self.room)
        return f"{drawn}（{self.label}）" if self.is_labelled else drawn


BLANKS: Mapping[str, PaperBlank] = {
    "line": PaperBlank("只有一条横线", 14),
    "short_line": PaperBlank("只有一条短横线", 4),
    "name": PaperBlank("姓名", 7, is_labelled=True),
    "id_number": PaperBlank("身份证号码", 15),
    "phone": PaperBlank("联系电话", 10),
    "address": PaperBlank("联系地址", 22),
    "account": PaperBlank("借据号或账户尾号", 12),
    "bank_card": PaperBlank("收款或还款的银行卡号", 15),
    "reason": PaperBlank("困难的原因", SENTENCE, is_labelled=True),
    "grounds": PaperBlank("写明理由", 60),
    "amount": PaperBlank("金额", AMOUNT),
    "court": PaperBlank("法院名称", 12, is_labelled=True),
    "case_number": PaperBlank("案号", 13, is_labelled=True),
    "lender": PaperBlank("贷款机构全称", 12, is_labelled=True),
    "collector": PaperBlank("催收人员或机构", 14),
    "collector_number": PaperBlank("催收来电号码", 10),
    "family_name": PaperBlank("出借人姓名", 7),
    "family_id": PaperBlank("出借人身份证号码", 15),
    "family_signature": PaperBlank("出借人签名", 8),
    "day": PaperBlank("每月几日", 3),
    "household": PaperBlank("家庭人口", 3),
    "report": PaperBlank("报告编号或查询日期", 14),
    "disputed": PaperBlank("哪一项、多少", SENTENCE),
    "difference": PaperBlank("哪里不一致、为什么", 60),
    "paid": PaperBlank("日期和金额", SENTENCE),
    "signature": PaperBlank("签名", 8),
}
