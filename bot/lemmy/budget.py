"""The one read budget of a site: every request counts, whatever it is for."""

import threading
from collections import deque
from collections.abc import Callable

WINDOW_S = 60.0
BURST_PER_MINUTE = 30
MARGIN_S = 0.05
"""Kept clear of the edge of the window, for clocks that tick coarsely."""


class Budget:
    """At most ``per_minute`` requests in any 60 s, or up to 30 while a backlog is open.

    Waiting ends with the stop event.
    """

    def __init__(self, per_minute: int, *, monotonic: Callable[[], float], stop: threading.Event) -> None:
        self._per_minute = per_minute
        self._monotonic = monotonic
        self._stop = stop
        self._hurried = False
        self._taken: deque[float] = deque()
        self.spent = 0
        """Requests since the start."""

    def hurry(self, backlog: bool) -> None:
        """Whether a backlog is open."""
        self._hurried = backlog

    @property
    def limit(self) -> int:
        """Requests allowed in 60 s at present."""
        return max(self._per_minute, BURST_PER_MINUTE) if self._hurried else self._per_minute

    def wait_s(self) -> float:
        """Seconds until the next request may go out; 0.0 for now."""
        now = self._monotonic()
        while self._taken and now - self._taken[0] >= WINDOW_S + MARGIN_S:
            self._taken.popleft()
        if len(self._taken) < self.limit:
            return 0.0
        return self._taken[len(self._taken) - self.limit] + WINDOW_S + MARGIN_S - now

    def acquire(self) -> bool:
        """Wait for a turn and take it; False when told to stop meanwhile."""
        while not self._stop.is_set():
            wait_s = self.wait_s()
            if wait_s <= 0:
                self._taken.append(self._monotonic())
                self.spent += 1
                return True
            self._stop.wait(wait_s)
        return False
