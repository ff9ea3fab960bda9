"""What is known of one listing's comments, compactly: arrays over rows that never move, and their order by time.

Identity is the local id, the address on the one site that is read. A row is forgotten once it is older than the
horizon. The view can be built again from the store at any time; nothing in it is the only copy.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.comments import ActorId, Comment, LocalId, Page
from bot.revisit.hazard import HORIZON

Array = NDArray[Any]
MARKED = 20.0
"""How much likelier harm is from somebody whose comments stood out before: 3 % of people do nearly all of it."""
MARKED_FOR = timedelta(days=30)
SUSPECT = 4.0
"""The same for a comment that stood out itself, or nearly did."""
_GROWTH = 1024
_BY_ROW = ("local_id", "published", "seen", "answered", "harm", "post", "author", "listed")
"""Arrays of the view that have a value for each comment."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One comment as the store knows it. Times aware UTC."""

    local_id: LocalId
    post: LocalId
    author: LocalId
    parent: LocalId | None
    published: datetime
    last_seen: datetime
    harm: float = 1.0
    """How much worse than usual a change of it is expected to be."""
    hidden: bool = False
    """Deleted or removed: it still takes a row of the list, and is not worth a reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What one page showed beside the texts."""

    fresh: tuple[Comment, ...] = ()
    """Comments not known before."""
    answered: tuple[LocalId, ...] = ()
    """Known comments that got their first answer."""
    vanished: tuple[LocalId, ...] = ()
    """Known comments that should have stood on this page and did not: purged, or no longer shown to us."""


def harm_of(author: ActorId, *, marked: frozenset[ActorId], suspect: bool = False) -> float:
    """The weight of a comment: policy, not data."""
    return (MARKED if author in marked else 1.0) * (SUSPECT if suspect else 1.0)


def seconds_of(moment: datetime) -> float:
    """Seconds since 1970, exact to the microsecond."""
    return (moment - _EPOCH).total_seconds()


