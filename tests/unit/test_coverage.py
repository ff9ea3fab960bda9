"""What `evenkeel status` says of what is seen, in words for somebody who is tired."""

from dataclasses import replace
from typing import Any

import pytest

from bot import coverage
from bot.ports import Coverage, Staleness

NOTHING = Coverage(
    by_age=(),
    fresh=0,
    late=0,
    audited=0,
    audit_missed=0,
    unread_numbers=0,
    day=0,
    urgent=0,
    threads_in_doubt=0,
    edits=0,
    unseen_edits=0,
    touches=0,
    gaps=(),
)


def said(**more: Any) -> str:
    return "\n".join(coverage.lines(replace(NOTHING, **more)))


def age(above_s: float, up_to_s: float, longest_s: float, *, half_s: float = 30) -> Staleness:
    return Staleness(
        above_s=above_s,
        up_to_s=up_to_s,
        comments=40,
        half_within_s=half_s,
        most_within_s=2 * half_s,
        longest_s=longest_s,
    )


def test_of_each_age_it_says_how_lately_it_was_read_and_what_is_worst() -> None:
    text = said(by_age=(age(0, 900, 500), age(900, 3600, 4000, half_s=300), age(86_400, 345_600, 90_000, half_s=5400)))

    assert "up to 15 minutes old (40 comments): nearly all within the last minute" in text
    assert "15 minutes to 1 hour old (40 comments): half of them within the last 5 minutes" in text
    assert "1 day to 4 days old (40 comments): half of them within the last 90 minutes" in text
    assert "nineteen of twenty within the last 3 hours" in text
    assert "worst case: an edit may have stood unseen for 25 hours" in text


def test_of_nothing_it_says_that_nothing_is_known() -> None:
    assert said().startswith("No comment of the last four days is known yet.")
    assert "worst case" not in said()


def test_the_worst_is_the_longest_of_all_ages() -> None:
    found = replace(NOTHING, by_age=(age(0, 900, 500), age(900, 3600, 4000)))

    assert coverage.worst_s(found) == 4000
    assert coverage.worst_s(NOTHING) == 0


@pytest.mark.parametrize(
    ("audited", "audit_missed", "share", "words"),
    [
        (0, 0, None, "not known yet (0 of 20 spot checks made)"),
        (19, 3, None, "not known yet (19 of 20 spot checks made)"),
        (20, 0, 0.0, "about 0.0% of the last day's (0 found in 20 spot checks"),
        (40, 1, 10 / 1010, "about 1.0% of the last day's (1 found in 40 spot checks"),
    ],
)
def test_the_missed_share_is_estimated_once_enough_was_looked_up(
    audited: int, audit_missed: int, share: float | None, words: str
) -> None:
    found = replace(NOTHING, audited=audited, audit_missed=audit_missed, unread_numbers=400, day=1000)

    assert coverage.missed_share(found) == (None if share is None else pytest.approx(share))
    assert f"comments never seen: {words}" in "\n".join(coverage.lines(found))


def test_where_no_number_is_unknown_nothing_can_be_missing() -> None:
    assert "comments never seen: none" in said(day=30)
    assert coverage.missed_share(replace(NOTHING, day=30)) == 0.0
    assert coverage.missed_share(NOTHING) is None


def test_edits_are_never_claimed_to_be_all() -> None:
    assert "edits: at least 3\n" in said(edits=3)
    assert "at least 3, 1 of them made before we first saw the comment" in said(edits=3, unseen_edits=1)
    assert "2 times the server said edited and the text was the same" in said(touches=2)


def test_what_waits_and_what_came_late_is_said_where_there_is_any() -> None:
    assert "still to do: 1 comment to be read again out of turn" in said(urgent=1)
    assert "still to do: 2 threads to be read, where comments may be missing" in said(threads_in_doubt=2)
    assert "over ten minutes after they were written: 2 of 50" in said(fresh=50, late=2)
    assert "still to do" not in said(fresh=50)
    assert "ten minutes" not in said(fresh=50)


def test_every_gap_is_named_and_none_is_said_too() -> None:
    text = said(gaps=("news, 2026-11-20 10:00 to 2026-11-20 12:00 UTC: being fetched", "news, another"))

    assert "gap: news, 2026-11-20 10:00 to 2026-11-20 12:00 UTC: being fetched" in text
    assert "gap: news, another" in text
    assert "gaps: none known" in said()
    assert "gaps: none" not in text
