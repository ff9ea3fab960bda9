"""The one read budget of a site: every request counts, whatever it is for, those of the process before this one too."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import StoreError

WINDOW_S = 60.0
BURST_PER_MINUTE = 30
MARGIN_S = 0.02
"""Kept clear of the edge of the window, for clocks that tick coarsely."""
MOMENT = 1 / 3
"""Share of a tick, 20 s at most, that what is spare may wait for its turn: a minute's requests go out no sooner than
those of the minute before, and are answered now faster and now slower, so they come a little later each minute."""
SLOW_FOR_S = 600.0
"""After the server said that we ask too often, half of the budget has to do for so long."""
MOST_LINES = 1000
"""Of the file of requests, before old ones are dropped from it."""


@dataclass(slots=True, kw_only=True)
class Spent:
    """When requests were sent, kept in a file, so that a daemon that starts over and over asks no more often."""

    path: Path
    now: Callable[[], float]
    """Seconds since 1970."""
    _lines: int = field(init=False, default=0)

    def ages_s(self) -> list[float]:
        """How long ago each request of the last 60 s was sent, oldest first; what cannot be read counts as none."""
        now = self.now()
        times = []
        try:
            for line in self.path.read_text(encoding="ascii", errors="replace").splitlines():
                with suppress(ValueError):  # a line that a crash cut off, and the one that was written behind it
                    times.append(float(line))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._trouble(error) from error
        self._lines = len(times)
        return sorted([max(now - at, 0.0) for at in times if abs(now - at) < WINDOW_S + MARGIN_S], reverse=True)

    def add(self) -> None:
        """One more, now."""
        self._lines += 1
        try:
            if self._lines > MOST_LINES:
                self._shorten()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="ascii") as file:
                file.write(f"{self.now():.3f}\n")
        except OSError as error:
            raise self._trouble(error) from error

    def _shorten(self) -> None:
        now = self.now()
        fresh = self.path.with_name(f"{self.path.name}.new")
        fresh.write_text("".join(f"{now - age:.3f}\n" for age in self.ages_s()), encoding="ascii")
        fresh.replace(self.path)

    def _trouble(self, error: Exception) -> StoreError:
        return StoreError(f"{self.path}, which counts requests, cannot be used ({type(error).__name__}).")


class Budget:
    """At most ``per_minute`` requests in any 60 s, or up to 30 while a backlog is open.

    Waiting ends with the stop event. ``tick_s``: how often there is work; what is spare is spread evenly over ticks.
    ``spent``: requests of processes before this one, and where its own are kept for the next.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        monotonic: Callable[[], float],
        stop: threading.Event,
        tick_s: float = 30.0,
        spent: Spent | None = None,
    ) -> None:
        self._per_minute = per_minute
        self._monotonic = monotonic
        self._stop = stop
        self._tick_s = tick_s
        self._slow_until = float("-inf")
        self._saved = self._most_saved
        self._saved_at = monotonic()
        self._apart = 0
        self._hurried = False
        self._kept = spent
        self._taken = deque([monotonic() - age_s for age_s in spent.ages_s()] if spent else [])
        self.spent = 0
        """Requests since the start."""
        self.before_waiting: Callable[[], None] = lambda: None
        """Called before each wait, which lasts a minute at most: who waits for a turn is alive."""

    def hurry(self, backlog: bool) -> None:
        """Whether a backlog is open."""
        self._hurried = backlog

    @property
    def limit(self) -> int:
        """Requests allowed in 60 s at present."""
        if self._monotonic() < self._slow_until:
            return max(self._per_minute // 2, 1)
        return max(self._per_minute, BURST_PER_MINUTE) if self._hurried else self._per_minute

    def slow_down(self) -> None:
        """The server said that we ask too often."""
        self._slow_until = self._monotonic() + SLOW_FOR_S

    def spare(self) -> int:
        """Requests that may go out now, within a moment and without running ahead of an even pace."""
        self._save()
        now = self._monotonic()
        moment_s = min(self._tick_s, WINDOW_S) * MOMENT
        taken = sum(1 for at in self._taken if now - at < WINDOW_S - moment_s)
        return max(0, min(int(self._saved + 0.05), self.limit - taken))

    @property
    def _most_saved(self) -> float:
        """A tick's share: what was not used by then is let go."""
        return max(1.0, self._per_minute * self._tick_s / WINDOW_S)

    def _save(self) -> None:
        now = self._monotonic()
        pace = min(self.limit, self._per_minute) / WINDOW_S
        self._saved = min(self._saved + (now - self._saved_at) * pace, self._most_saved)
        self._saved_at = now

    def wait_s(self, count: int = 1) -> float:
        """Seconds until ``count`` requests may go out at once, or as many as ever may; 0.0 for now."""
        now = self._monotonic()
        while self._taken and now - self._taken[0] >= WINDOW_S + MARGIN_S:
            self._taken.popleft()
        too_many = len(self._taken) - self.limit + min(count, self.limit)
        return self._taken[too_many - 1] + WINDOW_S + MARGIN_S - now if too_many > 0 else 0.0

    def wait_for(self, count: int) -> bool:
        """Wait until ``count`` requests may go out at once, and take none; False when told to stop meanwhile."""
        while not self._stop.is_set():
            wait_s = self.wait_s(count)
            if wait_s <= 0:
                return True
            self.before_waiting()
            self._stop.wait(wait_s)
        return False

    def set_apart(self, count: int) -> None:
        """The next ``count`` requests are not taken from what is spare: they waited for the hard limit instead."""
        self._apart = count

    def acquire(self) -> bool:
        """Wait for a turn and take it; False when told to stop meanwhile."""
        if not self.wait_for(1):
            return False
        self._save()
        if self._apart:
            self._apart -= 1
        else:
            self._saved = max(self._saved - 1, 0.0)
        if self._kept:
            self._kept.add()
        self._taken.append(self._monotonic())
        self.spent += 1
        return True

    def give_back(self) -> None:
        """The last request never reached the server: it was none."""
        self._taken.pop()
        self._saved = min(self._saved + 1, self._most_saved)
        self.spent -= 1
