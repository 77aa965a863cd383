"""Two texts as one: what stayed, what was removed, what was added."""

import time

import pytest

from advice.services.marking import MOST_PARTS, Piece, marked


def before_and_after(pieces):
    return (
        "".join(piece.stayed + piece.removed for piece in pieces),
        "".join(piece.stayed + piece.added for piece in pieces),
    )


def test_a_changed_number_is_marked_as_a_whole():
    assert marked("超过 24% 的部分不受保护。", "超过 15.4% 的部分不受保护。") == (
        Piece(stayed="超过 "),
        Piece(removed="24%", added="15.4%"),
        Piece(stayed=" 的部分不受保护。"),
    )


def test_a_placeholder_is_marked_as_a_whole():
    pieces = marked("按 {{ rule:annual_cap }} 算", "按 {{ rule:lpr_times }} 算")

    assert Piece(removed="{{ rule:annual_cap }}", added="{{ rule:lpr_times }}") in pieces


def test_a_line_that_was_added_is_one_piece():
    pieces = marked("第一行\n第三行\n", "第一行\n第二行\n第三行\n")

    assert pieces == (Piece(stayed="第一行\n"), Piece(added="第二行\n"), Piece(stayed="第三行\n"))


@pytest.mark.parametrize(("between", "stays"), [("中间", False), ("正中间", True)])
def test_hardly_anything_between_two_changes_is_part_of_them(between, stays):
    pieces = marked(f"开头甲{between}乙结尾", f"开头丙{between}丁结尾")

    assert (Piece(stayed=between) in pieces) is stays


def test_what_stands_far_from_any_change_is_left_out():
    far = "很远。" * 100

    pieces = marked(f"{far}近处甲，{far}", f"{far}近处乙，{far}")

    assert pieces[1] == Piece(removed="甲", added="乙")
    assert pieces[0].stayed.endswith("近处")
    assert pieces[0].stayed.startswith(" …… ")
    assert len(pieces[0].stayed) < 60
    assert pieces[2].stayed.startswith("，很远。")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "新写的"),
        ("删掉的", ""),
        ("甲\n乙\n丙", "丙\n乙\n甲"),
        ("一句。两句！三句？", "一句。两句半！三句？"),
        ("<b>粗</b>", "<i>斜</i>"),
        ("甲" * 30, "乙" * 30),
    ],
)
def test_nothing_near_a_change_is_lost(before, after):
    assert before_and_after(marked(before, after)) == (before, after)


@pytest.mark.parametrize("sign", ["甲", "。", "\n", "a "])
def test_the_longest_texts_are_compared_in_a_moment(sign):
    before = "开头" + sign * 50_000
    start = time.perf_counter()

    pieces = marked(before, sign * 50_000 + "结尾")

    assert pieces
    assert time.perf_counter() - start < 5


def test_texts_of_too_many_lines_are_compared_as_wholes():
    before = "".join(f"{number}\n" for number in range(MOST_PARTS + 1))

    assert marked(before, f"{before}尾") == (Piece(removed=before, added=f"{before}尾"),)
