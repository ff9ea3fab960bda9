"""The closed list of log events.

Logs carry these names with counts and ids, never comment text, its words or secrets.
"""

from enum import StrEnum


class Event(StrEnum):
    """Names of what is logged; docs/reference/contracts.md explains each (a test compares the two)."""

    DAEMON_STARTED = "daemon.started"
    DAEMON_STOPPED = "daemon.stopped"
    STORE_OPENED = "store.opened"
    MODEL_LOADED = "model.loaded"
    MODEL_REFUSED = "model.refused"
    DONE = "pass.done"
    FAILED = "pass.failed"
    ROWS_SET_ASIDE = "page.rows-set-aside"
    ACTION_SETTLED = "action.settled"
    VERDICTS_STORED = "verdicts.stored"
    REPORTS_UNREAD = "reports.unread"
    TEXTS_DROPPED = "texts.dropped"
    JOB_SKIPPED = "job.skipped"
    WATCHDOG_NUDGED = "watchdog.nudged"
    WATCHDOG_GAVE_UP = "watchdog.gave-up"
    PING_FAILED = "ping.failed"
