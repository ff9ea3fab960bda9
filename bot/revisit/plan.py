"""Which windows to read next: the ones that end the most harm waiting unseen, per request.

Where changes are rare, a window of rate R (hazard times harm times visibility, summed over what it would show) is best
read every c / sqrt(R) seconds, with one c for all. A reading saves what stands unseen for the time until the next. So
a comment's index is the harm that is expected to stand unseen on it times its usual wait, 1 / sqrt(R); a window's gain
is the sum over the comments that it would show. An index that grew with the square of the wait would overrate windows
that show what waits beside what was just read, and tear apart what was read together.

Windows are pages of the newest-first list, found by rank; threads, whole or page by page, which also reach behind the
list's last page; and the newest page of one person, which pays where somebody who stood out writes much. Reading the
window with the largest gain, again and again, is the whole policy; the budget is its only knob.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.comments import FeedKey, LocalId, Window
from bot.revisit.hazard import HORIZON, Curves
from bot.revisit.view import View, seconds_of

Array = NDArray[Any]
Unseen = tuple[tuple[datetime, int], ...]
_Found = tuple[float, Window | None, Any]
"""What a window gains, the window, and its rows."""
ROWS = 50
LIMITS = np.arange(ROWS, ROWS // 2 - 1, -1)
"""Rows a page: pages of other lengths begin elsewhere, so that one fits around what was last read together."""
CLEAR = 4
"""A comment so many rows from either end of a page surely stands on it."""
WHOLE = 300
"""Comments that one request shows at most when it names a depth."""
REST_S = 60.0
"""A comment that was read so short a time ago is not worth another reading..."""
REST_SHARE = 1 / 120
"""...and an old one not for this share of its age."""
PLAIN_AGE_S = 2400.0
_LOOKED_INTO = 8
"""Threads, and people, of which the windows are weighed."""
_LEAST_RATE = 1e-15
"""Guards a division where nothing is expected to happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one request may show."""

    last_page: int | None = 100
    """Of the newest-first list; None: no end."""
    threads: bool = True
    whole_threads: bool = True
    """A thread of up to 300 comments in one request, as the site's own pages ask for it."""
    people: bool = True
    """The newest comments of one person in one request."""
    newest_300: bool = False
    """The newest 300 of the list in one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A window worth reading, and how much."""

    window: Window
    gain: float


def plan(
    view: View,
    feed: FeedKey,
    *,
    now: datetime,
    count: int,
    curves: Curves | None,
    reach: Reach,
    newer: float = 0.0,
    unseen: Unseen = (),
    rest_s: float = REST_S,
) -> list[Choice]:
    """Up to ``count`` windows of ``feed``, best first; fewer when nothing more is worth a request.

    ``curves`` None: no model, so the time since the last reading over the age decides. ``newer``: how many comments are
    expected to have arrived above those that are known. ``unseen``: (published, number) how many comments are listed
    above a point without being in the view.
    """
    at = seconds_of(now)
    rows = _rows(view, at)
    if count <= 0 or len(rows) == 0:
        return []
    board = _Board(view, rows, gains(view, rows, at, curves=curves, reach=reach, rest_s=rest_s), reach)
    board.lay_pages(ranks(view, rows, newer=newer, unseen=unseen))
    return list(board.best(feed, count))


def around(
    view: View,
    feed: FeedKey,
    local_id: LocalId,
    *,
    now: datetime,
    curves: Curves | None,
    reach: Reach,
    newer: float = 0.0,
    unseen: Unseen = (),
) -> Window | None:
    """The page of ``feed`` worth most of those on which one comment probably stands; None if it is out of reach."""
    at = seconds_of(now)
    rows = _rows(view, at)
    place = np.flatnonzero(view.local_id[rows] == local_id)
    if len(place) == 0:
        return None
    board = _Board(view, rows, gains(view, rows, at, curves=curves, reach=reach), reach)
    board.lay_pages(ranks(view, rows, newer=newer, unseen=unseen))
    return board.page_with(feed, int(place[0]))


def _rows(view: View, at: float) -> Array:
    """Comments within the horizon, newest first."""
    return view.order[np.searchsorted(view.times, at - HORIZON.total_seconds()) :][::-1]


