"""What is kept in mind of a listing: the same whether it grew page by page or was built from the store."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.comments import Comment, LocalId, Post
from bot.revisit import Known, View
from tests.builders import NOW, POST, comment, page, person


def plain(_comment: Comment) -> float:
    return 1.0


def look(view: View, *comments: Comment, **more: object) -> None:
    view.observe(page(*comments, **more), comments, plain)  # type: ignore[arg-type]


def in_post(number: int) -> Post:
    return replace(POST, local_id=LocalId(number))


def known_of(seen: dict[int, tuple[Comment, float]]) -> list[Known]:
    """As the store would give it: (comment, minutes after NOW when it was last seen), in order of first sight."""
    return [
        Known(
            local_id=one.local_id,
            post=one.post.local_id,
            author=one.author.local_id,
            parent=one.parent_local_id,
            published=one.published,
            last_seen=NOW + timedelta(minutes=minute),
            hidden=not one.readable,
        )
        for one, minute in seen.values()
    ]


def facts(view: View) -> dict[int, tuple[object, ...]]:
    """What the index is made of, by comment."""
    rows = range(view.size)
    return {
        int(view.local_id[row]): (
            view.published[row],
            view.seen[row],
            view.answered[row],
            float(view.harm[row]),
            view.posts[view.post[row]],
            view.began[view.post[row]],
        )
        for row in rows
    }


def test_answers_are_noticed_once_whichever_is_seen_first() -> None:
    asked, answer = comment(1, minutes_ago=30), comment(2, minutes_ago=20, parent_local_id=LocalId(1))
    second = comment(3, minutes_ago=10, parent_local_id=LocalId(1))
    view = View()
    first = view.observe(page(asked), (asked,), plain)
    noticed = view.observe(page(second, answer), (second, answer), plain)
    again = view.observe(page(second, answer), (second, answer), plain)

    assert first.answered == again.answered == ()
    assert set(noticed.answered) == {1}
    assert view.answered[0] == pytest.approx(answer.published.timestamp())


def test_an_answer_that_was_seen_before_its_parent_counts_once_the_parent_comes() -> None:
    view = View()
    look(view, comment(2, minutes_ago=20, parent_local_id=LocalId(1)))
    look(view, comment(1, minutes_ago=30))

    assert facts(view)[1][2] == pytest.approx((NOW - timedelta(minutes=20)).timestamp())


def test_what_should_stand_on_a_page_and_does_not_has_vanished_once() -> None:
    shown = [comment(n, minutes_ago=n) for n in (1, 2, 3, 4)]
    view = View()
    look(view, *shown)
    without = [shown[0], shown[2], shown[3]]

    assert view.observe(page(*without), without, plain).vanished == (2,)
    assert view.observe(page(*without), without, plain).vanished == ()


@pytest.mark.parametrize("how", ["of a thread", "with a row set aside", "at an edge"])
def test_nothing_is_missing_where_it_need_not_stand(how: str) -> None:
    shown = [comment(n, minutes_ago=n) for n in (1, 2, 3)]
    view = View()
    look(view, *shown)
    partial = {
        "of a thread": page(shown[0], shown[2], post=LocalId(1)),
        "with a row set aside": replace(page(shown[0], shown[2]), set_aside=("a row",)),
        "at an edge": page(shown[0], shown[1]),
    }[how]

    assert view.observe(partial, partial.comments, plain).vanished == ()


def test_rows_above_the_end_of_a_page_are_counted_without_those_that_vanished() -> None:
    shown = [comment(n, minutes_ago=n) for n in (1, 2, 3, 4, 5)]
    view = View()
    look(view, *shown)

    assert view.above_end(page(shown[2], shown[3])) == 4
    assert view.above_end(page()) == 0
    view.drop(LocalId(2))
    assert view.above_end(page(shown[2], shown[3])) == 3


def test_hidden_comments_are_not_worth_a_reading_until_they_are_back() -> None:
    said = comment(1)
    view = View()
    look(view, said)
    look(view, replace(said, removed=True, text=""))
    assert view.harm_at(LocalId(1)) == 0.0
    look(view, said)
    assert view.harm_at(LocalId(1)) == 1.0
    view.drop(LocalId(1))
    assert view.harm_at(LocalId(1)) == 0.0
    assert view.harm_at(LocalId(99)) == 0.0


def test_what_is_past_the_horizon_is_forgotten_and_the_rest_stays_as_it_was() -> None:
    old = [comment(n, minutes_ago=6 * 24 * 60 + n, post=in_post(1)) for n in range(1, 30)]
    young = [comment(n, minutes_ago=n, post=in_post(2), author=person()) for n in range(30, 60)]
    view = View()
    look(view, *young, *old)
    before = {number: fact for number, fact in facts(view).items() if number >= 30}
    view.forget(NOW)

    assert len(view) == 30
    assert facts(view) == before
    assert LocalId(1) not in view
    assert list(np.diff(view.times) >= 0) == [True] * 29


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1, 40), st.integers(0, 2)), min_size=1, max_size=12, unique_by=lambda row: row[0]
        ),
        max_size=12,
    )
)
def test_a_view_that_grew_page_by_page_is_the_one_built_from_the_store(pages: list[list[tuple[int, int]]]) -> None:
    """So a restart changes nothing. Every comment answers the one with half its number."""
    view, seen = View(), dict[int, tuple[Comment, float]]()
    for minute, rows in enumerate(pages):
        shown = [
            comment(
                number,
                minutes_ago=(number * 37) % 50,
                parent_local_id=LocalId(number // 2) if number > 1 else None,
                removed=state == 1,
                deleted=state == 2,
                post=in_post(number % 3),
            )
            for number, state in rows
        ]
        view.observe(page(*shown, at=NOW + timedelta(minutes=minute), post=LocalId(1)), shown, plain)
        for one in shown:
            seen[int(one.local_id)] = (one, minute)

    assert facts(view) == facts(View(known_of(seen)))
