"""Logging set-up: JSON on a pipe, readable lines on a terminal; secrets redacted last, whatever their key.

Records carry an event from the closed list in events.py with counts and ids.
"""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer

_SECRET_KEYS = frozenset({"password", "jwt", "token", "authorization", "cookie", "secret", "totp", "totp_2fa_token"})
_SECRET_TEXT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+|Bearer\s+\S+")
REDACTED = "[redacted]"


class Redactor:
    """Takes secrets out of a record: by key, by shape, and every configured secret by value."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = [secret for secret in secrets if len(secret) >= 4]

    def __call__(self, _logger: Any, _method: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """A structlog processor; must stand right before the renderer."""
        return {key: self._clean(key, value) for key, value in record.items()}

    def _clean(self, key: str, value: Any) -> Any:
        if key.lower() in _SECRET_KEYS:
            return REDACTED
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {k: self._clean(str(k), v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean("", item) for item in value]
        return value

    def text(self, value: str) -> str:
        """One string without secrets."""
        for secret in self._secrets:
            value = value.replace(secret, REDACTED)
        return _SECRET_TEXT.sub(REDACTED, value)


def set_up(*, stream: TextIO | None = None, secrets: Iterable[str] = (), level: int = logging.INFO) -> None:
    """Send every record of this process, libraries included, through one pipeline to ``stream`` (standard error)."""
    stream = stream or sys.stderr
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            Redactor(secrets),
            _event_first,
            _renderer(stream),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # A pass that is still busy when the next is due loses nothing, and the worker says so itself.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # It warns of every connection that it tries anew, with an address; what that comes to stands in `pass.failed`.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    logging.getLogger("evenkeel").setLevel(level)


def _event_first(_logger: Any, _method: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """When, how grave and what come before the details: logs are read from the left."""
    first = {key: record[key] for key in ("timestamp", "level", "event") if key in record}
    return first | {key: value for key, value in record.items() if key not in first}


def _renderer(stream: TextIO) -> Any:
    if stream.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=True)


def get() -> structlog.stdlib.BoundLogger:
    """The program's one logger."""
    return structlog.stdlib.get_logger("evenkeel")
