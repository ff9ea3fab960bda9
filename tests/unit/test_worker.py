"""The worker: bounded runs, errors, and the watchdog on the monotonic clock."""

import threading
import time
from datetime import UTC, datetime

import pytest

from bot import worker
from bot.errors import StoreError, UnavailableError
from bot.worker import Job, Worker


class Clock:
    """Real time, with a monotonic clock that a test may push ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


def made(
    run: object, *, clock: Clock | None = None, every_s: float = 0.05, stop: threading.Event | None = None
) -> Worker:
    job = Job(name="pass", every_s=every_s, run=run)  # type: ignore[arg-type]
    return Worker(first=job, jobs=(), clock=clock or Clock(), stop=stop or threading.Event())


def test_a_bounded_run_ends_by_itself() -> None:
    ran: list[int] = []

    assert made(lambda: ran.append(1)).run(passes=3) == 0
    assert len(ran) == 3


def test_trouble_with_the_server_does_not_end_it() -> None:
    def fail() -> None:
        raise UnavailableError("down")

    assert made(fail).run(passes=2) == 0


@pytest.mark.parametrize("error", [StoreError("gone"), ZeroDivisionError()])
def test_any_other_error_ends_it_loudly(error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)):
        made(fail).run()


def test_a_stop_ends_it_soon() -> None:
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()

    assert made(lambda: None, stop=stop).run() == 0


def test_a_stuck_pass_makes_the_watchdog_give_up() -> None:
    clock, release = Clock(), threading.Event()

    def hang() -> None:
        clock.ahead += worker.SLACK_S + 100
        release.wait(10)

    try:
        assert made(hang, clock=clock).run() == worker.TRY_LATER
    finally:
        release.set()


def test_a_silent_scheduler_is_nudged() -> None:
    """As after a clock that was set back: the next run lies far away, and the watchdog moves it here."""
    clock = Clock()
    ran: list[float] = []

    def silence() -> None:
        clock.ahead += worker.NUDGE_AFTER_INTERVALS * 3600 + worker.NUDGE_SLACK_S + 1

    threading.Timer(0.3, silence).start()
    stop = threading.Event()
    threading.Timer(8, stop.set).start()

    assert made(lambda: ran.append(1), clock=clock, every_s=3600, stop=stop).run(passes=2) == 0
    assert len(ran) == 2  # the second was not due for an hour
