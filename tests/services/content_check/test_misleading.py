"""What borrowers are often told wrongly: found where a text says it, not where it denies it."""

import pytest

from advice.services.content_check.misleading import misleading_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("依据《中华人民共和国民法》第六百七十六条。", "民法》"),
        ("由人民银行信用中心运行。", "人民银行信用中心"),
        ("征信上的污点会跟你一辈子。", "一辈子"),
        ("逾期，就会进黑名单。", "黑名单"),
        ("征信不好，就不能租房。", "不能租房"),
        ("平台会起诉你。", "平台会起诉"),
        ("每天加收滞纳金。", "滞纳金"),
        ("这属于恶意透支。", "恶意透支"),
        ("逾期三个月就会坐牢。", "逾期三个月就会坐牢"),
        ("欠钱不还会被抓。", "欠钱不还会被抓"),
        ("可以要求分 60 期。", "60 期"),
        ("可以申请停息挂账。", "停息挂账"),
        ("可以找人做征信修复。", "征信修复"),
        ("可以用一次性信用修复。", "一次性信用修复"),
        ("父母应当替你还。", "父母应当替你还"),
        ("拖过三年就不用还。", "拖过三年"),
    ],
)
def test_what_is_wrong_in_law_is_found(text, words):
    assert words in [found for found, _ in misleading_words(text)]


@pytest.mark.parametrize(
    "text",
    [
        "依据《中华人民共和国民法典》第六百七十六条。",
        "由中国人民银行征信中心运行。",
        "不良记录不会跟你一辈子。",
        "**“一辈子都有污点。”** 有期限。",
        "法律里没有黑名单。",
        "起诉你的不是“平台”。",
        "有人要你另外交滞纳金，请他指出合同的哪一条。",
        "恶意透支说的是信用卡。",
        "只因还不上，不会坐牢。",
        "逾期了，会不会坐牢？",
        "信用卡才有 60 期的规定。",
        "先收费、保证“停息挂账”的，多半是骗局。",
        "要不要花钱做征信修复？",
        "一次性信用修复已经结束。",
        "父母不用替你还。",
        "起诉期间是三年。",
    ],
)
def test_what_denies_it_or_only_repeats_it_is_left_alone(text):
    assert list(misleading_words(text)) == []
