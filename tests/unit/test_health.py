"""Whether the daemon works, said to others."""

from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot import health
from bot.ports import Heartbeat
from tests.builders import NOW

BEAT = Heartbeat(at=NOW, healthy=True, why="3 passes, dry run", interval_s=30)


def test_a_fresh_heartbeat_is_healthy() -> None:
    assert health.of_heartbeat(BEAT, NOW + timedelta(seconds=60)) == (True, "Working: 3 passes, dry run")


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        (None, "has not run"),
        (Heartbeat(at=NOW - timedelta(hours=3), healthy=True, why="x", interval_s=30), "3 hours ago"),
        (Heartbeat(at=NOW, healthy=False, why="the token is dead", interval_s=30), "the token is dead"),
    ],
)
def test_trouble_is_said_in_one_line(beat: Heartbeat | None, words: str) -> None:
    healthy, why = health.of_heartbeat(beat, NOW)

    assert not healthy
    assert words in why


def test_the_page_answers_200_or_503() -> None:
    answers = iter([(True, "fine"), (False, "not fine")])
    server = health.serve("127.0.0.1:0", lambda: next(answers))
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with urlopen(f"{url}/healthz") as answer:
            assert (answer.status, b"fine" in answer.read()) == (200, True)
        with pytest.raises(HTTPError) as error:
            urlopen(f"{url}/healthz")
        assert error.value.code == 503
        error.value.close()
    finally:
        server.shutdown()
        server.server_close()
