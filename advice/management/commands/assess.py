"""manage.py assess: cases in, results out, a JSON object a line (calculation.md, section 11)."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from contextlib import ExitStack
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from advice import selectors, services
from advice.engine import CaseRefused

AS_UTF_8 = {"encoding": "utf-8-sig", "errors": "replace"}


class Command(BaseCommand):
    help = "Assess cases, one JSON object a line, from a file or standard input, in order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="Default: standard input.")

    def handle(self, *args: Any, **options: Any) -> None:
        assessor = Assessor()
        with ExitStack() as stack:
            lines = _lines(options["file"], stack)
            for line in tqdm(lines, unit=" cases", file=sys.stderr, delay=1):
                self.stdout.write(_as_line(assessor.answer(line)))
        if assessor.refused:
            sys.exit(1)


class Assessor:
    """Answers line after line by the rules and strategies of the moment it was made."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        edition = selectors.current_edition()
        self.rulebook, self.strategies = edition.rulebook, edition.strategy_rules
        self.refused = 0

    def answer(self, line: str) -> dict[str, Any]:
        """The result of one line, or its errors by field."""
        try:
            return services.advise_as_json(
                _read(line),
                today=self.today,
                rulebook=self.rulebook,
                strategies=self.strategies,
            )
        except CaseRefused as refused:
            self.refused += 1
            return {"error": refused.errors}


def _read(line: str) -> dict[str, Any]:
    """The line's object, numbers exact; raises CaseRefused for anything else."""
    try:
        told = json.loads(
            line,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=str,
            object_pairs_hook=_object,
        )
    except CaseRefused:
        raise
    except (ValueError, RecursionError, ArithmeticError):
        told = None
    if not isinstance(told, dict):
        raise CaseRefused({"line": ["这一行不是 JSON 对象"]})
    return told


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these fields; a field told twice is refused, for either value may be meant."""
    told = dict(pairs)
    if len(told) < len(pairs):
        twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        raise CaseRefused({name: ["这个字段写了两次"] for name in twice})
    return told


def _as_line(answer: dict[str, Any]) -> str:
    """Readable Chinese; half a surrogate pair, which UTF-8 has not, as its escape."""
    text = json.dumps(answer, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _lines(name: str | None, stack: ExitStack) -> TextIO:
    """The lines of the file or of standard input; a byte that is no UTF-8 spoils only its line."""
    if name is None:
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(**AS_UTF_8)
        return sys.stdin
    try:
        return stack.enter_context(Path(name).open(**AS_UTF_8))
    except OSError as failed:
        message = f"Cannot read {name}: {failed.strerror}"
        raise CommandError(message) from failed
