"""manage.py export_archive and import_archive: out, in, and what is said of bad archives."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from advice.models import Question, Version
from advice.services import archive
from tests.factories import make_question, make_rule, make_rule_value
from tests.services.archive.sites import empty_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return make_question(key="prison", title="会不会坐牢？", theme="court")


@pytest.fixture
def file(tmp_path, question):
    """An archive of a site with one question and one rule."""
    make_rule_value(rule=make_rule(key="cap", label="上限"), value="0.24")
    name = tmp_path / "site.zip"
    name.write_bytes(archive.export())
    return name


def run(*args):
    """(the lines printed, the lines of errors, the exit code)."""
    output, errors, code = StringIO(), StringIO(), 0
    try:
        call_command(*map(str, args), stdout=output, stderr=errors)
    except SystemExit as left:
        code = left.code
    return output.getvalue().splitlines(), errors.getvalue().splitlines(), code


def test_the_whole_site_goes_out_and_comes_in_identical(file, tmp_path):
    empty_site()

    printed, errors, code = run("import_archive", file)
    run("export_archive", tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()
    assert (errors, code) == ([], 0)
    assert printed[0] == "新增 规则“上限”（rules/cap.toml）"
    assert printed[-1] == "新增和修改 3 条，一样的 0 条。"
    assert set(Version.objects.values_list("note", "by")) == {("从命令行导入。", None)}


def test_the_export_says_what_it_wrote(tmp_path, question):
    printed, _, code = run("export_archive", tmp_path / "site.zip")

    assert (printed, code) == ([f"Wrote 3 files to {tmp_path}/site.zip."], 0)


@pytest.mark.parametrize(("options", "title"), [((), "会不会坐牢？"), (("--dry-run",), "别的\n")])
def test_differences_are_printed_row_by_row(file, options, title, question):
    question.title, question.body = "别的", "一行\n\n两行"
    question.save()

    printed, errors, code = run("import_archive", file, *options)

    assert (errors, code) == ([], 0)
    assert printed[:9] == [
        "修改 问答“会不会坐牢？”（questions/prison.toml）",
        "  标题",
        "  - 别的",
        "  + 会不会坐牢？",
        "  正文",
        "  - 一行",
        "  - ",
        "  - 两行",
        "  + 正文。",
    ]
    assert printed[9] == "新增和修改 1 条，一样的 2 条。"
    assert printed[10:] == (["这是试运行，什么都没有改。"] if options else [])
    question.refresh_from_db()
    assert question.title == title.strip()


def test_what_only_the_site_has_is_named_and_stays(file):
    make_question(title="新来的")

    printed, _, _ = run("import_archive", file)

    assert "只在本站有，保留：问答“新来的”" in printed
    assert Question.objects.count() == 2


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_bad_archive_is_refused_and_changes_nothing(tmp_path, question, options):
    files = archive.export_files()
    files["questions/prison.toml"] = files["questions/prison.toml"].replace("court", "nonsense")
    name = tmp_path / "bad.zip"
    name.write_bytes(archive.pack(files))

    printed, errors, code = run("import_archive", name, *options)

    assert (printed, code) == ([], 1)
    assert errors == [
        "questions/prison.toml 第 8 行：theme（主题）：值 'nonsense' 不是有效选项。",
        "没有导入，什么都没有改。",
    ]
    assert not Version.objects.exists()


def test_what_is_no_archive_is_refused(tmp_path):
    name = tmp_path / "bad.zip"
    name.write_text("字")

    assert run("import_archive", name)[1:] == (
        [
            "这不是一个完整的 zip 档案：可能没有传完，或者传错了文件。",
            "没有导入，什么都没有改。",
        ],
        1,
    )


@pytest.mark.parametrize(
    ("command", "message"), [("import_archive", "Cannot read"), ("export_archive", "Cannot write")]
)
def test_a_file_that_is_out_of_reach_is_named(tmp_path, command, message):
    with pytest.raises(CommandError, match=f"{message} .*none/a.zip: No such file or directory"):
        run(command, tmp_path / "none" / "a.zip")
