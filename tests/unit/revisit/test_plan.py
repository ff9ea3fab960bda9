"""Which windows are read next: harm times hazard times visibility, summed over what one request would show."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import revisit
from bot.comments import LocalId, Page, Window
from bot.revisit import Choice, Counted, Known, Reach, View
from bot.revisit.plan import CLEAR, PLAIN_AGE_S, REST_S, gains
from bot.revisit.view import MARKED, seconds_of
from tests import builders
from tests.builders import FEED, NOW, comment

CURVES = revisit.learned(Counted())
PAGES_ONLY = Reach(threads=False)


def known(number: int, *, age_min: float, seen_min: float | None = None, **more: object) -> Known:
    """``seen_min``: so many minutes ago; as soon as it was written unless said. All in one thread unless said."""
    seen = NOW - timedelta(minutes=age_min if seen_min is None else seen_min)
    values = {"post": LocalId(1), "published": NOW - timedelta(minutes=age_min), "last_seen": seen}
    return builders.known(number, **(values | more))


def crowd(count: int, *, every_min: float = 1.0, **more: object) -> list[Known]:
    """One comment every so many minutes, the newest of them a quarter of an hour old, in ten threads."""
    return [known(n, age_min=15 + n * every_min, post=LocalId(n % 10), **more) for n in range(count)]


def plan(comments: list[Known], count: int = 1, **more: object) -> list[Choice]:
    values: dict[str, object] = {"now": NOW, "count": count, "curves": CURVES, "reach": Reach()}
    return revisit.plan(View(comments), FEED, **(values | more))  # type: ignore[arg-type]


def gain_of(one: Known, **more: object) -> float:
    return sum(choice.gain for choice in plan([one], **more))


def ranks_of(window: Window) -> range:
    """Rows of the list that a window shows."""
    return range((window.page - 1) * window.limit, window.page * window.limit)


# the index
def test_harm_shortens_the_interval_by_its_root() -> None:
    """A gain grows with the interval; one threshold for all gives intervals of c / sqrt(rate), the best there are."""
    assert gain_of(known(1, age_min=60, harm=MARKED)) == pytest.approx(MARKED**0.5 * gain_of(known(1, age_min=60)))


def test_what_was_looked_at_lately_can_wait_the_longer_it_was_quiet() -> None:
    looked = [gain_of(known(1, age_min=600, seen_min=minutes)) for minutes in (600, 120, 30)]

    assert looked == sorted(looked, reverse=True)
    assert looked[-1] > 0


def test_the_same_wait_is_worth_more_on_a_young_comment() -> None:
    assert gain_of(known(1, age_min=60, seen_min=30)) > gain_of(known(1, age_min=600, seen_min=30))


def test_a_comment_in_a_thread_that_grew_old_is_seen_by_fewer() -> None:
    alone = gain_of(known(2, age_min=60))
    ancient = [known(1, age_min=32 * 60, hidden=True), known(2, age_min=60)]

    assert sum(choice.gain for choice in plan(ancient)) == pytest.approx(alone * np.exp(-31 / 16) ** 0.5, rel=0.01)


def test_an_answer_makes_a_look_worth_more() -> None:
    def gain(parent: LocalId | None) -> float:
        answer = known(60, age_min=20, parent=parent, seen_min=1)
        return plan([answer, *crowd(45)], reach=PAGES_ONLY)[0].gain

    assert gain(LocalId(30)) > gain(None)


def test_what_is_hidden_or_was_read_just_now_is_not_worth_a_request() -> None:
    assert plan([known(1, age_min=60, hidden=True)]) == []
    assert plan([known(1, age_min=60, seen_min=REST_S / 60 - 0.1)]) == []
    assert plan([known(1, age_min=60, seen_min=REST_S / 60 + 0.1)]) != []


def test_an_old_comment_rests_longer() -> None:
    assert plan([known(1, age_min=3 * 24 * 60, seen_min=30)]) == []


def test_nothing_is_read_again_after_four_days() -> None:
    assert plan([known(1, age_min=4 * 24 * 60 + 1, seen_min=600)]) == []


@given(st.floats(3.1, 5000), st.floats(0, 1))
def test_without_a_model_the_time_since_the_last_look_over_the_age_decides(age_min: float, share: float) -> None:
    seen_min = age_min * share
    view = View([known(1, age_min=age_min, seen_min=seen_min)])
    found = gains(view, np.array([0]), seconds_of(NOW), curves=None, reach=Reach(), rest_s=0.0)[0]
    since = seen_min * 60

    rested = since >= age_min * 60 / 120
    assert PLAIN_AGE_S == 40 * 60
    assert found == pytest.approx(since / (age_min * 60 + 40 * 60) if rested else 0.0, rel=1e-5, abs=1e-9)


def test_without_a_model_pages_are_still_chosen() -> None:
    (first,) = plan(crowd(200), curves=None, reach=PAGES_ONLY)

    assert first.window == Window(feed=FEED, page=4, again=True)  # all unread since they were written: the oldest


# windows
def test_a_marked_author_deep_in_the_list_draws_the_look_to_their_page() -> None:
    comments = crowd(300)
    risky = [*comments[:230], known(230, age_min=245, harm=2000.0), *comments[231:]]

    assert 230 in ranks_of(plan(risky, reach=PAGES_ONLY)[0].window)


def test_a_page_fits_around_what_was_last_read_together() -> None:
    comments = [known(n, age_min=15 + n, seen_min=30 if 96 <= n < 144 else 2) for n in range(300)]

    assert plan(comments, reach=PAGES_ONLY)[0].window == Window(feed=FEED, page=3, limit=48, again=True)


def test_each_window_is_chosen_once_and_the_best_comes_first() -> None:
    chosen = plan(crowd(400), 20, reach=PAGES_ONLY)

    assert len(chosen) == len({choice.window for choice in chosen}) == 8
    assert [choice.gain for choice in chosen] == sorted((choice.gain for choice in chosen), reverse=True)


def test_what_came_since_pushes_known_comments_down_the_list() -> None:
    risky = [known(0, age_min=60, harm=500.0), *crowd(20, seen_min=1)]

    assert plan(risky, newer=0, reach=PAGES_ONLY)[0].window.page == 1
    assert plan(risky, newer=120, reach=PAGES_ONLY)[0].window.page == 3


def test_rows_that_are_not_ours_push_them_down_too() -> None:
    unseen = ((NOW - timedelta(minutes=500), 400), (NOW, 0))
    page = plan([known(0, age_min=250)], unseen=unseen, reach=PAGES_ONLY)[0].window.page

    assert page == 1 + 200 // 50


def scattered() -> list[Known]:
    """Six hundred comments, every fortieth by one person who stood out."""
    ann = {"author": LocalId(9999), "harm": MARKED}
    return [known(n, age_min=15 + n, post=LocalId(n), **(ann if n % 40 == 0 else {})) for n in range(600)]


def planned(view: View) -> list[Choice]:
    return revisit.plan(view, FEED, now=NOW, count=30, curves=CURVES, reach=Reach())


def test_the_comments_of_one_who_stood_out_and_writes_much_are_read_together() -> None:
    assert plan(scattered())[0].window == Window(feed=FEED, page=1, person=LocalId(9999), again=True)
    assert plan(scattered(), reach=Reach(people=False))[0].window.person is None


def test_what_the_page_of_a_person_did_not_show_is_looked_for_elsewhere() -> None:
    view = View(scattered())
    floor = NOW - timedelta(minutes=60)
    others = [comment(n, published=floor + timedelta(seconds=n)) for n in range(50)]
    shown = Window(feed=FEED, page=1, person=LocalId(9999), again=True)
    view.observe(Page(window=shown, comments=tuple(others), observed_at=NOW), (), lambda _: 1.0)

    assert view.floors[9999] > floor.timestamp()
    assert all(choice.window.person is None for choice in planned(view))


def test_a_person_whose_page_shows_none_of_their_comments_is_not_asked_for_again() -> None:
    view = View(scattered())
    shown = Window(feed=FEED, page=1, person=LocalId(9999), again=True)
    view.observe(Page(window=shown, comments=(), observed_at=NOW, full=False), (), lambda _: 1.0)

    assert all(choice.window.person is None for choice in planned(view))


def test_a_person_who_is_gone_is_not_asked_for_again() -> None:
    view = View(scattered())
    view.lose_person(LocalId(9999))

    assert all(choice.window.person is None for choice in planned(view))


def test_behind_the_last_page_threads_are_read_instead() -> None:
    comments = [known(n, age_min=15 + n, post=LocalId(1 if n < 200 else 2), seen_min=5) for n in range(260)]
    comments[230] = known(230, age_min=245, post=LocalId(2), harm=500.0)

    reach = Reach(last_page=2)
    assert plan(comments, reach=reach)[0].window == Window(feed=FEED, page=1, post=LocalId(2), whole=True, again=True)
    assert plan(comments, reach=Reach(last_page=2, threads=False))[0].window.page <= 2


def test_a_thread_too_long_for_one_answer_is_read_by_page() -> None:
    comments = [known(n, age_min=15 + n, seen_min=5) for n in range(400)]
    comments[320] = known(320, age_min=335, harm=500.0)

    assert plan(comments, reach=Reach(last_page=1))[0].window == Window(feed=FEED, page=7, post=LocalId(1), again=True)


def test_three_hundred_at_once_are_asked_for_only_when_told_so() -> None:
    comments = crowd(300)

    assert not any(choice.window.whole and choice.window.post is None for choice in plan(comments, 30))
    assert plan(comments, reach=Reach(newest_300=True))[0].window == Window(feed=FEED, page=1, whole=True, again=True)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(0, 7000), st.floats(0, 1), st.integers(1, 5)), max_size=400),
    st.integers(0, 12),
    st.booleans(),
    st.floats(0, 300),
)
def test_every_plan_can_be_asked_for(
    rows: list[tuple[float, float, int]], count: int, modelled: bool, newer: float
) -> None:
    comments = [
        known(n, age_min=age, seen_min=age * share, post=LocalId(post)) for n, (age, share, post) in enumerate(rows)
    ]
    reach = Reach(last_page=3)
    chosen = plan(comments, count, reach=reach, curves=CURVES if modelled else None, newer=newer)

    assert len(chosen) <= count
    for choice in chosen:
        assert choice.gain > 0
        assert choice.window.again
        assert choice.window.page >= 1
        assert choice.window.post is not None or choice.window.page <= 3


# what is asked for out of turn
@pytest.mark.parametrize(("rank", "first", "last"), [(0, 0, 4), (49, 45, 53), (100, 96, 104), (299, 295, 299)])
def test_a_comment_asked_for_is_read_well_within_a_page(rank: int, first: int, last: int) -> None:
    window = around(crowd(300), LocalId(rank))

    assert window is not None
    assert {first, last} <= set(ranks_of(window))


def test_it_is_read_with_the_neighbours_that_wait_longest() -> None:
    comments = [known(n, age_min=15 + n, seen_min=30 if n < 120 else 2) for n in range(300)]
    window = around(comments, LocalId(115))

    assert window is not None
    assert CLEAR <= max(ranks_of(window)) - 115 < 10


def test_what_came_since_is_allowed_for_there_too() -> None:
    window = around(crowd(300), LocalId(20), newer=100.0)

    assert window is not None
    assert 120 in ranks_of(window)


def test_behind_the_last_page_or_unknown_there_is_no_page_to_read() -> None:
    assert around(crowd(300), LocalId(299), reach=Reach(last_page=5)) is None
    assert around(crowd(300), LocalId(1000)) is None


def around(comments: list[Known], local_id: LocalId, **more: object) -> Window | None:
    values: dict[str, object] = {"now": NOW, "curves": CURVES, "reach": PAGES_ONLY}
    return revisit.around(View(comments), FEED, local_id, **(values | more))  # type: ignore[arg-type]
