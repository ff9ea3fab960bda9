"""A server and a store in memory, with one clock between them, for driving the real reading code through days.

The server keeps Lemmy's limits: pages of 50, at most 100 of them unless told otherwise, 300 comments where a depth is
named, threads in lists of 50 with their counters. The store keeps what the SQL store keeps, in arrays; it holds every
comment's text and when it was last seen, and is the only thing that a restart leaves.
"""

import math
import threading
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.crowd import Array, Crowd
from bot import discover, revisit
from bot.comments import (
    ActorId,
    ApId,
    Comment,
    Community,
    FeedKey,
    LocalId,
    Page,
    Person,
    Post,
    PostCount,
    PostPage,
    PostWindow,
    Scope,
    Window,
)
from bot.decisions import Decision, Failure, ToJudge
from bot.discover import FeedState, Suspect, ThreadKnown
from bot.errors import GoneError
from bot.lemmy.budget import Budget
from bot.ports import Kept
from bot.revisit import Counted, Known, Reread

START = datetime(2026, 3, 2, tzinfo=UTC)
FEED = FeedKey(scope=Scope.MODERATED)
PLACE = Community(actor_id=ActorId("https://here.example/c/all"), local_id=LocalId(1), name="all@here.example")
_MOST_ROWS, _BRANCH_ROWS = 50, 300


class Clock(threading.Event):
    """The one clock; as a stop event that is waited for, it goes forward instead. Seconds since the start."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def now(self) -> datetime:
        """Aware UTC."""
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        """Seconds."""
        return self.seconds

    def wait(self, timeout: float | None = None) -> bool:
        """Let time pass, be it too little to be told from none."""
        self.seconds = max(self.seconds + (timeout or 0.0), math.nextafter(self.seconds, math.inf))
        return False


@dataclass(slots=True, kw_only=True)
class Log:
    """What the server was asked and what it showed, in order of time; seconds since the start."""

    size: int
    """Comments in the world."""
    asked: list[float] = field(default_factory=list)
    """When each request came."""
    times: list[float] = field(default_factory=list)
    """When comments were shown..."""
    shown: list[Array] = field(default_factory=list)
    """...and which."""

    def note(self, at: float, numbers: Array) -> None:
        """One answer."""
        self.times.append(at)
        self.shown.append(numbers.astype(np.int32))

    def readings(self) -> "Readings":
        """The same by comment."""
        number = np.concatenate([*self.shown, np.zeros(0, np.int32)])
        at = np.repeat(self.times, [len(shown) for shown in self.shown])
        order = np.argsort(number, kind="stable")
        return Readings(number=number[order], at=at[order], size=self.size)

    def most_in(self, seconds: float) -> int:
        """The largest number of requests in any stretch of time."""
        asked = np.array(self.asked)
        return int((np.searchsorted(asked, asked + seconds) - np.arange(len(asked))).max())


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Each time that a comment was shown, by comment and time."""

    number: Array
    at: Array
    size: int

    def first_after(self, of: Array, at: Array) -> Array:
        """When each of the comments ``of`` was first shown at or after ``at``; inf for never."""
        place = np.searchsorted(_key(self.number, self.at), _key(of, at))
        inside = np.minimum(place, len(self.number) - 1)
        found = (place < len(self.number)) & (self.number[inside] == of)
        return np.where(found, self.at[inside], np.inf)

    def intervals(self) -> tuple[Array, Array, Array]:
        """Of each reading but a comment's last: which comment, when, and seconds until the next."""
        again = self.number[1:] == self.number[:-1]
        return self.number[:-1][again], self.at[:-1][again], np.diff(self.at)[again]

    def first(self) -> Array:
        """When each comment was first shown; inf for never."""
        return self.first_after(np.arange(self.size), np.zeros(self.size))


def _key(number: Array, at: Array) -> Array:
    """Orders by comment, then by time."""
    return number * 1e7 + at


