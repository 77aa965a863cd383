"""Sites and archives to start a test from."""

from django.apps import apps
from django.db import connection

from advice.services import archive
from advice.services.archive import export_files, pack

MANIFEST = "format = 1\n"


def empty_site():
    """Leave nothing of the site but its accounts."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("advice").get_models(include_auto_created=True):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608  # no input


def packed(**files):
    """An archive of these files; `rules__a` stands for rules/a.toml."""
    named = {f"{name.replace('__', '/')}.toml": text for name, text in files.items()}
    return pack({"archive.toml": MANIFEST} | named)


def changed(name, *replacements):
    """The archive of the site with one text changed."""
    files = export_files()
    for old, new in replacements:
        assert old in files[name], (old, files[name])
        files[name] = files[name].replace(old, new, 1)
    return pack(files)


def let_in(content, **people):
    return archive.let_in(archive.read(content), archive.People(**people))


def refusal(call, *args):
    """What the call says is wrong, a line each."""
    try:
        call(*args)
    except archive.ArchiveRefused as refused:
        return [str(fault) for fault in refused.faults]
    raise AssertionError("nothing was refused")
