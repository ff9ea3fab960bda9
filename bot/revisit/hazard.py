"""How likely a comment is to be changed at some age, learned from what re-reading showed.

With H the integral of the rate over age, H(now) - H(then) changes are expected to stand unseen since a last reading:
two table look-ups for tens of thousands of comments at once.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.comments import Comment

Array = NDArray[Any]
HORIZON = timedelta(days=4)
"""Older comments are not read again."""
EDGES_S = (0.0, 60.0, 180.0, 600.0, 1800.0, 3600.0, 10_800.0, 36_000.0, 86_400.0, 259_200.0, 345_600.0)
"""Ages that part the bins in which edits are counted."""
BINS = len(EDGES_S) - 1
GRACE_S = 180.0
"""Earlier edits are afterthoughts that nobody has answered: no reason to look again."""
PRIOR_EDITS = 20.0
"""The prior weighs as much as so many counted edits in each bin."""
FADE_S = 16 * 3600.0
"""A comment is seen by fewer people as its thread grows old: exp(-age / this)."""
EDITED_SHARE = 0.065
FIRST_EDITS = ((0.50, 75.0, 0.5), (0.38, 3000.0, 1.4), (0.12, 72_000.0, 1.0))
"""Prior of when comments are first edited: share, median in seconds, sigma of the logarithm."""
AGAIN_SHARE, AGAIN_MEDIAN_S = 0.25, 240.0
"""Prior of how many edits are followed by another one, and how soon."""
TURNED = (2100.0, 1.2)
"""Prior of when harmless text is turned into harmful: median age in seconds, sigma of the logarithm."""
TURNED_AFTER_ANSWER = (600.0, 1.0)
"""The same, counted from the first answer: a bait waits for somebody to take it."""
MOST_CORRECTION = 4.0
"""What is learned stretches the prior of harmful edits by this at most."""
_STEP_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What re-reading has shown so far, by age of the comment: BINS numbers each."""

    hours: tuple[float, ...] = (0.0,) * BINS
    """Comment-hours between two readings of the same comment."""
    edits: tuple[float, ...] = (0.0,) * BINS
    """Edits seen, each raised by the chance that an earlier one was overwritten unseen."""
    fresh: tuple[float, ...] = (0.0,) * BINS
    """Comments first seen at this age: most at once, those that federated late much later."""

    def plus(self, other: "Counted") -> "Counted":
        """Both together."""
        return Counted(
            hours=_sum(self.hours, other.hours),
            edits=_sum(self.edits, other.edits),
            fresh=_sum(self.fresh, other.fresh),
        )


