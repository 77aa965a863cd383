"""Words as the search knows them: pairs of Chinese characters, words of letters and digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.words import (
    EXCERPT_LEAD,
    EXCERPT_LENGTH,
    LONGEST_TERM,
    excerpt,
    has_word,
    index_terms,
    plain,
    split_at,
    terms_of,
    words_of,
)

# Taking text apart


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("征信", ["征信"]),
        ("微粒贷，逾期！", ["微粒贷", "逾期"]),
        ("微信Pay还款", ["微信", "pay", "还款"]),
        ("12378 投诉", ["12378", "投诉"]),
        ("ＷｅＢａｎｋ　９５３８４", ["webank", "95384"]),
        ("利率**24%**以内", ["利率", "24", "以内"]),
        ("snake_case", ["snake", "case"]),
        ("\U00020000\U00020001", ["\U00020000\U00020001"]),
        ("⼀年", ["一年"]),
        ("café", ["café"]),
        ("", []),
        ("，。！？ \x00\ud800\ufffd'\"<>%_", []),
    ],
)
def test_a_text_is_read_as_runs_of_chinese_and_words_of_letters(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("贷", []),
        ("征信", ["征信"]),
        ("微粒贷", ["微粒", "粒贷"]),
        ("webank", ["webank"]),
        ("95384", ["95384"]),
        ("x" * (LONGEST_TERM + 1), ["x" * LONGEST_TERM]),
    ],
)
def test_a_word_is_looked_up_by_its_pairs_or_as_it_is(word, terms):
    assert terms_of(word) == terms


def test_a_text_is_found_by_each_pair_and_each_word_of_letters():
    assert index_terms("微粒贷，App，好") == {"微粒", "粒贷", "app"}


@given(st.text(alphabet=st.sampled_from("征信逾期贷款Ａａ1 ，_\n"), max_size=30))
def test_whatever_stands_in_a_text_is_found_by_it(text):
    terms = index_terms(text)

    assert all(set(terms_of(word)) <= terms for word in words_of(text))


@given(st.text())
def test_plain_letters_keep_their_places(text):
    assert len(plain(text)) == len(text)


def test_only_letters_and_digits_become_plain():
    assert plain("Ａ１，（①½") == "A1，（①½"


# Marking what was found


def test_the_words_are_every_second_part():
    assert split_at("罚息和利息，罚息", ["罚息"]) == ["", "罚息", "和利息，", "罚息", ""]


def test_the_longest_word_is_marked_first():
    assert split_at("征信记录", ["征信", "征信记录"]) == ["", "征信记录", ""]


def test_a_word_of_letters_is_marked_only_where_it_stands_alone():
    assert split_at("App和apple", ["app"]) == ["", "App", "和apple"]


def test_without_words_there_is_one_part():
    assert split_at("正文", []) == ["正文"]


@pytest.mark.parametrize(("words", "has"), [(["罚息"], True), (["复利"], False), ([], False)])
def test_whether_a_text_has_any_of_the_words(words, has):
    assert has_word("罚息和利息", words) is has


@given(st.text(), st.lists(st.sampled_from(["征信", "app", "1", "贷"]), max_size=3))
def test_the_parts_together_are_the_text(text, words):
    assert "".join(split_at(text, words)) == text


# The part of a text that is shown


def test_a_short_text_is_shown_whole():
    assert excerpt("罚息按天算。", ["罚息"]) == "罚息按天算。"


@pytest.mark.parametrize(("length", "end"), [(EXCERPT_LENGTH, ""), (EXCERPT_LENGTH + 1, "…")])
def test_a_text_without_the_word_is_shown_from_its_beginning(length, end):
    assert excerpt("甲" * length, ["罚息"]) == "甲" * EXCERPT_LENGTH + end


def test_a_text_is_shown_from_the_beginning_of_the_sentence_with_the_word():
    text = "第一句。第二句说罚息。" + "尾" * EXCERPT_LENGTH

    shown = excerpt(text, ["罚息"])

    assert shown.startswith("…第二句说罚息。尾")
    assert shown.endswith("尾…")


@pytest.mark.parametrize(
    ("before", "start"),
    [
        (EXCERPT_LEAD - 1, "…" + "长" * (EXCERPT_LEAD - 1) + "罚息"),
        (EXCERPT_LEAD + 1, "…" + "长" * EXCERPT_LEAD + "罚息"),
    ],
)
def test_a_long_sentence_is_shown_from_a_little_before_the_word(before, start):
    assert excerpt("头。" + "长" * before + "罚息", ["罚息"]) == start
