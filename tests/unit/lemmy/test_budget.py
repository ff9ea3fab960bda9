"""The one read budget: never exceeded in any 60 s."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from bot.lemmy.budget import Budget


class Waiter(threading.Event):
    """A stop event whose waiting moves a clock instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0.0
        return self.is_set()


@given(st.integers(2, 12), st.lists(st.tuples(st.floats(0, 30), st.booleans()), max_size=120))
def test_no_minute_ever_holds_more_than_it_may(per_minute: int, steps: list[tuple[float, bool]]) -> None:
    stop = Waiter()
    budget = Budget(per_minute, monotonic=lambda: stop.now, stop=stop)
    taken: list[tuple[float, bool]] = []
    for pause, hurried in steps:
        stop.now += pause
        budget.hurry(hurried)
        assert budget.acquire()
        taken.append((stop.now, hurried))

    for at, hurried in taken:
        within = [t for t, _ in taken if at - 60 < t <= at]
        assert len(within) <= 30
        if not hurried:
            assert len(within) <= max(per_minute, sum(1 for t, h in taken if h and at - 60 < t <= at) + per_minute)


def test_without_hurry_the_limit_is_the_configured_one() -> None:
    stop = Waiter()
    budget = Budget(6, monotonic=lambda: stop.now, stop=stop)
    times = []
    for _ in range(30):
        budget.acquire()
        times.append(stop.now)

    assert all(sum(at - 60 < t <= at for t in times) <= 6 for at in times)


def test_waiting_ends_with_the_stop() -> None:
    stop = Waiter()
    budget = Budget(2, monotonic=lambda: stop.now, stop=stop)
    stop.set()

    assert not budget.acquire()
