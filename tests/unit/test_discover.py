"""Which page to read next, and what may be missing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import discover
from bot.comments import ApId, LocalId, PostCount, PostPage, PostSort, PostWindow, Window
from bot.discover import FeedState, Gap, Suspect, ThreadKnown
from tests.builders import COMMUNITY, FEED, NOW, comment, page

WATCHING = FeedState(
    feed=FEED, high_water=NOW, last_pass_at=NOW, watched_since=NOW - timedelta(days=2), round_at=NOW, rate_per_h=60
)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def thread(number: int = 1, comments: int = 10, *, newest_min: float = 30, born_min: float = 600) -> PostCount:
    return PostCount(
        post=LocalId(number),
        ap_id=ApId(f"http://here.example/post/{number}"),
        community=COMMUNITY.actor_id,
        comments=comments,
        newest=ago(newest_min),
        published=ago(born_min),
    )


def threads(*posts: PostCount, number: int = 1, full: bool = True, sort: PostSort = PostSort.NEW_COMMENTS) -> PostPage:
    window = PostWindow(feed=FEED, sort=sort, page=number)
    return PostPage(window=window, posts=posts, observed_at=NOW, full=full)


def known(visible: int, settled: int | None = None) -> ThreadKnown:
    return ThreadKnown(visible=visible, settled=settled)


def suspect(comments: int = 10, next_page: int = 1) -> Suspect:
    return Suspect(
        post=LocalId(1), ap_id=ApId("http://here.example/post/1"), comments=comments, listed_at=NOW, next_page=next_page
    )


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


# looks
@pytest.mark.parametrize(
    ("rate_per_h", "per_minute", "every_s"),
    [
        (0, 6, 60),  # nothing known yet: every second pass
        (60, 6, 60),  # quiet
        (720, 6, 60),  # twelve new ones in a minute
        (2880, 6, 30),  # twelve in a quarter: as often as there are passes
        (60, 2, 180),  # a small budget looks more rarely
        (60, 60, 60),
    ],
)
def test_looks_are_as_rare_as_the_stream_allows(rate_per_h: float, per_minute: float, every_s: float) -> None:
    state = replace(WATCHING, rate_per_h=rate_per_h)

    assert discover.look_every_s(state, interval_s=30, requests_per_minute=per_minute) == every_s


def test_a_look_waits_for_its_time() -> None:
    state = replace(WATCHING, last_pass_at=ago(1))

    assert discover.next_window(state, now=NOW, every_s=120) is None
    assert discover.next_window(state, now=NOW, every_s=60) is not None


def test_three_hundred_at_once_are_for_operators_who_ask_and_for_a_backlog() -> None:
    long_ago = replace(WATCHING, last_pass_at=ago(300))  # 300 comments at 60 an hour

    assert discover.next_window(long_ago, now=NOW) == Window(feed=FEED, page=1)
    assert discover.next_window(long_ago, now=NOW, newest_300=True) == Window(feed=FEED, page=1, whole=True)
    assert discover.next_window(replace(long_ago, next_page=2), now=NOW) == Window(feed=FEED, page=1, whole=True)
    assert discover.next_window(replace(WATCHING, next_page=2), now=NOW) == Window(feed=FEED, page=2)


def test_after_three_hundred_the_seventh_page_is_next() -> None:
    state = replace(WATCHING, high_water=ago(900), next_page=2, floor=ago(902))
    shown = [comment(n, minutes_ago=n) for n in range(1, 301)]

    assert discover.after(state, page(*shown, full=True, whole=True)).next_page == 7


def test_what_is_read_again_says_nothing_of_how_far_reading_came() -> None:
    shown = page(comment(1, minutes_ago=1), full=True, again=True)

    assert discover.after(WATCHING, shown) == WATCHING


def test_the_first_pass_has_no_gap_behind_it() -> None:
    first = FeedState(feed=FEED, next_page=100, floor=ago(24 * 60))
    after = discover.after(first, page(comment(1, minutes_ago=60), number=100, full=True))

    assert after.gap_since is None
    assert after.watched_since == ago(60)


# counters of threads
def test_a_late_comment_changes_the_counter_and_so_is_found() -> None:
    found, settled = discover.suspects(WATCHING, threads(thread(comments=11)), {LocalId(1): known(10, 0)})

    assert [(one.post, one.comments) for one in found] == [(1, 11)]
    assert settled == {}


def test_a_counter_that_agrees_is_left_alone_and_so_is_what_was_settled() -> None:
    page_of_threads = threads(thread(1, 10), thread(2, 10))

    assert discover.suspects(WATCHING, page_of_threads, {LocalId(1): known(10), LocalId(2): known(7, 3)}) == ([], {})


def test_a_removal_that_we_did_not_see_is_a_difference_too() -> None:
    found, _ = discover.suspects(WATCHING, threads(thread(comments=9)), {LocalId(1): known(10, 0)})

    assert len(found) == 1


def test_most_missing_goes_first() -> None:
    listed = threads(thread(1, 9), thread(2, 30), thread(3, 12))
    ours = {LocalId(n): known(10, 0) for n in (1, 2, 3)}

    assert [one.post for one in discover.suspects(WATCHING, listed, ours)[0]] == [2, 3, 1]


def test_comments_that_came_since_the_last_look_are_not_missing_yet() -> None:
    state = replace(WATCHING, high_water=ago(10))

    assert discover.suspects(state, threads(thread(newest_min=5)), {LocalId(1): known(9, 0)}) == ([], {})


def test_a_comment_dated_in_the_future_hides_no_thread() -> None:
    listed = threads(thread(comments=12, newest_min=-60 * 24 * 365))

    assert len(discover.suspects(WATCHING, listed, {LocalId(1): known(10, 0)})[0]) == 1


def test_what_was_there_before_we_were_is_settled_once() -> None:
    old = thread(comments=40, born_min=60 * 24 * 3)

    assert discover.suspects(WATCHING, threads(old), {LocalId(1): known(10)}) == ([], {LocalId(1): 30})
    assert len(discover.suspects(WATCHING, threads(old), {LocalId(1): known(10, 29)})[0]) == 1


def test_closing_a_gap_every_difference_is_read() -> None:
    closing = replace(WATCHING, gap_since=ago(900), gap_until=ago(600), catch_page=1, high_water=ago(60))
    old = thread(comments=40, born_min=60 * 24 * 3, newest_min=5)

    assert len(discover.suspects(closing, threads(old), {})[0]) == 1


@pytest.mark.parametrize(
    ("comments", "next_page", "whole"), [(300, 1, True), (301, 1, False), (301, 2, False), (12, 1, True)]
)
def test_a_thread_is_read_in_one_answer_where_it_fits(comments: int, next_page: int, whole: bool) -> None:
    window = discover.thread_window(FEED, suspect(comments, next_page))

    assert (window.whole, window.page, window.post, window.again) == (whole, next_page, 1, True)


def test_a_long_thread_is_read_until_nothing_is_missing() -> None:
    part = page(comment(1), full=True, post=LocalId(1))

    assert not discover.thread_is_read(suspect(400), part, known(350, 0))
    assert discover.thread_is_read(suspect(400), part, known(400, 0))
    assert discover.thread_is_read(suspect(400), replace(part, full=False), known(350, 0))


# rounds
def rounds(state: FeedState, *, behind_wall: bool, lists: int = 40) -> tuple[list[tuple[str, int]], FeedState]:
    """Lists asked for until the round is over; every one is full of young threads."""
    asked: list[tuple[str, int]] = []
    for _ in range(lists):
        window = discover.next_list(state, now=NOW)
        if window is None:
            break
        asked.append((str(window.sort), window.page))
        state = discover.after_list(
            state, threads(thread(), number=window.page, sort=window.sort), behind_wall=behind_wall
        )
    return asked, state


def test_a_round_compares_five_lists_and_deeper_pages_take_turns() -> None:
    due = replace(WATCHING, round_at=ago(15))
    first, after = rounds(due, behind_wall=False)
    second, _ = rounds(replace(after, round_at=ago(15)), behind_wall=False)

    assert first == [("NewComments", 1), ("Active", 1), ("NewComments", 2), ("NewComments", 3), ("NewComments", 4)]
    assert second[2:] == [("NewComments", 5), ("NewComments", 6), ("NewComments", 7)]
    assert after.round_at == NOW


def test_behind_the_last_page_more_lists_are_compared() -> None:
    assert len(rounds(replace(WATCHING, round_at=ago(15)), behind_wall=True)[0]) == discover.LISTS_BEHIND_THE_WALL


def test_no_round_begins_before_its_time() -> None:
    assert discover.next_list(replace(WATCHING, round_at=ago(14)), now=NOW) is None


@pytest.mark.parametrize("last", [threads(thread(), number=3, full=False), threads(thread(newest_min=9999), number=3)])
def test_the_turn_begins_anew_where_threads_end_or_grow_old(last: PostPage) -> None:
    after = discover.after_list(replace(WATCHING, list_step=3, list_page=3), last, behind_wall=True)

    assert (after.list_page, after.list_step) == (2, 0)


# gaps
def closing(**more: Any) -> FeedState:
    return replace(WATCHING, gap_since=ago(900), gap_until=ago(600), catch_page=1, **more)


def test_after_an_outage_threads_are_listed_down_to_where_it_began() -> None:
    state = closing()
    assert discover.next_list(state, now=NOW) == PostWindow(feed=FEED, sort=PostSort.NEW_COMMENTS, page=1)
    state = discover.after_list(state, threads(thread(newest_min=500)), behind_wall=True)
    assert state.catch_page == 2
    state = discover.after_list(state, threads(thread(newest_min=901), number=2), behind_wall=True)
    assert (state.catch_page, state.gaps) == (0, ())
    assert state.gap_since is not None
    assert discover.gap_closed(state, threads_left=1) == state
    assert discover.gap_closed(state, threads_left=0).gap_since is None


def test_a_gap_that_cannot_be_closed_keeps_its_name() -> None:
    """The server lists no more than a hundred pages of threads."""
    state = replace(closing(), catch_page=100)
    state = discover.after_list(state, threads(thread(newest_min=700), number=100), behind_wall=True)

    (gap,) = state.gaps
    assert gap == Gap(since=ago(900), until=ago(700), why="more threads than the server lists")
    assert (state.gap_since, state.catch_page) == (ago(700), 0)


def test_a_pinned_thread_does_not_end_the_catching_up() -> None:
    """Pinned threads stand first in every list, however old."""
    pinned, young = thread(1, newest_min=60 * 24 * 90), thread(2, newest_min=30)

    assert discover.after_list(closing(), threads(pinned, young), behind_wall=True).catch_page == 2


def test_a_second_outage_widens_the_gap_that_is_being_closed() -> None:
    state = replace(closing(), next_page=100, high_water=ago(500), floor=ago(502), catch_page=0)
    after = discover.after(state, page(comment(1, minutes_ago=60), number=100, full=True))

    assert (after.gap_since, after.gap_until, after.catch_page) == (ago(900), ago(60), 1)


def test_only_so_many_names_are_kept() -> None:
    old = tuple(Gap(since=ago(n + 1), until=ago(n), why="") for n in range(discover.MOST_GAPS))
    state = replace(closing(), catch_page=100, gaps=old)
    after = discover.after_list(state, threads(thread(newest_min=700), number=100), behind_wall=True)

    assert len(after.gaps) == discover.MOST_GAPS
    assert after.gaps[-1].why


# audit
def test_samples_lie_in_the_range_and_differ_from_time_to_time() -> None:
    one, other = (discover.samples(100, 5000, salt=salt) for salt in (1_700_000_000, 1_700_000_720))

    assert len(set(one)) == len(one) == 20
    assert all(100 <= number <= 5000 for number in one)
    assert set(one) != set(other)
    assert discover.samples(5, 4, salt=1) == []
    assert discover.samples(5, 5, salt=1) == [5]


def test_an_audit_counts_what_it_looked_up() -> None:
    state = discover.after_audit(WATCHING, now=NOW, looked=True, missed=True)
    state = discover.after_audit(state, now=NOW, looked=True, missed=False)
    state = discover.after_audit(state, now=NOW, looked=False, missed=False)

    assert (state.audited, state.audit_missed) == (2, 1)
    assert not discover.audit_due(state, now=NOW + timedelta(minutes=11))
    assert discover.audit_due(state, now=NOW + timedelta(minutes=12))
    assert discover.audit_due(WATCHING, now=NOW)


# where comments stand
def test_rows_that_are_not_ours_are_remembered_where_a_page_ended() -> None:
    shown = [comment(n, minutes_ago=n) for n in range(1, 51)]
    state = discover.with_depth(WATCHING, page(*shown, full=True), above=30, others=0)

    assert discover.standing_above(state) == ((ago(50), 20),)
    assert discover.with_depth(state, page(*shown, full=True), above=30, others=0) == state
    moved = discover.with_depth(state, page(*shown, full=True), above=30, others=5)
    assert discover.standing_above(moved)[0][1] == 20


def test_only_a_look_shows_what_is_new_of_other_communities() -> None:
    ours, other = comment(1, minutes_ago=5), comment(2, minutes_ago=4)
    state = replace(WATCHING, high_water=ago(10))

    assert discover.fresh_others(state, page(other, ours), [ours]) == 1
    assert discover.fresh_others(state, page(other, ours, again=True), [ours]) == 0
    assert discover.fresh_others(replace(state, high_water=ago(1)), page(other, ours), [ours]) == 0


def test_between_marks_the_number_is_drawn_straight_and_small_drift_is_not_remembered() -> None:
    state = replace(WATCHING, unseen=((ago(200), 40), (ago(100), 20)))
    shown = [comment(n, minutes_ago=145 + n / 10) for n in range(1, 51)]  # ends 150 minutes ago: 30 by the marks

    def seen(above: int) -> FeedState:
        return discover.with_depth(state, page(*shown, full=True), above=above, others=0)

    assert seen(above=20) == seen(above=22) == state
    assert discover.standing_above(seen(above=25)) == ((ago(200), 40), (ago(150), 25), (ago(100), 20))


def test_beyond_the_marks_the_nearest_one_holds() -> None:
    state = replace(WATCHING, unseen=((ago(200), 40), (ago(100), 20)))
    young = [comment(n, minutes_ago=n) for n in range(1, 51)]

    assert discover.with_depth(state, page(*young, full=True), above=30, others=0) == state
