"""Makes a variable that one of our templates expects, and that nobody passed, fail the test."""

import inspect
from pathlib import Path

from django.template.base import FilterExpression

OUR_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class MissingVariableError(AssertionError):
    """A template asked for a variable that its context lacks."""


class MissingVariable(str):
    """Stands in for `string_if_invalid`; it is empty, and loud in our own templates only.

    Django's and crispy's templates ask for missing variables on purpose. Django tests the truth of
    this value at the one moment when it would be used, so that is where we look at who asks.
    """

    __slots__ = ()

    def __bool__(self):
        asking = inspect.currentframe().f_back
        if asking.f_code is FilterExpression.resolve.__code__:
            template = asking.f_locals["context"].render_context.template
            if Path(template.origin.name).is_relative_to(OUR_TEMPLATES):
                expression = asking.f_locals["self"]
                message = f"{template.origin.name} asks for {expression.var}, which is missing"
                raise MissingVariableError(message)
        return False
