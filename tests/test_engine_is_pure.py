"""The calculation rests on the standard library alone, and asks neither clock nor machine."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = sorted((ROOT / "advice" / "engine").rglob("*.py"))
IMPURE = {
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "time",
}
CLOCK = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}


def modules_imported_by(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def is_allowed(module):
    top = module.partition(".")[0]
    if top == "advice":
        return module.startswith("advice.engine")
    return top in sys.stdlib_module_names - IMPURE


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_a_module_of_the_engine_imports_only_the_engine_and_pure_standard_library(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert [module for module in modules_imported_by(tree) if not is_allowed(module)] == []


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_a_module_of_the_engine_asks_no_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    asked = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert {".".join(name.split(".")[-2:]) for name in asked} & CLOCK == set()
