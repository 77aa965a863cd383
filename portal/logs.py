"""What no log of ours may hold: the secret in the address of a saved assessment."""

import logging
import re

from gunicorn.glogging import Logger

# Wherever it stands on a line, as it is or percent-encoded, once or more: in a path, a referrer, an
# error. Servers log what they are asked for before they decode it.
SLASH = r"(?:/|%(?:25)*2F)"
KEPT = "".join(f"(?:{letter}|%(?:25)*{ord(letter):x})" for letter in "kept")
SECRET = re.compile(rf"({SLASH}{KEPT}{SLASH})[^\s\"'<>]+", re.IGNORECASE)
HIDDEN = r"\1***"

_plain = logging.Formatter()


def without_secrets(text: str) -> str:
    """The text with what follows /kept/ left out."""
    return SECRET.sub(HIDDEN, text)


class HideSecrets(logging.Filter):
    """Let every record through without secrets in its message, its traceback or its stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _plain.formatException(record.exc_info)
        record.exc_text = record.exc_text and without_secrets(record.exc_text)
        record.stack_info = record.stack_info and without_secrets(record.stack_info)
        return True


class GunicornLogger(Logger):
    """gunicorn's own logs of access and errors, without secrets."""

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.filters = [HideSecrets()]
