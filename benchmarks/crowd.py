"""People who comment, answer, edit and switch: the workload of the simulation, drawn from a fixed seed.

Posts arrive as a Poisson process with a daily cycle; a thread's comments follow its post after a lognormal delay; six
in ten answer a recent comment of the thread. Edits: 6.5 % of comments, quick (median 75 s), follow-up (50 min) or late
(20 h), a quarter of them followed by another within minutes. Switches of harmless text into harmful come from 3 % of
people: half at an age of their own (median 35 min), half after the first answer (10 min), a third hidden again after
three quarters of an hour. Of those people the bot has marked 60 %, and 5 % of all others.

Times are seconds since the start of the simulation.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
DAY_S = 86_400.0
COMMENTS_A_POST = 9.0
MOST_IN_A_THREAD = 1500
FADE_S = 16 * 3600.0
"""Visibility of a comment: exp(-age of its thread / this)."""
MARKED_BAD, MARKED_OTHERS, BAD_PEOPLE = 0.6, 0.05, 0.03
SWITCHES_OF_BAD = 0.3
"""Share of the comments of those people that are switched."""
EDITED = 0.065
EDITS = ((0.50, 75.0, 0.5), (0.38, 3000.0, 1.4), (0.12, 72_000.0, 1.0))
"""Share, median in seconds, sigma of the logarithm."""
SWITCH_AGE = (2100.0, 1.2)
SWITCH_AFTER_ANSWER = (600.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """One world. Comments are numbered in order of arrival; (n,) arrays unless said otherwise."""

    published: Array
    arrival: Array
    post: Array
    author: Array
    parent: Array
    """-1 at the top of a thread."""
    post_at: Array
    """(posts,)"""
    marked: Array
    """(n,) bool: its author is one of those whom the bot has marked."""
    answered: Array
    """When the first answer was published; inf without one."""
    event_of: Array
    """(events,) comment of each change of text, in order of time."""
    event_at: Array
    event_kind: Array
    """0: an edit, 1: a switch, 2: the switch is hidden again."""
    seconds: float

    @property
    def size(self) -> int:
        """How many comments."""
        return len(self.published)


def grow(*, per_hour: float, days: float, seed: int, switches: float = 1.0, late: bool = True) -> Crowd:
    """A world of so many comments an hour. ``switches`` multiplies how often bad people switch."""
    draw = np.random.default_rng(seed)
    seconds = days * DAY_S
    post_at = _post_times(draw, per_hour / COMMENTS_A_POST, seconds)
    post, published, parent = _threads(draw, post_at, seconds)
    size = len(published)
    arrival = published + (_lag(draw, size) if late else 0.0)
    order = np.argsort(arrival, kind="stable")
    place = np.empty(size, np.int64)
    place[order] = np.arange(size)
    post, published, arrival, parent = post[order], published[order], arrival[order], parent[order]
    parent = np.where(parent >= 0, place[parent], -1)
    author, bad, marked = _people(draw, size, people=max(60, int(7 * per_hour)))
    answered = np.full(size, np.inf)
    np.minimum.at(answered, parent[parent >= 0], published[parent >= 0])
    edits = _edits(draw, published, author)
    switched = _switches(draw, published, answered, bad, SWITCHES_OF_BAD * switches)
    event_of, event_at, event_kind = _merged(arrival, edits, *switched)
    return Crowd(
        published=published,
        arrival=arrival,
        post=post,
        author=author,
        parent=parent,
        post_at=post_at,
        marked=marked,
        answered=answered,
        event_of=event_of,
        event_at=event_at,
        event_kind=event_kind,
        seconds=seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Changes of harmless text into harmful; (switches,) arrays."""

    of: Array
    at: Array
    hidden_at: Array
    """When the harmless text is back; inf for never."""
    weight: Array
    """How likely the author is to be one of those who switch."""


def possible_switches(crowd: Crowd, *, seed: int, times: int) -> Switches:
    """Switches that might as well have happened: every comment switches, drawn anew ``times`` times.

    Weighed by the chance that its author does such things, as far as marks tell: the same law as that of the world.
    When pages are read does not depend on them, so they measure the same with much less noise.
    """
    draw = np.random.default_rng(seed)
    anybody = np.ones(crowd.size, bool)
    drawn = [_switches(draw, crowd.published, crowd.answered, anybody, 1.0) for _ in range(times)]
    of = np.concatenate([number for (number, _), _ in drawn])
    at = np.maximum(np.concatenate([when for (_, when), _ in drawn]), crowd.arrival[of])
    hidden_at = np.concatenate([_hidden_at(switched[0], *hidden) for switched, hidden in drawn])
    return Switches(of=of, at=at, hidden_at=np.maximum(hidden_at, at), weight=chance_bad(crowd.marked)[of])


def chance_bad(marked: Array) -> Array:
    """How likely somebody is to be one of those who switch, by whether the bot has marked them."""
    yes = BAD_PEOPLE * MARKED_BAD / (BAD_PEOPLE * MARKED_BAD + (1 - BAD_PEOPLE) * MARKED_OTHERS)
    no = BAD_PEOPLE * (1 - MARKED_BAD) / (BAD_PEOPLE * (1 - MARKED_BAD) + (1 - BAD_PEOPLE) * (1 - MARKED_OTHERS))
    return np.where(marked, yes, no)


