"""Words that borrowers are often told, and that are wrong in law; what to write instead.

A text may repeat them in order to deny them: what stands in quotation marks is what others say, as
is what follows 有人, and after 不是 or the like they are denied.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

QUOTED = re.compile("“[^”]*”")
CLAUSE_END = re.compile("[，。；：！？]")
NOT_OURS = re.compile("有人|不(是|会|叫|算|属|等于|必|要|用|能|得|可|该|靠)|没有|并非|无需|别")


@dataclass(frozen=True, slots=True)
class Misleading:
    """Words to avoid in a clause, except where it also says `unless`, and what to write instead."""

    words: re.Pattern[str]
    instead: str
    unless: re.Pattern[str]

    def said_in(self, clause: str) -> str:
        """The words as the clause says them; empty where it does not, or denies them."""
        found = self.words.search(clause)
        if not found or self.unless.search(clause) or NOT_OURS.search(clause[: found.start()]):
            return ""
        return found.group()


def _misleading(words: str, instead: str, *, unless: str = "(?!)") -> Misleading:
    return Misleading(re.compile(words), instead, re.compile(unless))


MISLEADING = (
    _misleading("民法》", "这部法律叫《中华人民共和国民法典》。"),
    _misleading(
        "人民银行(信用)?中心|金融信用基础数据库",
        "请写全：金融信用信息基础数据库，由中国人民银行征信中心运行。",
    ),
    _misleading(
        "永久|永远|一辈子|终身",
        "不良记录从违约终止那天起保存有期限（征信业管理条例第十六条），请写期限。",
    ),
    _misleading(
        "黑名单",
        "法律里没有黑名单。请分清逾期、被执行人、限制消费、失信被执行人名单。",
    ),
    _misleading(
        "(不能|不得|无法|没法)租房|租不到房",
        "没有规定把租房和征信连在一起。请写：有的单位或房东可能征得你同意后查询。",
    ),
    _misleading(
        "平台(会|可以|可能|有权)?(起诉|告你)",
        "起诉的是贷款的银行、合作的出资方或受让债权的人，请写清楚是谁。",
    ),
    _misleading("滞纳金", "银行贷款没有滞纳金这一项。请写罚息、复利或合同约定的违约金。"),
    _misleading(
        "恶意透支",
        "恶意透支只用于信用卡。还不上贷款是民事纠纷。",
        unless="信用卡",
    ),
    _misleading(
        "(逾期|还不上|不还|没钱还|欠钱)[^，]{0,4}(会|要|就|得)(被)?(坐牢|判刑|抓)",
        "还不上是民事纠纷。骗贷，或判决后有能力而拒不执行、情节严重，才可能是犯罪。",
    ),
    _misleading(
        "(60|六十) ?(个月|期)",
        "分 60 期的规定只管信用卡。这类贷款的分期要双方商量，银行可以不同意。",
        unless="信用卡",
    ),
    _misleading(
        "停息挂账",
        "停息挂账不是这类贷款的权利，先收费包办的多半是骗局。请写：和银行商量延期或分期。",
    ),
    _misleading(
        "(征信|信用)(修复|洗白)|洗白征信|代理维权|反催收",
        "收费的征信修复、代理维权多半是骗局，请写明；有错的记录自己就能提异议。",
        unless="一次性|骗|收费|付费|花钱",
    ),
    _misleading(
        "一次性信用修复",
        "一次性信用修复要在 2026年3月31日 前还清，已经结束。",
        unless="结束|截止|过了",
    ),
    _misleading(
        "(父母|子女|配偶|家人|亲属)(应当|必须|有义务|要)(替|代|帮)?你?(还|偿还)",
        "家人一般不用还：配偶只还共同债务，继承人以遗产为限，父母和子女不用还。",
    ),
    _misleading(
        "(拖|躲|熬|等)(过|到|满)(了)?(三|3) ?年",
        "三年从最后一期算，催收、还一部分、自动扣款都会重新算。请不要写成办法。",
    ),
)


def misleading_words(paragraph: str) -> Iterator[tuple[str, str]]:
    """The misleading words of a paragraph, each with what to write instead."""
    for clause in CLAUSE_END.split(QUOTED.sub("", paragraph)):
        for row in MISLEADING:
            if words := row.said_in(clause):
                yield words, row.instead