def gains(view: View, rows: Array, at: float, *, curves: Curves | None, reach: Reach, rest_s: float = REST_S) -> Array:
    """Index of each of ``rows`` at ``at`` (seconds since 1970); 0 for what was read just now or is hidden."""
    published, seen = view.published[rows], view.seen[rows]
    age, since = at - published, at - seen
    if curves is None:
        index = since / (age + PLAIN_AGE_S) * (view.harm[rows] > 0)
    else:
        unseen, rate = _changes(view, rows, at, curves)
        index = unseen / np.sqrt(np.maximum(_shown_beside(view, rows, rate, reach), _LEAST_RATE))
    index[since < np.maximum(rest_s, age * REST_SHARE)] = 0.0
    return index


def _changes(view: View, rows: Array, at: float, curves: Curves) -> tuple[Array, Array]:
    """Harm expected to stand unseen on each of ``rows``, and how much of it comes a second."""
    published, seen = view.published[rows], view.seen[rows]
    unseen, rate = curves.age.between(seen - published, at - published), curves.age.rate((at + seen) / 2 - published)
    if curves.answer is not None:
        answered = view.answered[rows]
        some = np.flatnonzero(answered < at)
        since = np.maximum(seen[some] - answered[some], 0.0)
        unseen[some] += curves.answer.between(since, at - answered[some])
        rate[some] += curves.answer.rate((at - answered[some] + since) / 2)
    weight = view.harm[rows].astype(float)
    if curves.fade_s is not None:
        weight *= np.exp((view.began - at) / curves.fade_s)[view.post[rows]]
    return unseen * weight, rate * weight


