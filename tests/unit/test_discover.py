"""Which page to read next."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import discover
from bot.discover import FeedState
from tests.builders import FEED, NOW, comment, page


def test_a_new_feed_is_read_from_its_first_page() -> None:
    window = discover.next_window(FeedState(feed=FEED), now=NOW, looked=False)

    assert window is not None
    assert (window.page, window.again) == (1, False)


def test_the_high_water_mark_moves_only_with_the_page_that_closes_the_overlap() -> None:
    state = FeedState(feed=FEED, high_water=NOW - timedelta(hours=1))

    first = discover.after(state, page(comment(90, minutes_ago=1), comment(80, minutes_ago=20), full=True))
    assert (first.high_water, first.next_page) == (state.high_water, 2)

    last = discover.after(first, page(comment(70, minutes_ago=30), comment(60, minutes_ago=90), number=2, full=True))
    assert (last.high_water, last.next_page) == (NOW - timedelta(minutes=1), 1)


def test_a_clock_that_runs_ahead_does_not_lift_the_mark() -> None:
    ahead = page(comment(2, minutes_ago=-600), comment(1, minutes_ago=3), full=False)

    assert discover.after(FeedState(feed=FEED), ahead).high_water == NOW - timedelta(minutes=3)


def test_ties_at_the_mark_are_read_again() -> None:
    state = FeedState(feed=FEED, high_water=NOW - timedelta(minutes=10))
    tied = page(comment(3, minutes_ago=1), comment(2, minutes_ago=10), full=True)

    assert discover.after(state, tied).behind


def test_the_wall_names_a_gap() -> None:
    state = FeedState(feed=FEED, high_water=NOW - timedelta(days=3), next_page=100, floor=NOW - timedelta(days=3))

    after = discover.after(state, page(comment(1, minutes_ago=60), number=100, full=True))

    assert after.gap_since == NOW - timedelta(days=3)
    assert after.gap_until == NOW - timedelta(minutes=60)
    assert not after.behind


def test_nothing_is_due_once_the_newest_page_was_read() -> None:
    state = FeedState(feed=FEED, high_water=NOW)

    assert discover.next_window(state, now=NOW, looked=True) is None


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=400), st.integers(0, 1500))
def test_every_comment_above_the_mark_is_read(ages_min: list[int], mark_min: int) -> None:
    """Simulated listing of any ages, pages of 50: one pass shows everything younger than the mark."""
    listing = sorted(
        (comment(n + 1, minutes_ago=age) for n, age in enumerate(ages_min)), key=lambda c: c.published, reverse=True
    )
    state = FeedState(feed=FEED, high_water=NOW - timedelta(minutes=mark_min))
    seen = set()
    while True:
        window = discover.next_window(state, now=NOW, looked=False)
        assert window is not None
        rows = listing[(window.page - 1) * 50 : window.page * 50]
        seen |= {row.ap_id for row in rows}
        state = discover.after(state, page(*rows, number=window.page, full=len(rows) == 50))
        if not state.behind:
            break

    assert seen >= {c.ap_id for c in listing if c.published > NOW - timedelta(minutes=mark_min)}
