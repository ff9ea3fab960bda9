"""How soon changes could be seen at best, with so many comments read a second, whatever they are.

Where changes are rare, comment i of rate w_i is best read every T_i = S / (b sqrt(w_i)) seconds, with S the sum of all
sqrt(w) and b the comments that can be read a second; a change then waits between nothing and T_i. No page has
to hold neighbours, no request goes to new comments: relaxed in both, so nothing that reads pages can be as quick.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.crowd import (
    DAY_S,
    EDITED,
    EDITS,
    FADE_S,
    SWITCH_AFTER_ANSWER,
    SWITCH_AGE,
    SWITCHES_OF_BAD,
    Array,
    Crowd,
    chance_bad,
)

Rate = Callable[[Array, Array], Array]
"""(comments, seconds) -> what is worth seeing of it a second, at each."""
HORIZON_S = 4 * DAY_S
GRACE_S = 180.0
_STEP_S = 1200.0
_NEIGHBOURS = 25
"""Half a page."""


def edit_rate(crowd: Crowd) -> Rate:
    """Edits after the grace, all alike."""

    def rate(numbers: Array, at: Array) -> Array:
        age = at - crowd.published[numbers]
        first: Array = np.sum([share * _lognormal(age, median, sigma) for share, median, sigma in EDITS], axis=0)
        found: Array = np.where(age > GRACE_S, EDITED * first, 0.0)
        return found

    return rate


def switch_rate(crowd: Crowd) -> Rate:
    """Switches, by how many people still see them; the time since the first answer is known."""

    def taken(numbers: Array, at: Array) -> Array:
        answered = crowd.answered[numbers]
        return _lognormal(np.where(at > answered, at - answered, 0.0), *SWITCH_AFTER_ANSWER)

    return _switch_rate(crowd, taken)


def switch_rate_by_boost(crowd: Crowd) -> Rate:
    """The same, where of an answer it is known only that it is there."""
    ages = np.exp(np.linspace(np.log(30.0), np.log(HORIZON_S), 60))
    waits = (crowd.answered - crowd.published)[np.isfinite(crowd.answered)]
    boosts = [_lognormal(age - waits[waits < age], *SWITCH_AFTER_ANSWER) for age in ages.tolist()]
    boost = np.array([values.mean() if len(values) else 0.0 for values in boosts])

    def taken(numbers: Array, at: Array) -> Array:
        return np.where(at > crowd.answered[numbers], np.interp(at - crowd.published[numbers], ages, boost), 0.0)

    return _switch_rate(crowd, taken)


def _switch_rate(crowd: Crowd, taken: Rate) -> Rate:
    bad = chance_bad(crowd.marked)

    def rate(numbers: Array, at: Array) -> Array:
        own = _lognormal(at - crowd.published[numbers], *SWITCH_AGE)
        seen_by = np.exp(-(at - crowd.post_at[crowd.post[numbers]]) / FADE_S)
        found: Array = bad[numbers] * SWITCHES_OF_BAD * 0.5 * (own + taken(numbers, at)) * seen_by
        return found

    return rate


def intervals(crowd: Crowd, rate: Rate, of: Array, at: Array, *, a_second: float, pages: bool = False) -> Array:
    """Best time between two readings of each comment ``of`` at time ``at``; seconds.

    ``a_second``: comments that can be read a second. ``pages``: only together with its neighbours in the list.
    """
    grid = np.arange(at.min(), at.max() + _STEP_S, _STEP_S)
    total = np.interp(at, grid, [_total(crowd, rate, moment, pages) for moment in grid.tolist()])
    worth = _page_worth(crowd, rate, of, at) if pages else rate(of, at + 1.0)
    found: Array = total / a_second / np.sqrt(np.maximum(worth, 1e-30))
    return found


def _total(crowd: Crowd, rate: Rate, at: float, pages: bool) -> float:
    known = np.flatnonzero((crowd.arrival <= at) & (at - crowd.published < HORIZON_S))
    worth = rate(known, np.full(len(known), at))
    if not pages:
        return float(np.sqrt(worth).sum())
    newest_first = worth[np.argsort(-crowd.published[known])]
    sums = np.add.reduceat(newest_first, np.arange(0, len(known), 2 * _NEIGHBOURS))
    return float(np.sqrt(sums * 2 * _NEIGHBOURS).sum())


def _page_worth(crowd: Crowd, rate: Rate, of: Array, at: Array) -> Array:
    """Mean worth of the comments beside each, itself included."""
    order = np.argsort(crowd.published, kind="stable")
    place = np.empty(crowd.size, np.int64)
    place[order] = np.arange(crowd.size)
    worth = np.zeros(len(of))
    for step in range(-_NEIGHBOURS, _NEIGHBOURS):
        beside = order[np.clip(place[of] + step, 0, crowd.size - 1)]
        worth += np.where(crowd.arrival[beside] <= at, rate(beside, at + 1.0), 0.0)
    return worth / (2 * _NEIGHBOURS)


def _lognormal(age: Array, median: float, sigma: float) -> Array:
    """Density a second; 0 within the first second."""
    age = np.maximum(age, 1.0)
    density = np.exp(-(np.log(age / median) ** 2) / (2 * sigma**2)) / (age * sigma * np.sqrt(2 * np.pi))
    return np.where(age > 1.0, density, 0.0)
