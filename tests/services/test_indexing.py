"""The index of the search follows every published record, whatever is done to it."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from advice.models import (
    Guide,
    GuideChapter,
    SearchEntry,
    SearchKind,
    SearchTerm,
    Status,
    Weight,
)
from advice.services import indexing
from tests import factories as make

pytestmark = pytest.mark.django_db

SEARCHABLE = {
    SearchKind.QUESTION: make.make_question,
    SearchKind.STRATEGY: make.make_strategy,
    SearchKind.CONSEQUENCE: make.make_consequence,
    SearchKind.PREVENTION: make.make_prevention,
    SearchKind.GUIDE: make.make_guide,
    SearchKind.HOTLINE: make.make_hotline,
    SearchKind.LAW: make.make_source,
    SearchKind.LETTER: make.make_letter,
    SearchKind.PAGE: lambda **told: make.make_page(**{"key": "about"} | told),
}
every_kind = pytest.mark.parametrize("kind", SearchKind)


def entry():
    """The only entry there is."""
    return SearchEntry.objects.get()


def is_found(term):
    return SearchTerm.objects.filter(term=term).exists()


def everything():
    """What the index holds, whatever the numbers of its rows."""
    entries = SearchEntry.objects.order_by("kind", "key")
    shown = list(entries.values_list("kind", "key", "title", "summary", "text", "address"))
    terms = SearchTerm.objects.values_list("entry__kind", "entry__key", "kind", "term", "weight")
    return shown, sorted(terms)


# What is indexed


def test_every_kind_has_an_example_here():
    assert set(SEARCHABLE) == set(SearchKind) == set(indexing.KINDS.values())


@every_kind
def test_a_published_record_is_found_and_leads_to_its_page(kind):
    record = SEARCHABLE[kind]()

    address = "/help/" if kind is SearchKind.HOTLINE else record.get_absolute_url()
    assert (entry().kind, entry().key, entry().address) == (kind, record.key, address)
    assert set(entry().terms.values_list("kind", flat=True)) == {kind}


@every_kind
def test_a_draft_is_not_found(kind):
    SEARCHABLE[kind](status=Status.DRAFT)

    assert not SearchEntry.objects.exists()
    assert not SearchTerm.objects.exists()


@every_kind
def test_a_withdrawn_record_is_found_no_more(kind):
    record = SEARCHABLE[kind]()

    record.status = Status.DRAFT
    record.save()

    assert not SearchEntry.objects.exists()
    assert not SearchTerm.objects.exists()


@every_kind
def test_a_deleted_record_is_found_no_more(kind):
    record, kept = SEARCHABLE[kind](), make.make_question(title="留下的")

    record.delete()

    assert [entry().title] == [kept.title]
    assert set(SearchTerm.objects.values_list("entry", flat=True)) == {entry().pk}


def test_records_deleted_together_are_found_no_more():
    make.make_guide()
    make.make_chapter()

    Guide.objects.all().delete()

    assert not SearchEntry.objects.exists()


def test_a_changed_record_is_found_by_its_new_words_only():
    question = make.make_question(title="延期")
    before = entry().pk

    question.title = "分期"
    question.save()

    assert (entry().pk, entry().title) == (before, "分期")
    assert is_found("分期")
    assert not is_found("延期")


def test_a_withdrawal_that_is_taken_back_leaves_the_record_found():
    question = make.make_question(title="延期")

    with transaction.atomic():
        question.status = Status.DRAFT
        question.save()
        assert not SearchEntry.objects.exists()
        transaction.set_rollback(True)

    assert is_found("延期")


def test_two_kinds_may_share_a_key():
    make.make_question(key="same", title="问题")
    make.make_strategy(key="same", title="办法").delete()

    assert entry().title == "问题"


# With which words


def test_a_word_weighs_what_its_best_place_weighs():
    make.make_question(title="征信", summary="征信和罚息", body="征信、罚息、催收")

    terms = SearchTerm.objects.filter(term__in=["征信", "罚息", "催收"])
    assert dict(terms.values_list("term", "weight")) == {
        "征信": Weight.TITLE,
        "罚息": Weight.SUMMARY,
        "催收": Weight.TEXT,
    }


def test_figures_and_marks_are_no_words():
    make.make_question(
        summary="上限 {{ rule:annual_cap }}。",
        body="## 小标题\n\n利率**很高**，看[办法](/strategies/cure_arrears/)。\n\n- 一项\n- 另一项",
    )

    assert entry().summary == "上限 {{ rule:annual_cap }}。"
    assert entry().text == "小标题\n利率很高，看办法。\n一项\n另一项"
    assert is_found("率很")
    letters = [term for term in entry().terms.values_list("term", flat=True) if term.isascii()]
    assert letters == []


def test_full_width_letters_and_digits_are_found_by_plain_ones():
    make.make_question(title="打９５３８４，问ＷｅＢａｎｋ")

    assert entry().title == "打95384，问WeBank"
    assert is_found("95384")
    assert is_found("webank")


@pytest.mark.parametrize("new", [make.make_strategy, make.make_prevention])
def test_the_first_step_is_found(new):
    new(first_step="先打客服。", body="正文。")

    assert entry().text == "先打客服。\n正文。"


def test_a_hotline_is_found_by_number_name_purpose_and_the_rest():
    make.make_hotline(
        number="12378", name="投诉热线", purpose="被骚扰", reach="微信", hours="全天", note="公开"
    )

    assert entry().title == "12378 投诉热线"
    assert entry().summary == "被骚扰"
    assert entry().text == "微信\n全天\n公开"


def test_a_law_is_found_by_its_citation_and_its_number():
    make.make_source(
        title="征信业管理条例",
        article="第十六条",
        summary="保存五年。",
        document_no="国务院令第631号",
        effective_note="现行",
    )

    assert entry().title == "《征信业管理条例》第十六条"
    assert entry().summary == "保存五年。"
    assert entry().text == "国务院令第631号\n现行"


# A guide with its parts


def test_a_guide_is_found_by_its_chapters_and_comments():
    guide = make.make_guide(title="指南", body="开头。")
    make.make_chapter(guide=guide, title="后果", body="会起诉。")
    make.make_comment(guide=guide, author="丰如曼", role="律师", summary="这是违约。")

    assert entry().title == "指南"
    assert entry().text == "开头。\n后果\n会起诉。\n丰如曼（律师）：这是违约。"


def test_a_comment_that_is_a_draft_is_not_found():
    make.make_comment(summary="这是违约。", status=Status.DRAFT)

    assert not is_found("违约")


def test_a_changed_or_deleted_part_changes_what_the_guide_is_found_by():
    chapter = make.make_chapter(body="会起诉。")
    comment = make.make_comment(guide=chapter.guide, summary="这是违约。")

    chapter.body = "会执行。"
    chapter.save()
    comment.delete()
    assert (is_found("执行"), is_found("起诉"), is_found("违约")) == (True, False, False)

    chapter.delete()
    assert not is_found("执行")


def test_a_part_that_goes_to_another_guide_is_found_there_only():
    comment = make.make_comment(summary="这是违约。")
    chapter = make.make_chapter(guide=comment.guide, body="会起诉。")
    other = make.make_guide()

    comment.guide = chapter.guide = other
    comment.save()
    chapter.save()

    found = SearchTerm.objects.filter(term__in=["违约", "起诉"])
    assert set(found.values_list("entry__key", flat=True)) == {other.key}


def test_a_chapter_of_a_draft_is_not_found():
    make.make_chapter(guide=make.make_guide(status=Status.DRAFT), body="会起诉。")

    assert GuideChapter.objects.exists()
    assert not SearchEntry.objects.exists()


# Building it anew


def test_the_index_built_anew_is_the_one_that_was_kept(seeded):
    kept = everything()

    count = indexing.rebuild()

    assert count == len(kept[0]) > 200
    assert everything() == kept


def test_building_anew_mends_what_was_changed_behind_its_back():
    make.make_question(title="延期")
    withdrawn = make.make_strategy(title="分期")
    SearchTerm.objects.filter(term="延期").delete()
    type(withdrawn).objects.update(status=Status.DRAFT)

    indexing.rebuild()

    assert entry().title == "延期"
    assert is_found("延期")


@pytest.mark.parametrize(("missing", "is_mended"), [(True, True), (False, False)])
def test_an_index_is_built_anew_only_where_records_are_missing(missing, is_mended):
    make.make_question(title="延期")
    make.make_question(title="分期")
    SearchTerm.objects.filter(term="延期").delete()
    if missing:
        SearchEntry.objects.get(title="分期").delete()

    indexing.rebuild_if_incomplete()

    assert SearchEntry.objects.count() == 2
    assert is_found("延期") is is_mended


def test_a_long_text_is_indexed_in_few_statements():
    body = "".join(chr(0x4E00 + number) for number in range(3_000))

    with CaptureQueriesContext(connection) as asked:
        make.make_question(body=body)

    assert SearchTerm.objects.count() > 3_000
    most = connection.features.max_query_params
    assert len(asked) < (50 if most else 20)
