"""What a guard finds in the content as it is stored now."""

from advice.services.content_check.content import read_content
from tests.engine.factories import TODAY


def found_by(guard, *, day=TODAY):
    return list(guard(read_content(), day))


def messages(guard, *, day=TODAY):
    return [finding.message for finding in found_by(guard, day=day)]
