"""The daemon: a scheduler with one worker thread, and a watchdog on the monotonic clock.

APScheduler runs on wall-clock time and its thread can die unseen, so the main thread watches how long ago the last
sign of life was by the monotonic clock, nudges the job, and at last gives up so that a supervisor can start afresh.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.errors import EvenkeelError, LemmyError
from bot.events import Event
from bot.ports import Clock

NUDGE_AFTER_INTERVALS = 3
NUDGE_SLACK_S = 60.0
"""Beside the intervals: one wait for the read budget may rightly last a minute."""
GIVE_UP_AFTER_INTERVALS = 6
SLACK_S = 90.0
"""Beside the intervals: judging a large batch may rightly take this long."""
TRY_LATER = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something done again and again on the one worker thread."""

    name: str
    every_s: float
    run: Callable[[], None]


class Worker:
    """Runs ``first`` and then ``jobs`` until told to stop, until ``passes`` runs of ``first``, or until it is stuck."""

    def __init__(self, *, first: Job, jobs: Sequence[Job], clock: Clock, stop: threading.Event) -> None:
        self._first = first
        self._jobs = jobs
        self._clock = clock
        self._stop = stop
        self._log = structlog.stdlib.get_logger("evenkeel")
        self._ran = 0
        self.last_sign = clock.monotonic()
        """Monotonic seconds."""
        self._fatal: BaseException | None = None

    def run(self, passes: int | None = None) -> int:
        """Block until the end; 0, or 75 when the worker thread is stuck. Raises what made it impossible to go on."""
        scheduler = self._scheduler(passes)
        scheduler.start()
        stuck = self._watch(scheduler)
        scheduler.shutdown(wait=not stuck)
        if self._fatal is not None:
            raise self._fatal
        return TRY_LATER if stuck else 0

    def sign_of_life(self) -> None:
        """Called by a long pass at each of its steps, so that one that moves is not taken for one that is stuck."""
        self.last_sign = self._clock.monotonic()

    def _scheduler(self, passes: int | None) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        scheduler.add_listener(self._skipped, EVENT_JOB_MAX_INSTANCES | EVENT_JOB_MISSED)
        now = datetime.now(UTC)
        scheduler.add_job(
            lambda: self._run_first(passes),
            "interval",
            seconds=self._first.every_s,
            id=self._first.name,
            next_run_time=now,
        )
        for job in self._jobs:
            scheduler.add_job(
                lambda job=job: self._guarded(job),
                "interval",
                seconds=job.every_s,
                id=job.name,
                next_run_time=now + timedelta(seconds=min(job.every_s, 2 * self._first.every_s)),
            )
        return scheduler

    def _run_first(self, passes: int | None) -> None:
        if self._stop.is_set():
            return
        self._guarded(self._first)
        self.sign_of_life()
        self._ran += 1
        if passes is not None and self._ran >= passes:
            self._stop.set()

    def _guarded(self, job: Job) -> None:
        """A job's trouble with the server is its own; anything else ends the daemon loudly."""
        structlog.contextvars.clear_contextvars()
        if self._stop.is_set():
            return
        try:
            job.run()
        except LemmyError as error:
            self._log.warning(Event.FAILED, job=job.name, error=type(error).__name__, status=error.status)
        except EvenkeelError as error:
            self._fatal = error
            self._stop.set()
        except Exception as error:  # noqa: BLE001  re-raised in the main thread by run()
            self._log.exception(Event.FAILED, job=job.name, error=type(error).__name__)
            self._fatal = error
            self._stop.set()

    def _watch(self, scheduler: BackgroundScheduler) -> bool:
        """Wait for the stop; True when the worker thread is stuck and cannot be waited for."""
        every_s = self._first.every_s
        nudged_at: float | None = None
        while not self._stop.wait(min(1.0, every_s)):
            silent_s = self._clock.monotonic() - self.last_sign
            if silent_s > GIVE_UP_AFTER_INTERVALS * every_s + SLACK_S:
                self._log.error(Event.WATCHDOG_GAVE_UP, silent_s=round(silent_s))
                return True
            since_nudge_s = self._clock.monotonic() - (nudged_at or self.last_sign)
            if min(silent_s, since_nudge_s) > NUDGE_AFTER_INTERVALS * every_s + NUDGE_SLACK_S:
                nudged_at = self._clock.monotonic()
                self._log.warning(Event.WATCHDOG_NUDGED, silent_s=round(silent_s))
                scheduler.modify_job(self._first.name, next_run_time=datetime.now(UTC))
        return False

    def _skipped(self, event: JobExecutionEvent) -> None:
        """The pass before has not ended yet: nothing is lost, since passes read from where the store says."""
        self._log.debug(Event.JOB_SKIPPED, job=event.job_id)
