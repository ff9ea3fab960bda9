"""A wrapper round a performer that writes down what was tried and how it ended, for tests of what a crash may lose.

One JSON object a line, flushed to disk before and after each deed: `t_mono`, `t_wall`, `op`, `key`, `phase` (invoke,
ok, fail, unknown). Not used unless `EVENKEEL_JOURNAL` names a file.
"""

import json
import os
from pathlib import Path

from bot.decisions import Action, Outcome, Settled
from bot.ports import Clock, Performer

_PHASES = {
    Settled.DONE: "ok",
    Settled.ALREADY: "ok",
    Settled.UNKNOWN: "unknown",
    Settled.PERSON: "unknown",
}


class Journalled:
    """A performer whose invocations and results are written down."""

    def __init__(self, performer: Performer, path: Path, clock: Clock) -> None:
        self._performer = performer
        self._path = path
        self._clock = clock

    def perform(self, action: Action) -> Outcome:
        """As the performer within, between two lines of the journal."""
        self._write(action, "perform", "invoke")
        outcome = self._performer.perform(action)
        self._write(action, "perform", _PHASES.get(outcome.settled, "fail"))
        return outcome

    def look_up(self, action: Action) -> Outcome:
        """As the performer within, between two lines of the journal."""
        self._write(action, "look-up", "invoke")
        outcome = self._performer.look_up(action)
        self._write(action, "look-up", _PHASES.get(outcome.settled, "fail"))
        return outcome

    def _write(self, action: Action, op: str, phase: str) -> None:
        line = json.dumps(
            {
                "t_mono": self._clock.monotonic(),
                "t_wall": self._clock.now().isoformat(),
                "pid": os.getpid(),
                "op": op,
                "key": action.key,
                "mode": action.mode,
                "phase": phase,
            }
        )
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