class Server:
    """Answers as Lemmy 0.19 does. ``last_page`` None: no end to the pages, as with cursors."""

    def __init__(self, crowd: Crowd, clock: Clock, budget: Budget, *, last_page: int | None = 100) -> None:
        self._crowd = crowd
        self._clock = clock
        self.budget = budget
        self._last_page = last_page
        self.log = Log(size=crowd.size)
        self._order = np.zeros(0, np.int64)
        self._arrived = 0
        self._threads: dict[int, list[tuple[float, int]]] = {}
        self._newest: dict[int, float] = {}
        self._changes: dict[int, list[float]] = {}
        for of, at in zip(crowd.event_of.tolist(), crowd.event_at.tolist(), strict=True):
            self._changes.setdefault(of, []).append(at)
        self._changing = np.zeros(crowd.size, bool)
        self._changing[list(self._changes)] = True
        self._made: list[Comment | None] = [None] * crowd.size
        self._version = np.zeros(crowd.size, np.int64)
        self._posts: dict[int, Post] = {}
        self._people: dict[int, Person] = {}

    def read(self, window: Window) -> Page:
        """See ports.Feed."""
        self._ask()
        rows = self._order[::-1]
        if window.person is not None:
            rows = rows[self._crowd.author[rows] == window.person - 1]
        elif window.post is not None:
            rows = np.array([number for _, number in reversed(self._threads.get(window.post - 1, []))], np.int64)
        if window.whole:
            shown = rows[:_BRANCH_ROWS]
        else:
            last_page = self._last_page or window.page
            assert 1 <= window.limit <= _MOST_ROWS, "the server refuses more than 50 rows"
            assert 1 <= window.page <= last_page, "the server refuses deeper pages"
            shown = rows[(window.page - 1) * window.limit : window.page * window.limit]
        return Page(
            window=window,
            comments=self._show(shown),
            observed_at=self._clock.now(),
            full=len(shown) >= window.rows,
        )

    def posts(self, window: PostWindow) -> PostPage:
        """See ports.Feed."""
        self._ask()
        assert 1 <= window.page <= 100, "the server refuses deeper pages"
        ranked = sorted(self._newest, key=lambda post: -self._newest[post])
        shown = ranked[(window.page - 1) * window.limit : window.page * window.limit]
        return PostPage(
            window=window,
            posts=tuple(self._count(post) for post in shown),
            observed_at=self._clock.now(),
            full=len(shown) >= window.limit,
        )

    def comment(self, local_id: LocalId) -> Comment:
        """See ports.Feed."""
        self._ask()
        if not 1 <= local_id <= self._arrived:
            raise GoneError("gone", code="couldnt_find_comment")
        return self._show(np.array([local_id - 1]))[0]

    def _ask(self) -> None:
        assert self.budget.acquire()
        self.log.asked.append(self._clock.seconds)
        self._arrive()

    def _arrive(self) -> None:
        crowd = self._crowd
        until = int(np.searchsorted(crowd.arrival, self._clock.seconds, side="right"))
        if until == self._arrived:
            return
        new = np.arange(self._arrived, until)
        new = new[np.argsort(crowd.published[new], kind="stable")]
        self._order = np.insert(self._order, np.searchsorted(crowd.published[self._order], crowd.published[new]), new)
        for number in new.tolist():
            post, at = int(crowd.post[number]), float(crowd.published[number])
            insort(self._threads.setdefault(post, []), (at, number))
            self._newest[post] = max(at, self._newest.get(post, at))
        self._arrived = until

    def glance(self, begin: int, end: int) -> Array:
        """One request for rows [begin, end) of the newest-first list, by the numbers of its comments: for rivals."""
        self._ask()
        numbers = self._order[max(len(self._order) - end, 0) : len(self._order) - begin][::-1]
        self.log.note(self._clock.seconds, numbers)
        return numbers

    @property
    def listed(self) -> Array:
        """Numbers of all comments that have arrived, newest first."""
        return self._order[::-1]

    def _show(self, numbers: Array) -> tuple[Comment, ...]:
        self.log.note(self._clock.seconds, numbers)
        for number in numbers[self._changing[numbers]].tolist():
            version = bisect_right(self._changes[number], self._clock.seconds)
            if version != self._version[number]:
                self._version[number], self._made[number] = version, None
        return tuple(self._made[number] or self._make(number) for number in numbers.tolist())

    def _make(self, number: int) -> Comment:
        crowd, version = self._crowd, int(self._version[number])
        parent = int(crowd.parent[number])
        made = Comment(
            ap_id=ApId(f"c{number}"),
            local_id=LocalId(number + 1),
            parent_local_id=LocalId(parent + 1) if parent >= 0 else None,
            community=PLACE,
            post=self._post(int(crowd.post[number])),
            author=self._person(int(crowd.author[number])),
            text=f"{number}:{version}",
            published=START + timedelta(seconds=float(crowd.published[number])),
            updated=START + timedelta(seconds=self._changes[number][version - 1]) if version else None,
        )
        self._made[number] = made
        return made

    def _post(self, number: int) -> Post:
        if number not in self._posts:
            self._posts[number] = Post(ap_id=ApId(f"p{number}"), local_id=LocalId(number + 1), title="")
        return self._posts[number]

    def _person(self, number: int) -> Person:
        if number not in self._people:
            self._people[number] = Person(actor_id=ActorId(f"u{number}"), local_id=LocalId(number + 1), name="")
        return self._people[number]

    def _count(self, post: int) -> PostCount:
        return PostCount(
            post=LocalId(post + 1),
            ap_id=ApId(f"p{post}"),
            community=PLACE.actor_id,
            comments=len(self._threads[post]),
            newest=START + timedelta(seconds=self._newest[post]),
            published=START + timedelta(seconds=float(self._crowd.post_at[post])),
        )


