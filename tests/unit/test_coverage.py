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


def age(up_to_s: float, longest_s: float) -> Staleness:
    return Staleness(up_to_s=up_to_s, comments=40, half_within_s=60, most_within_s=240, longest_s=longest_s)


def test_of_each_age_it_says_how_soon_an_edit_is_seen_and_what_was_the_worst() -> None:
    text = said(by_age=(age(900, 500), age(3600, 4000), age(345_600, 90_000)))

    assert "up to 15 minutes old (40): half of them were read within the last 60 seconds" in text
    assert "nineteen of twenty within 4 minutes" in text
    assert "last read 25 hours ago" in text
    assert coverage.worst_s(replace(NOTHING, by_age=(age(900, 500), age(3600, 4000)))) == 4000


@pytest.mark.parametrize(
    ("audited", "audit_missed", "share"), [(0, 0, None), (19, 3, None), (20, 0, 0.0), (40, 1, 10 / 1010)]
)
def test_the_missed_share_is_estimated_once_enough_was_looked_up(
    audited: int, audit_missed: int, share: float | None
) -> None:
    found = replace(NOTHING, audited=audited, audit_missed=audit_missed, unread_numbers=400, day=1000)

    assert coverage.missed_share(found) == (None if share is None else pytest.approx(share))


def test_every_gap_is_named() -> None:
    text = said(gaps=("news: 2026-11-20 10:00 to 2026-11-20 12:00 UTC (being fetched)", "news: another"))

    assert "2026-11-20 10:00 to 2026-11-20 12:00 UTC" in text
    assert "news: another" in text
