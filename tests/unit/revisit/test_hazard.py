"""How likely a comment is to be changed: counted, learned with a prior, and integrated."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import revisit
from bot.revisit import hazard
from bot.revisit.hazard import BINS, Counted, Curve
from tests.builders import NOW, comment

HORIZON_S = revisit.HORIZON.total_seconds()
STEP_S = 10.0


def flat(rate: float) -> Curve:
    """The same rate a second at every age."""
    ages = np.arange(int(HORIZON_S / STEP_S) + 1) * STEP_S
    return Curve(total=rate * ages)


def test_with_a_constant_rate_changes_add_up_evenly() -> None:
    since, until = np.array([0.0, 600.0, 86_400.0]), np.array([600.0, 1800.0, 90_000.0])

    assert flat(1e-4).between(since, until) == pytest.approx(1e-4 * (until - since))
    assert flat(1e-4).rate(since) == pytest.approx(1e-4)


@given(st.integers(0, 30_000), st.integers(0, 4000))
def test_what_is_expected_between_two_ages_is_the_sum_of_the_rate(since: int, steps: int) -> None:
    curve = revisit.learned(Counted()).age
    until = min(since + steps, len(curve.total) - 1)
    rate = curve.rate((np.arange(since, until) + 0.5) * STEP_S)

    changes = curve.between(np.array([since * STEP_S]), np.array([until * STEP_S]))[0]

    assert changes == pytest.approx(float(rate.sum() * STEP_S), rel=1e-6, abs=1e-9)


def test_past_the_horizon_nothing_happens() -> None:
    curve = revisit.learned(Counted()).age

    assert curve.between(np.array([HORIZON_S]), np.array([HORIZON_S * 2]))[0] == 0.0


# counting
@given(st.floats(0, HORIZON_S), st.floats(0, HORIZON_S))
def test_hours_are_parted_without_loss(one: float, other: float) -> None:
    since, until = min(one, other), max(one, other)
    hours = revisit.hours_between(np.array([since]), np.array([until]))

    assert len(hours) == BINS
    assert sum(hours) == pytest.approx((until - since) / 3600, abs=1e-6)


@pytest.mark.parametrize(("age_s", "number"), [(0, 0), (59, 0), (60, 1), (600, 3), (345_600, 9), (9e9, 9), (-5, 0)])
def test_ages_fall_into_bins_whose_lower_edge_is_theirs(age_s: float, number: int) -> None:
    assert revisit.bin_of(age_s) == number


def test_a_local_edit_is_dated_by_the_server_and_another_by_the_middle_of_the_looks() -> None:
    seen, now = NOW + timedelta(minutes=10), NOW + timedelta(minutes=30)
    here = comment(minutes_ago=0, updated=NOW + timedelta(minutes=12))
    elsewhere = replace(here, local=False)

    ages = [revisit.watched(one, seen, now, edited=True) for one in (here, elsewhere)]

    assert [span and span.edited_at for span in ages] == [720.0, 1200.0]


def test_a_time_of_edit_outside_of_the_two_looks_is_drawn_to_the_nearer_one() -> None:
    seen, now = NOW + timedelta(minutes=10), NOW + timedelta(minutes=30)
    span = revisit.watched(comment(minutes_ago=0, updated=NOW), seen, now, edited=True)

    assert span is not None
    assert span.edited_at == 600.0


def test_two_looks_at_the_same_moment_say_nothing() -> None:
    assert revisit.watched(comment(), NOW, NOW, edited=False) is None


def test_an_edit_seen_after_long_stands_for_more_than_one() -> None:
    """Another one was probably overwritten unseen, the longer nobody looked."""
    soon, late = (
        revisit.count([hazard.Watched(since=600.0, until=600.0 + wait, edited_at=650.0)]) for wait in (60.0, 86_400.0)
    )

    assert 1.0 < soon.edits[3] < late.edits[3] < 1.25


def test_what_is_first_seen_is_counted_by_its_age() -> None:
    found = revisit.count([], [5.0, 5.0, 7200.0])

    assert (found.fresh[0], found.fresh[5], sum(found.fresh)) == (2, 1, 3)


# learning
def counted(hours: float, times: float) -> Counted:
    """So many comment-hours in every bin, with ``times`` as many edits as the prior expects in them."""
    return Counted(
        hours=(hours,) * BINS, edits=tuple(hours * rate * times for rate in hazard.prior_rates()), fresh=(0.0,) * BINS
    )


def test_before_anything_is_known_the_prior_holds() -> None:
    assert hazard.rates_of(Counted()) == pytest.approx(hazard.prior_rates())


def test_what_agrees_with_the_prior_leaves_it_as_it_is() -> None:
    assert hazard.rates_of(counted(1e4, 1.0)) == pytest.approx(hazard.prior_rates())


@pytest.mark.parametrize("times", [0.2, 3.0])
def test_more_is_believed_the_more_was_seen(times: float) -> None:
    prior = np.array(hazard.prior_rates())
    little, much = (hazard.rates_of(counted(hours, times)) / prior for hours in (10.0, 1e10))

    assert np.all(np.abs(little - 1) < np.abs(much - 1))
    assert much == pytest.approx(np.full(BINS, times), rel=0.02)


def test_twenty_edits_weigh_as_much_as_the_prior() -> None:
    prior = hazard.prior_rates()
    hours = tuple(20.0 / rate for rate in prior)
    none_seen = Counted(hours=hours, edits=(0.0,) * BINS)

    assert hazard.rates_of(none_seen) == pytest.approx([rate / 2 for rate in prior])


def test_where_more_edits_are_seen_more_is_expected_but_never_beyond_measure() -> None:
    def expected(times: float) -> float:
        return float(revisit.learned(counted(1e9, times)).age.total[-1])

    assert expected(0.0) < expected(1.0) < expected(3.0)
    assert expected(1000.0) <= hazard.MOST_CORRECTION * expected(1.0) * 1.0001


def test_an_edit_within_the_grace_is_no_reason_to_look() -> None:
    curve = revisit.every_edit(Counted()).age
    grace, hour = int(hazard.GRACE_S / STEP_S), int(3600 / STEP_S)

    assert curve.total[grace] == 0.0
    assert curve.total[hour] > 0.0