def _hidden_at(switched: Array, hidden: Array, when: Array) -> Array:
    """Both numbers are in the same order; inf where there is none."""
    found = np.full(len(switched), np.inf)
    found[np.isin(switched, hidden)] = when
    return found


def _post_times(draw: np.random.Generator, per_hour: float, seconds: float) -> Array:
    """Posts from three days before the start, so that threads of every age are there from the beginning."""
    begin = -3 * DAY_S
    number = draw.poisson(per_hour * (seconds - begin) / 3600 * 1.5)
    times = np.sort(draw.uniform(begin, seconds, number))
    busy = (1 + 0.5 * np.sin(2 * np.pi * times / DAY_S)) / 1.5
    return times[draw.random(number) < busy]


def _threads(draw: np.random.Generator, post_at: Array, seconds: float) -> tuple[Array, Array, Array]:
    sigma = 1.4
    sizes = draw.lognormal(np.log(COMMENTS_A_POST) - sigma**2 / 2, sigma, len(post_at))
    whole: NDArray[np.int64] = np.minimum(np.floor(sizes + draw.random(len(post_at))), MOST_IN_A_THREAD).astype(
        np.int64
    )
    post = np.repeat(np.arange(len(post_at)), whole)
    published = post_at[post] + draw.lognormal(np.log(3.5 * 3600), 1.2, len(post))
    order = np.lexsort((published, post))
    post, published = post[order], published[order]
    back = draw.geometric(0.3, len(post))
    first = np.concatenate([[0], np.cumsum(whole)])[post]
    parent = np.arange(len(post)) - back
    parent[(parent < first) | (draw.random(len(post)) < 0.4)] = -1
    inside = (published >= 0) & (published < seconds)
    number = np.cumsum(inside) - 1
    parent = np.where((parent >= 0) & inside[parent], number[parent], -1)
    return post[inside], published[inside], parent[inside]


def _lag(draw: np.random.Generator, size: int) -> Array:
    """From the author's clock to this server: 35 % at once, 60 % seconds, 4 % minutes, 1 % hours."""
    kind = draw.random(size)
    lag = np.where(kind < 0.35, 0.0, draw.lognormal(np.log(5.0), 0.8, size))
    lag = np.where(kind > 0.95, draw.lognormal(np.log(480.0), 0.8, size), lag)
    return np.where(kind > 0.99, draw.lognormal(np.log(6 * 3600.0), 1.0, size), lag)


def _people(draw: np.random.Generator, size: int, *, people: int) -> tuple[Array, Array, Array]:
    """Authors by Zipf's law; those who switch; those whom the bot has marked."""
    weight = np.arange(1, people + 1) ** -0.8
    author = draw.choice(people, size, p=weight / weight.sum())
    bad = draw.permutation(people) < max(1, round(BAD_PEOPLE * people))
    marked = draw.random(people) < np.where(bad, MARKED_BAD, MARKED_OTHERS)
    return author, bad[author], marked[author]


def _edits(draw: np.random.Generator, published: Array, author: Array) -> tuple[Array, Array]:
    eager = draw.gamma(1.0, 1.0, author.max() + 1)[author]
    number = np.flatnonzero(draw.random(len(published)) < EDITED * eager)
    kind = draw.choice(3, len(number), p=[share for share, _, _ in EDITS])
    median, sigma = np.array([m for _, m, _ in EDITS]), np.array([s for _, _, s in EDITS])
    at = published[number] + draw.lognormal(np.log(median[kind]), sigma[kind])
    of, times = [number], [at]
    while len(number):
        again = draw.random(len(number)) < 0.25
        number, at = number[again], at[again] + draw.lognormal(np.log(240.0), 1.0, int(again.sum()))
        of.append(number)
        times.append(at)
    return np.concatenate(of), np.concatenate(times)


def _switches(
    draw: np.random.Generator, published: Array, answered: Array, bad: Array, share: float
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    number = np.flatnonzero(bad & (draw.random(len(published)) < share))
    own_time = draw.random(len(number)) < 0.5
    at = np.where(
        own_time,
        published[number] + draw.lognormal(np.log(SWITCH_AGE[0]), SWITCH_AGE[1], len(number)),
        answered[number] + draw.lognormal(np.log(SWITCH_AFTER_ANSWER[0]), SWITCH_AFTER_ANSWER[1], len(number)),
    )
    number, at = number[np.isfinite(at)], at[np.isfinite(at)]
    hides = draw.random(len(number)) < 0.35
    hidden = at[hides] + draw.lognormal(np.log(2700.0), 0.5, int(hides.sum()))
    return (number, at), (number[hides], hidden)


def _merged(arrival: Array, *kinds: tuple[Array, Array]) -> tuple[Array, Array, Array]:
    """All changes in order of time; one before the comment arrived here is there on arrival."""
    of = np.concatenate([number for number, _ in kinds])
    at = np.maximum(np.concatenate([times for _, times in kinds]), arrival[of])
    kind = np.concatenate([np.full(len(number), k) for k, (number, _) in enumerate(kinds)])
    order = np.argsort(at, kind="stable")
    return of[order], at[order], kind[order]
