"""Values as Chinese readers expect them: ¥30,000.00, 2026年11月22日, 27.375%."""

from datetime import date
from decimal import Decimal

from advice.engine.money import FEN, rounded


def yuan(amount: Decimal) -> str:
    """¥ with thousands separators and two decimals."""
    fen = amount if amount.same_quantum(FEN) else rounded(amount, to=FEN)
    return f"{'−' if fen < 0 else ''}¥{abs(fen):,.2f}"


def chinese_date(day: date) -> str:
    """2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def plain(number: Decimal | int) -> str:
    """A number without trailing zeros or an exponent."""
    text = f"{Decimal(number):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(number: Decimal) -> str:
    """A number that counts percent: 27.375%."""
    return f"{plain(number)}%"


# An amount in capitals, as it stands on IOUs so that nobody can add a digit

CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
A_GROUP = 10_000
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capital_yuan(amount: Decimal) -> str:
    """An amount of yuan, not negative, in capitals: 人民币叁万零伍元整."""
    fen = int(rounded(amount, to=FEN) * 100)
    whole, rest = divmod(fen, 100)
    words = f"{_capital_whole(whole)}元" if whole or not rest else ""
    return f"人民币{words}{_capital_rest(rest, after_yuan=bool(whole))}"


def _capital_whole(number: int) -> str:
    """A whole number in groups of four digits; a gap of any length is one 零."""
    groups = []
    while number:
        number, group = divmod(number, A_GROUP)
        groups.append(group)
    words = ""
    for index in reversed(range(len(groups))):
        group = groups[index]
        if words and group and (group < A_GROUP // 10 or not words.endswith(GROUPS[index + 1])):
            words += "零"
        words += _capital_group(group) + (GROUPS[index] if group else "")
    return words or "零"


def _capital_group(group: int) -> str:
    words, is_gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if is_gap and words else "") + CAPITAL_DIGITS[digit] + PLACES[place]
        is_gap = not digit
    return words


def _capital_rest(fen: int, *, after_yuan: bool) -> str:
    """The jiao and fen; 整 where there are none."""
    jiao, fen = divmod(fen, 10)
    if not jiao and not fen:
        return "整"
    words = f"{CAPITAL_DIGITS[jiao]}角" if jiao else ("零" if after_yuan else "")
    return words + (f"{CAPITAL_DIGITS[fen]}分" if fen else "整")