@dataclass(slots=True, kw_only=True)
class Notebook:
    """What the store holds: everything that a restart leaves. Satisfies Inbox, without judging, and Lookout."""

    marked: frozenset[ActorId]
    size: int
    states: dict[FeedKey, FeedState] = field(default_factory=dict)
    comments: dict[LocalId, Comment] = field(default_factory=dict)
    seen: Array = field(default_factory=lambda: np.zeros(0))
    written: dict[LocalId, list[datetime]] = field(default_factory=dict)
    total: Counted = field(default_factory=Counted)
    waiting: dict[Reread, None] = field(default_factory=dict)
    in_doubt: dict[LocalId, Suspect] = field(default_factory=dict)
    settled: dict[LocalId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seen = np.full(self.size + 1, np.nan)

    # Inbox
    def feed_state(self, feed: FeedKey) -> FeedState:
        """See ports.Inbox."""
        return self.states.get(feed) or FeedState(feed=feed)

    def keep(self, page: Page, state: FeedState, rereads: Sequence[Reread] = ()) -> Kept:
        """See ports.Inbox."""
        at = (page.observed_at - START).total_seconds()
        spans, fresh_s, edited = [], [], 0
        for comment in page.comments:
            known = self.comments.get(comment.local_id)
            if known is None:
                self.written.setdefault(comment.post.local_id, []).append(comment.published)
                fresh_s.append((page.observed_at - comment.published).total_seconds())
            elif known is not comment:
                edited += known.text != comment.text
                before = START + timedelta(seconds=float(self.seen[comment.local_id]))
                spans.append(revisit.watched(comment, before, page.observed_at, edited=known.text != comment.text))
            self.comments[comment.local_id] = comment
        self._count_hours(page, at, [span for span in spans if span is not None], fresh_s)
        self._settle_thread(page)
        if self.waiting:
            here = {comment.local_id for comment in page.comments}
            self.waiting = {
                one: None for one in self.waiting if one.local_id not in here or one.due_at > page.observed_at
            }
        self.waiting |= dict.fromkeys(rereads)
        self.states[state.feed] = state
        return Kept(comments=len(page.comments), new=len(fresh_s), edited=edited)

    def to_judge(self, limit: int) -> list[ToJudge]:
        """See ports.Inbox; nothing is judged here."""
        return []

    def record(self, results: Sequence[Decision | Failure], now: datetime) -> None:
        """See ports.Inbox."""

    def _count_hours(self, page: Page, at: float, spans: Sequence[revisit.Watched], fresh_s: Sequence[float]) -> None:
        """Hours of all that was read again at once; edits of the few that changed."""
        ids = np.array([comment.local_id for comment in page.comments], np.int64)
        published = np.array([(comment.published - START).total_seconds() for comment in page.comments])
        again = ~np.isnan(self.seen[ids])
        hours = revisit.hours_between(self.seen[ids][again] - published[again], at - published[again])
        counted = revisit.count(spans, fresh_s)
        self.total = self.total.plus(Counted(hours=hours, edits=counted.edits, fresh=counted.fresh))
        self.seen[ids] = at

    def _settle_thread(self, page: Page) -> None:
        suspect = self.in_doubt.get(page.window.post) if page.window.post is not None else None
        if suspect is None or suspect.next_page != page.window.page:
            return
        visible = sum(at <= suspect.listed_at for at in self.written.get(suspect.post, ()))
        ours = ThreadKnown(visible=visible, settled=self.settled.get(suspect.post))
        if discover.thread_is_read(suspect, page, ours):
            del self.in_doubt[suspect.post]
            self.settled[suspect.post] = suspect.comments - visible
        else:
            self.in_doubt[suspect.post] = discover.next_of(suspect)

    # Lookout
    def known(self, communities: Iterable[ActorId], since: datetime) -> list[Known]:
        """See ports.Lookout."""
        return [
            Known(
                local_id=comment.local_id,
                post=comment.post.local_id,
                author=comment.author.local_id,
                parent=comment.parent_local_id,
                published=comment.published,
                last_seen=START + timedelta(seconds=float(self.seen[comment.local_id])),
                harm=revisit.harm_of(comment.author.actor_id, marked=self.marked),
            )
            for comment in self.comments.values()
            if comment.published >= since and comment.community.actor_id in communities
        ]

    def marked_authors(self, since: datetime) -> frozenset[ActorId]:
        """See ports.Lookout."""
        return self.marked

    def counted(self) -> Counted:
        """See ports.Lookout."""
        return self.total

    def ask(self, rereads: Sequence[Reread]) -> None:
        """See ports.Lookout."""
        self.waiting |= dict.fromkeys(rereads)

    def due(self, now: datetime, limit: int) -> list[Reread]:
        """See ports.Lookout."""
        return sorted((one for one in self.waiting if one.due_at <= now), key=lambda one: one.due_at)[:limit]

    def forget_purged(self, local_id: LocalId, now: datetime) -> None:
        """See ports.Lookout."""
        self.forget_asked(local_id)

    def forget_asked(self, local_id: LocalId) -> None:
        """See ports.Lookout."""
        self.waiting = {one: None for one in self.waiting if one.local_id != local_id}

    def threads_known(self, posts: Sequence[LocalId]) -> dict[LocalId, ThreadKnown]:
        """See ports.Lookout."""
        return {p: ThreadKnown(visible=len(self.written.get(p, ())), settled=self.settled.get(p)) for p in posts}

    def keep_posts(
        self, page: PostPage, state: FeedState, suspects: Sequence[Suspect], settled: Mapping[LocalId, int]
    ) -> None:
        """See ports.Lookout."""
        self.in_doubt |= {suspect.post: suspect for suspect in suspects}
        self.settled |= settled
        self.states[state.feed] = state

    def suspects(self, feed: FeedKey, limit: int) -> list[Suspect]:
        """See ports.Lookout."""
        return list(self.in_doubt.values())[:limit]

    def drop_suspect(self, post: LocalId) -> None:
        """See ports.Lookout."""
        self.in_doubt.pop(post, None)

    def unknown_number(self, communities: Iterable[ActorId], since: datetime, salt: int) -> LocalId | None:
        """See ports.Lookout."""
        if not self.comments:
            return None
        highest = max(self.comments)
        lowest = min((c.local_id for c in self.comments.values() if c.published >= since), default=highest)
        tried = discover.samples(lowest, highest, salt=salt)
        return next((number for number in tried if number not in self.comments), None)

    def save(self, state: FeedState) -> None:
        """See ports.Lookout."""
        self.states[state.feed] = state


def authors_marked(crowd: Crowd) -> frozenset[ActorId]:
    """Those whom the bot has marked."""
    return frozenset(ActorId(f"u{number}") for number in np.unique(crowd.author[crowd.marked]).tolist())
