"""The one read budget: never exceeded in any 60 s."""

import threading
from math import nextafter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.lemmy.budget import BURST_PER_MINUTE, MARGIN_S, MOMENT, MOST_LINES, SLOW_FOR_S, WINDOW_S, Budget, Spent

TICK_S = 30.0


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


@given(st.integers(2, 12), st.lists(st.tuples(st.floats(0, 30), st.integers(1, 14)), max_size=40))
def test_room_for_several_is_waited_for_and_then_they_go_out_at_once(
    per_minute: int, steps: list[tuple[float, int]]
) -> None:
    stop = Waiter()
    budget = Budget(per_minute, monotonic=lambda: stop.now, stop=stop)
    told: list[float] = []
    budget.before_waiting = lambda: told.append(stop.now)
    for pause, count in steps:
        stop.now += pause
        began, wait_s = stop.now, budget.wait_s(count)
        assert budget.wait_for(count)
        assert stop.now - began <= wait_s + 1e-6
        assert (began in told) == (wait_s > 0)
        room = stop.now
        for _ in range(min(count, per_minute)):
            assert budget.acquire()
        assert stop.now == room


def test_without_hurry_the_limit_is_the_configured_one() -> None:
    stop = Waiter()
    budget = Budget(6, monotonic=lambda: stop.now, stop=stop)
    times = []
    for _ in range(30):
        budget.acquire()
        times.append(stop.now)

    assert all(sum(at - 60 < t <= at for t in times) <= 6 for at in times)


@given(
    st.integers(2, 60),
    st.lists(
        st.tuples(st.floats(0, 40), st.sampled_from(["read", "read", "read", "hurry", "calm", "slow"])), max_size=150
    ),
)
def test_whatever_happens_no_sixty_seconds_hold_more_than_was_ever_allowed_in_them(
    per_minute: int, steps: list[tuple[float, str]]
) -> None:
    """Bursts, slowing down and plain reading in any order, taking all that is spare at each step."""
    stop = Waiter()
    budget = Budget(per_minute, monotonic=lambda: stop.now, stop=stop)
    taken: list[float] = []
    allowed: list[tuple[float, int]] = [(0.0, per_minute)]
    slow_until = 0.0
    for pause, what in steps:
        stop.now += pause
        budget.hurry(what == "hurry")
        if what == "slow":
            budget.slow_down()
            slow_until = stop.now + SLOW_FOR_S
        allowed.append((stop.now, budget.limit))
        for _ in range(max(1, budget.spare())):
            assert budget.acquire()
            taken.append(stop.now)
        if stop.now < slow_until:
            assert budget.limit == max(per_minute // 2, 1)

    for at in taken:
        within = [t for t in taken if at - WINDOW_S < t <= at]
        before = [limit for when, limit in allowed if when <= at - WINDOW_S][-1:]
        assert len(within) <= max(before + [limit for when, limit in allowed if at - WINDOW_S < when <= at])
        assert len(within) <= max(per_minute, BURST_PER_MINUTE)


@given(st.integers(2, 60), st.lists(st.floats(0, 50), max_size=60))
def test_what_is_spare_goes_out_within_a_moment(per_minute: int, pauses: list[float]) -> None:
    stop = Waiter()
    budget = Budget(per_minute, monotonic=lambda: stop.now, stop=stop, tick_s=TICK_S)
    for pause in pauses:
        stop.now += pause
        began, spare = stop.now, budget.spare()
        for _ in range(spare):
            assert budget.acquire()
        assert stop.now <= began + TICK_S * MOMENT + MARGIN_S + 1e-6


def test_what_is_spare_is_spread_evenly_over_ticks() -> None:
    stop = Waiter()
    budget = Budget(6, monotonic=lambda: stop.now, stop=stop, tick_s=30.0)
    spent = []
    for _ in range(8):
        spent.append(budget.spare())
        for _ in range(spent[-1]):
            budget.acquire()
        stop.now += 30

    assert spent == [3] * 8


@pytest.mark.parametrize("slowest_s", [0.0, 0.4, 2.0])
@pytest.mark.parametrize("per_minute", [2, 6, 12])
def test_hardly_a_request_is_lost_to_answers_that_are_now_faster_and_now_slower(
    per_minute: int, slowest_s: float
) -> None:
    stop, random = Waiter(), Random(1)
    budget = Budget(per_minute, monotonic=lambda: stop.now, stop=stop, tick_s=TICK_S)
    ticks = 2000
    for tick in range(ticks):
        stop.now = max(stop.now, tick * TICK_S)
        while budget.spare() > 0:
            budget.acquire()
            stop.now += random.uniform(0.0, slowest_s)

    assert budget.spent >= 0.99 * per_minute * ticks * TICK_S / WINDOW_S


def test_told_to_slow_down_half_has_to_do_for_ten_minutes() -> None:
    stop = Waiter()
    budget = Budget(6, monotonic=lambda: stop.now, stop=stop)
    budget.slow_down()
    budget.hurry(True)
    assert budget.limit == 3
    stop.now = nextafter(SLOW_FOR_S, 0)
    assert budget.limit == 3
    stop.now = SLOW_FOR_S
    assert budget.limit == BURST_PER_MINUTE


def test_waiting_ends_with_the_stop() -> None:
    stop = Waiter()
    budget = Budget(2, monotonic=lambda: stop.now, stop=stop)
    stop.set()

    assert not budget.acquire()


def test_a_process_that_starts_over_and_over_asks_no_more_often(tmp_path: Path) -> None:
    stop, sent = Waiter(), []
    for started in range(12):
        stop.now += 3.0
        spent = Spent(path=tmp_path / "new" / "requests", now=lambda: 1.7e9 + stop.now)
        # each process has a monotonic clock of its own
        budget = Budget(6, monotonic=lambda since=5000.0 * started: stop.now + since, stop=stop, spent=spent)
        for _ in range(4):
            assert budget.acquire()
            sent.append(stop.now)

    assert max(sum(at - 60 < other <= at for other in sent) for at in sent) == 6


def test_the_file_of_requests_stays_short_and_forgives_a_line_cut_off(tmp_path: Path) -> None:
    path, clock = tmp_path / "requests", Waiter()
    spent = Spent(path=path, now=lambda: 1.7e9 + clock.now)
    for _ in range(MOST_LINES + 5):
        clock.now += 10
        spent.add()
    assert len(path.read_text().splitlines()) < 15

    with path.open("a") as file:
        file.write("17000")
    spent.add()
    assert Spent(path=path, now=lambda: 1.7e9 + clock.now).ages_s() == pytest.approx(
        [60, 50, 40, 30, 20, 10, 0], abs=0.1
    )


def test_requests_that_cannot_be_counted_are_said_so(tmp_path: Path) -> None:
    path = tmp_path / "requests"
    path.mkdir()
    spent = Spent(path=path, now=lambda: 0.0)
    with pytest.raises(StoreError, match="counts requests"):
        spent.add()
    with pytest.raises(StoreError, match="counts requests"):
        spent.ages_s()