def _sum(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One comment between two readings; ages in seconds. ``edited_at``: age at the edit that was seen, if any."""

    since: float
    until: float
    edited_at: float | None = None


def watched(comment: Comment, last_seen: datetime, observed_at: datetime, *, edited: bool) -> Watched | None:
    """What one more reading of a known comment adds; None when no time has passed.

    ``updated`` of a local comment tells when its last edit was; elsewhere the clock is the author's server's, so the
    middle between the two readings is taken.
    """
    since = (last_seen - comment.published).total_seconds()
    until = (observed_at - comment.published).total_seconds()
    if until <= since:
        return None
    middle = (since + until) / 2
    if edited and comment.local and comment.updated is not None:
        middle = min(max((comment.updated - comment.published).total_seconds(), since), until)
    return Watched(since=max(since, 0.0), until=max(until, 0.0), edited_at=max(middle, 0.0) if edited else None)


def count(spans: Sequence[Watched], fresh_s: Sequence[float] = ()) -> Counted:
    """Hours and edits by age. ``fresh_s``: ages in seconds at which comments were first seen."""
    if not spans and not fresh_s:
        return Counted()
    edits = np.zeros(BINS)
    fresh = np.bincount([bin_of(age) for age in fresh_s], minlength=BINS) if fresh_s else np.zeros(BINS)
    for span in spans:
        if span.edited_at is not None and span.edited_at < EDGES_S[-1]:
            edits[bin_of(span.edited_at)] += 1 + overwritten(span.until - span.since)
    return Counted(
        hours=hours_between(np.array([s.since for s in spans]), np.array([s.until for s in spans])),
        edits=tuple(edits.tolist()),
        fresh=tuple(fresh.astype(float).tolist()),
    )


def hours_between(since_s: Array, until_s: Array) -> tuple[float, ...]:
    """Comment-hours in each bin of the stretches between two ages; BINS numbers."""
    low, high = np.array(EDGES_S[:-1]), np.array(EDGES_S[1:])
    inside = np.minimum(until_s[:, None], high) - np.maximum(since_s[:, None], low)
    return tuple((np.maximum(inside, 0).sum(0) / 3600).tolist())


def bin_of(age_s: float) -> int:
    """Which bin an age falls into; the last one for anything older."""
    return min(bisect_right(EDGES_S, max(age_s, 0.0)) - 1, BINS - 1)


def overwritten(interval_s: float) -> float:
    """Edits that were probably replaced before this one was seen: more, the longer nobody looked."""
    return AGAIN_SHARE * interval_s / (interval_s + 2 * AGAIN_MEDIAN_S)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A rate over age as its integral; ages beyond the horizon add nothing."""

    total: Array
    """Changes expected up to each step of age, (steps + 1,)."""

    def between(self, since_s: Array, until_s: Array) -> Array:
        """Changes expected between two ages. Arrays of one length."""
        last = len(self.total) - 1
        then = np.clip((since_s * (1 / _STEP_S)).astype(np.int32), 0, last)
        now = np.clip((until_s * (1 / _STEP_S)).astype(np.int32), 0, last)
        return self.total[now] - self.total[then]

    def rate(self, age_s: Array) -> Array:
        """Changes expected a second at each age."""
        step = np.clip((age_s * (1 / _STEP_S)).astype(np.int32), 0, len(self.total) - 2)
        return (self.total[step + 1] - self.total[step]) * (1 / _STEP_S)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """What the index is made of."""

    age: Curve
    answer: Curve | None = None
    """Over the time since the first answer; None: answers do not matter."""
    fade_s: float | None = FADE_S
    """None: every comment is as visible as any other."""


def learned(counted: Counted) -> Curves:
    """Curves of harmful edits: the prior, stretched by how much more or less often than expected comments change."""
    rates = rates_of(counted)
    prior = np.array(prior_rates())
    ratio = np.clip(rates / np.maximum(prior, 1e-12), 1 / MOST_CORRECTION, MOST_CORRECTION)
    ages = _ages()
    return Curves(
        age=_curve(_lognormal(ages, *TURNED) * _spread(ages, ratio)),
        answer=_curve(_lognormal(ages, *TURNED_AFTER_ANSWER)),
    )


def every_edit(counted: Counted) -> Curves:
    """Curves by which every edit after the grace counts alike, whoever sees it."""
    ages = _ages()
    prior = _prior(ages)
    ratio = rates_of(counted) / np.maximum(np.array(prior_rates()), 1e-12)
    return Curves(age=_curve(np.where(ages > GRACE_S, prior * _spread(ages, ratio), 0.0)), fade_s=None)


def rates_of(counted: Counted) -> Array:
    """Edits an hour by age, shrunk to the prior; (BINS,)."""
    prior = np.array(prior_rates())
    hours, edits = np.array(counted.hours), np.array(counted.edits)
    known = PRIOR_EDITS / np.maximum(prior, 1e-12)
    return (edits + PRIOR_EDITS) / (hours + known)  # type: ignore[no-any-return]


@cache
def prior_rates() -> tuple[float, ...]:
    """Edits a comment-hour by age before anything is known; BINS numbers."""
    ages = _ages()
    rate = _prior(ages)
    place = np.minimum(np.searchsorted(EDGES_S, ages, side="right") - 1, BINS - 1)
    total = np.bincount(place, weights=rate, minlength=BINS) / np.bincount(place, minlength=BINS)
    return tuple((total * 3600).tolist())


def _prior(ages: Array) -> Array:
    """Edits a second at each age."""
    first = sum(share * _lognormal(ages, median, sigma) for share, median, sigma in FIRST_EDITS)
    return EDITED_SHARE / (1 - AGAIN_SHARE) * np.asarray(first)


def _spread(ages: Array, by_bin: Array) -> Array:
    """Values of bins at every age, without steps: straight between the middles, on a logarithmic scale."""
    middles = np.sqrt(np.maximum(np.array(EDGES_S[:-1]), 20.0) * np.array(EDGES_S[1:]))
    return np.interp(np.log(ages), np.log(middles), by_bin)


def _lognormal(ages: Array, median: float, sigma: float) -> Array:
    """Density at each age, per second."""
    return np.exp(-(np.log(ages / median) ** 2) / (2 * sigma**2)) / (ages * sigma * np.sqrt(2 * np.pi))  # type: ignore[no-any-return]


def _ages() -> Array:
    steps = int(HORIZON.total_seconds() / _STEP_S)
    return (np.arange(steps) + 0.5) * _STEP_S


def _curve(rate: Array) -> Curve:
    """Integral of a rate given at the middle of each step."""
    return Curve(total=np.concatenate([[0.0], np.cumsum(rate) * _STEP_S]))