class View:
    """Known comments of one listing, newest four days."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self.size = 0
        self.local_id = np.zeros(0, np.int64)
        self.published = np.zeros(0)
        """Seconds since 1970, as are all times here."""
        self.seen = np.zeros(0)
        self.answered = np.zeros(0)
        """When the first known answer was published; inf without one."""
        self.harm = np.zeros(0, np.float32)
        """0 for what is not worth a reading."""
        self.post = np.zeros(0, np.int32)
        """Index into ``posts``."""
        self.listed = np.zeros(0, bool)
        """False once it was missing where it should have stood."""
        self.order = np.zeros(0, np.int64)
        """Rows, oldest first."""
        self.times = np.zeros(0)
        """When they were published, in that order."""
        self.author = np.zeros(0, np.int64)
        """Local id of who wrote it."""
        self.floors: dict[int, float] = {}
        """By author, when the oldest comment was published that their newest page shows; inf: there is no such page."""
        self.posts: list[LocalId] = []
        self.began = np.zeros(0)
        """When the oldest known comment of each post was published."""
        self._row: dict[LocalId, int] = {}
        self._post: dict[LocalId, int] = {}
        self._waiting: dict[LocalId, float] = {}
        """Answers to comments that are not known (yet)."""
        self._add(list(known))

    def __len__(self) -> int:
        return self.size

    def __contains__(self, local_id: object) -> bool:
        return local_id in self._row

    def harm_at(self, local_id: LocalId) -> float:
        """Weight of one comment; 0.0 when it is not known."""
        row = self._row.get(local_id)
        return 0.0 if row is None else float(self.harm[row])

    def seen_at(self, local_id: LocalId) -> datetime:
        """When a comment was last read; the beginning of time for one that is not known."""
        row = self._row.get(local_id)
        return _EPOCH if row is None else _EPOCH + timedelta(seconds=float(self.seen[row]))

    def above(self, times: Array) -> Array:
        """How many listed known comments are newer than each of ``times``."""
        newer = self.size - np.searchsorted(self.times, times, side="right")
        gone = np.sort(self.published[: self.size][~self.listed[: self.size]])
        return newer - (len(gone) - np.searchsorted(gone, times, side="right"))

    def above_end(self, page: Page) -> int:
        """How many are at least as new as the last row of ``page``."""
        if not page.comments:
            return 0
        end = seconds_of(min(comment.published for comment in page.comments))
        return int(self.above(np.array([np.nextafter(end, 0.0)]))[0])

    def observe(self, page: Page, ours: Sequence[Comment], harm: Callable[[Comment], float]) -> Noticed:
        """Take in one page. ``ours``: its comments that are kept; ``harm`` weighs those that are new."""
        at = seconds_of(page.observed_at)
        fresh = [comment for comment in ours if comment.local_id not in self._row]
        answered = self._add([_known(comment, page.observed_at, harm(comment)) for comment in fresh])
        rows = np.array([self._row[comment.local_id] for comment in ours], np.int64)
        if len(rows):
            self.seen[rows] = np.maximum(self.seen[rows], at)
            self.listed[rows] = True
            self._hide(ours)
        if page.window.person is not None:
            self._find_floor(page.window.person, page, rows)
        return Noticed(fresh=tuple(fresh), answered=tuple(answered), vanished=self._missing(page, rows))

    def drop(self, local_id: LocalId) -> None:
        """The server has no such comment any more."""
        row = self._row.get(local_id)
        if row is not None:
            self.harm[row], self.listed[row] = 0.0, False

    def _find_floor(self, person: LocalId, page: Page, rows: Array) -> None:
        """What the page of a person ought to show and did not is not looked for there again, nor what is older."""
        times = [seconds_of(comment.published) for comment in page.comments]
        floor = min(times) if times and page.full else -np.inf
        theirs = np.flatnonzero((self.author[: self.size] == person) & (self.harm[: self.size] > 0))
        hidden = self.published[np.setdiff1d(theirs[self.published[theirs] >= floor], rows)]
        self.floors[person] = float(np.nextafter(hidden.max(), np.inf)) if len(hidden) else floor

    def lose_person(self, person: LocalId) -> None:
        """The server has no page of theirs."""
        self.floors[person] = np.inf

    def forget(self, now: datetime) -> None:
        """Let go of what is past the horizon, now and then."""
        old = self.published[: self.size] < seconds_of(now - HORIZON)
        if old.sum() * 5 > self.size:
            self._compact(~old)

    def _hide(self, ours: Sequence[Comment]) -> None:
        for comment in ours:
            row = self._row[comment.local_id]
            if not comment.readable:
                self.harm[row] = 0.0
            elif self.harm[row] == 0.0:
                self.harm[row] = 1.0

    def _missing(self, page: Page, rows: Array) -> tuple[LocalId, ...]:
        """One answer of the server is one moment: what is known to lie within its span and is not there is gone."""
        if not page.window.of_listing or page.set_aside or len(page.comments) < 2:
            return ()
        newest, oldest = seconds_of(page.comments[0].published), seconds_of(page.comments[-1].published)
        low, high = np.searchsorted(self.times, oldest, side="right"), np.searchsorted(self.times, newest, side="left")
        between = self.order[low:high]
        if high - low <= len(rows) - 2 and len(rows) == len(page.comments):  # nothing can be missing
            return ()
        gone = np.setdiff1d(between[self.listed[between]], rows)
        self.listed[gone] = False
        return tuple(LocalId(int(number)) for number in self.local_id[gone])

    def _add(self, known: list[Known]) -> list[LocalId]:
        """Take in comments that are not there yet; which known ones were answered for the first time by them."""
        if not known:
            return []
        begin = self.size
        self._reserve(begin + len(known))
        for row, one in enumerate(known, begin):
            self._row[one.local_id] = row
            self.local_id[row] = one.local_id
            self.published[row] = seconds_of(one.published)
            self.seen[row] = seconds_of(one.last_seen)
            self.answered[row] = max(self._waiting.pop(one.local_id, np.inf), self.published[row])
            self.harm[row] = 0.0 if one.hidden else one.harm
            self.post[row] = self._post_row(one.post, self.published[row])
            self.author[row] = one.author
            self.listed[row] = True
        self.size += len(known)
        new = np.arange(begin, self.size)
        new = new[np.argsort(self.published[new], kind="stable")]
        places = np.searchsorted(self.times, self.published[new], side="right")
        self.order = np.insert(self.order, places, new)
        self.times = np.insert(self.times, places, self.published[new])
        return self._answers(known)

    def _answers(self, known: list[Known]) -> list[LocalId]:
        answered = []
        for one in known:
            if one.parent is None:
                continue
            at = seconds_of(one.published)
            row = self._row.get(one.parent)
            if row is None:
                self._waiting[one.parent] = min(at, self._waiting.get(one.parent, np.inf))
                continue
            if np.isinf(self.answered[row]):
                answered.append(one.parent)
            self.answered[row] = min(self.answered[row], max(at, self.published[row]))
        return answered

    def _post_row(self, post: LocalId, published: float) -> int:
        row = self._post.get(post)
        if row is None:
            row = self._post[post] = len(self.posts)
            self.posts.append(post)
            if row >= len(self.began):
                self.began = _grown(self.began, row + _GROWTH)
            self.began[row] = published
        self.began[row] = min(self.began[row], published)
        return row

    def _reserve(self, size: int) -> None:
        if size <= len(self.local_id):
            return
        size = max(size, len(self.local_id) * 3 // 2, _GROWTH)
        for name in _BY_ROW:
            setattr(self, name, _grown(getattr(self, name), size))

    def _compact(self, stays: Array) -> None:
        rows = np.flatnonzero(stays)
        place = np.full(self.size, -1)
        place[rows] = np.arange(len(rows))
        self.order = place[self.order[stays[self.order]]]
        for name in _BY_ROW:
            setattr(self, name, getattr(self, name)[rows])
        self.size = len(rows)
        self.times = self.published[self.order]
        self._row = {LocalId(number): row for row, number in enumerate(self.local_id.tolist())}
        oldest = float(self.published[self.order[0]]) if len(rows) else np.inf
        self._waiting = {number: at for number, at in self._waiting.items() if at >= oldest}
        self._compact_posts()

    def _compact_posts(self) -> None:
        used, place = np.unique(self.post, return_inverse=True)
        self.post = place.astype(np.int32)
        self.posts = [self.posts[row] for row in used]
        self.began = self.began[used]
        self._post = {post: row for row, post in enumerate(self.posts)}


def _known(comment: Comment, seen: datetime, harm: float) -> Known:
    return Known(
        local_id=comment.local_id,
        post=comment.post.local_id,
        author=comment.author.local_id,
        parent=comment.parent_local_id,
        published=comment.published,
        last_seen=seen,
        harm=harm,
        hidden=not comment.readable,
    )


def _grown(values: Array, size: int) -> Array:
    larger = np.zeros(size, values.dtype)
    larger[: len(values)] = values
    return larger