def _shown_beside(view: View, rows: Array, rate: Array, reach: Reach) -> Array:
    """Rate of all that a usual window of each of ``rows`` shows: a page around it, its thread behind the last page."""
    total = np.concatenate([[0.0], np.cumsum(rate)])
    begin = np.clip(np.arange(len(rows)) - ROWS // 2, 0, max(len(rows) - ROWS, 0))
    beside: Array = total[np.minimum(begin + ROWS, len(rows))] - total[begin]
    if reach.last_page is None or not reach.threads or len(rows) <= reach.last_page * ROWS:
        return beside
    hidden, post = slice(reach.last_page * ROWS, None), view.post[rows]
    size = np.bincount(post, minlength=len(view.posts))
    shown = np.minimum(1.0, np.where(reach.whole_threads & (size <= WHOLE), WHOLE, ROWS) / np.maximum(size, 1))
    by_post = np.bincount(post[hidden], weights=rate[hidden], minlength=len(view.posts)) * shown
    beside[hidden] = by_post[post[hidden]]
    return beside


def ranks(view: View, rows: Array, *, newer: float, unseen: Unseen) -> Array:
    """Where each of ``rows`` (newest first) probably stands in the server's list, from 0; never falling."""
    listed = view.listed[rows]
    place = np.cumsum(listed) - listed + newer
    if unseen:
        marks = sorted((seconds_of(published), number) for published, number in unseen)
        times, numbers = np.array([t for t, _ in marks]), np.array([n for _, n in marks], float)
        place = place + np.interp(-view.published[rows], -times[::-1], numbers[::-1])
    return np.maximum.accumulate(place)


class _Board:
    """Gains of every row, and of the windows that would show them; a row that was chosen has none left."""

    def __init__(self, view: View, rows: Array, gain: Array, reach: Reach) -> None:
        self._gain = gain
        self._post = view.post[rows]
        self._posts = view.posts
        self._risky = np.flatnonzero(view.harm[rows] > 1) if reach.people else np.zeros(0, np.int64)
        self._people, self._author = np.unique(view.author[rows[self._risky]], return_inverse=True)
        floors = np.array([view.floors.get(person, -np.inf) for person in self._people.tolist()])
        self._reachable = view.published[rows[self._risky]] >= floors[self._author]
        self._reach = reach

    def lay_pages(self, rank: Array) -> None:
        """Find out which rows each page of the list would show."""
        deepest = int(rank[-1])
        counts = [deepest // rows + 1 for rows in LIMITS.tolist()]
        if self._reach.last_page is not None:
            counts = [min(count, self._reach.last_page) for count in counts]
        self._limit = np.repeat(LIMITS, counts)
        self._page = np.concatenate([np.arange(1, count + 1) for count in counts])
        first = (self._page - 1) * self._limit
        self._begin, self._end = np.searchsorted(rank, first), np.searchsorted(rank, first + self._limit)
        self._newest = int(np.searchsorted(rank, WHOLE))

    def best(self, feed: FeedKey, count: int) -> Iterator[Choice]:
        """The best window, and the best one after that, and so on."""
        for _ in range(count):
            page = self._best_page(feed)
            thread = max(page, self._thread(feed, page[0]), key=lambda found: found[0])
            gain, window, rows = max(thread, self._person(feed, thread[0]), key=lambda found: found[0])
            if gain <= 0 or window is None:
                return
            self._gain[rows] = 0.0
            yield Choice(window=window, gain=gain)

    def page_with(self, feed: FeedKey, row: int) -> Window | None:
        """The best page that shows ``row``, well within it where that can be."""
        below = self._end - 1 - row
        clear = np.where(self._page == 1, below, np.minimum(row - self._begin, below))
        if clear.max() < 0:
            return None
        surely = np.flatnonzero(clear >= min(CLEAR, int(clear.max())))
        return self._page_at(feed, int(surely[self._page_gains()[surely].argmax()]))

    def _page_gains(self) -> Array:
        total = np.concatenate([[0.0], np.cumsum(self._gain)])
        return total[self._end] - total[self._begin]  # type: ignore[no-any-return]

    def _page_at(self, feed: FeedKey, number: int) -> Window:
        return Window(feed=feed, page=int(self._page[number]), limit=int(self._limit[number]), again=True)

    def _best_page(self, feed: FeedKey) -> tuple[float, Window, Any]:
        gain = self._page_gains()
        newest = float(self._gain[: self._newest].sum()) if self._reach.newest_300 else 0.0
        best = int(gain.argmax())
        if newest >= gain[best]:
            return newest, Window(feed=feed, page=1, whole=True, again=True), slice(0, self._newest)
        return float(gain[best]), self._page_at(feed, best), slice(self._begin[best], self._end[best])

    def _thread(self, feed: FeedKey, least: float) -> _Found:
        """The best window of a thread, where that beats ``least``."""
        if not self._reach.threads:
            return 0.0, None, None
        totals = np.bincount(self._post, weights=self._gain, minlength=len(self._posts))
        return _best_of(totals, least, lambda post: self._part(feed, post, float(totals[post])))

    def _person(self, feed: FeedKey, least: float) -> _Found:
        """The newest page of whoever stood out, where that beats ``least``."""
        totals = np.bincount(self._author, weights=self._gain[self._risky])
        return _best_of(totals, least, lambda number: self._newest_of(feed, number))

    def _newest_of(self, feed: FeedKey, number: int) -> _Found:
        newest = np.flatnonzero(self._author == number)[:ROWS]
        rows = self._risky[newest[self._reachable[newest]]]
        window = Window(feed=feed, page=1, person=LocalId(int(self._people[number])), again=True)
        return float(self._gain[rows].sum()), window, rows

    def _part(self, feed: FeedKey, post: int, total: float) -> _Found:
        """The whole of a thread, or the best page of a larger one."""
        rows = np.flatnonzero(self._post == post)
        number = self._posts[post]
        if self._reach.whole_threads and ROWS < len(rows) <= WHOLE:
            return total, Window(feed=feed, page=1, post=number, whole=True, again=True), rows
        by_page = np.add.reduceat(self._gain[rows], np.arange(0, len(rows), ROWS))
        page = int(by_page.argmax())
        part = rows[page * ROWS : (page + 1) * ROWS]
        return float(by_page[page]), Window(feed=feed, page=page + 1, post=number, again=True), part


def _best_of(totals: Array, least: float, window_of: Callable[[int], _Found]) -> _Found:
    """Only those are looked into of which all together could beat ``least`` and what was found before."""
    found: _Found = (0.0, None, None)
    for number in np.argsort(-totals)[:_LOOKED_INTO].tolist():
        if totals[number] <= max(least, found[0]):
            break
        found = max(found, window_of(number), key=lambda one: one[0])
    return found
