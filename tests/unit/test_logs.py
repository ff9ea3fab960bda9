"""No secret in a log, whatever key or library it came by."""

import io
import json
import logging

import pytest

from bot import logs
from bot.events import Event

CANARY = "canary-password-1234"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def logged(work: object) -> str:
    stream = io.StringIO()
    logs.set_up(stream=stream, secrets=[CANARY])
    work()  # type: ignore[operator]
    return stream.getvalue()


def test_secrets_are_redacted_by_key_by_shape_and_by_value() -> None:
    def work() -> None:
        log = logs.get()
        log.info(Event.DONE, password="x1", why=f"it was {CANARY}", nested={"jwt": "x2", "list": [f"Bearer {TOKEN}"]})
        logging.getLogger("requests").warning("sent %s to %s", TOKEN, CANARY)

    out = logged(work)

    assert "x1" not in out
    assert "x2" not in out
    assert CANARY not in out
    assert TOKEN not in out
    assert logs.REDACTED in out


def test_an_error_shows_no_local_variables() -> None:
    def work() -> None:
        secret_local = "something-in-a-local"
        try:
            int(f"x{len(secret_local)}")
        except ValueError:
            logs.get().exception(Event.FAILED)

    assert "something-in-a-local" not in logged(work)


def test_a_pipe_gets_json_with_time_level_and_event_first() -> None:
    line = json.loads(logged(lambda: logs.get().info(Event.DONE, pages=2)))

    assert list(line)[:3] == ["timestamp", "level", "event"]
    assert line["event"] == "pass.done"


@pytest.fixture(autouse=True)
def quiet() -> object:
    yield
    logging.getLogger().handlers[:] = []
