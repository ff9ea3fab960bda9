"""What is read in a pass, one request at a time: new comments first, then whatever is worth a second look.

New comments are read whatever that takes within the budget. What it leaves then goes, in this order, to comments that
cannot wait, to the counters of threads, to a sample of unknown numbers, and to the windows in which most harm may be
waiting unseen. Every page is stored in one transaction with how far reading came.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot import discover, revisit
from bot.comments import ActorId, Comment, FeedKey, LocalId, Page, Window
from bot.discover import FeedState, Suspect
from bot.errors import GoneError, LemmyError, SignInError, UnavailableError
from bot.ports import Clock, Feed, Inbox, Kept, Lookout
from bot.revisit import Choice, Counted, Curves, Reach, View

REMEMBER_S = 3600
"""What is kept in mind is built anew from the store at every full hour: weights and rates change slowly."""
JUST_LOOKED = timedelta(seconds=10)
"""Counters are compared right after a look: comments that came since then would seem to be missing."""
AUDITED = timedelta(days=1)


SLOWEST = 2.0
"""What may be missing is looked for no more rarely than that: else a late comment waits longer than two hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the budget is to be used."""

    interval_s: float = 30.0
    requests_per_minute: float = 6
    newest_300: bool = False

    @property
    def slowness(self) -> float:
        """1 at six requests a minute and more; what is done now and then is done so much more rarely below."""
        return min(max(1.0, 6 / self.requests_per_minute), SLOWEST)


@dataclass(slots=True, kw_only=True)
class Memory:
    """What passes keep in mind between them. Never the only copy: all of it comes from the store."""

    views: dict[FeedKey, View] = field(default_factory=dict)
    looked: set[FeedKey] = field(default_factory=set)
    """Listings whose newest page was read since the start."""
    curves: Curves | None = None
    marked: frozenset[ActorId] = frozenset()
    hour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What reading works with; put together in bootstrap."""

    feed: Feed
    inbox: Inbox
    lookout: Lookout
    clock: Clock
    homes: dict[FeedKey, frozenset[ActorId]]
    """Listings in the order in which they are read, with the communities whose comments are kept from each."""
    memory: Memory
    pace: Pace
    spare: Callable[[], int]
    """Requests that may go out now without running ahead of an even pace."""
    hurry: Callable[[bool], None]
    """Told whether a backlog is open, so that reading may draw on its burst."""
    tend: Callable[[], None]
    """Called between pages, so that a long pass keeps its lease."""
    stopping: Callable[[], bool]
    reach: Reach = field(default_factory=Reach)
    curves_of: Callable[[Counted], Curves | None] = revisit.learned


@dataclass(slots=True, kw_only=True)
class Read:
    """What reading did in one pass; filled as it goes, so that it is true even when the pass breaks off."""

    pages: int = 0
    kept: Kept = field(default_factory=Kept)
    trouble: LemmyError | None = None
    """Why reading broke off; the rest of the pass goes on with what is stored."""
    looked: set[FeedKey] = field(default_factory=set)
    troubled: set[FeedKey] = field(default_factory=set)
    """Listings that are left alone for the rest of the pass."""
    over: bool = False
    """The server cannot be reached, or does not know us: nothing more is asked in this pass."""
    until: datetime | None = None
    """When the next pass is due, from which nothing more is read again: while slow answers are waited for, the budget
    grows, and new comments are looked for between passes only."""


def read_new(reader: Reader, read: Read) -> None:
    """Look for new comments where a look is due. One listing's trouble is not the next one's."""
    _remember(reader)
    for feed in reader.homes:
        _with_care(reader, read, feed, partial(_look, reader, read, feed))


def read_again(reader: Reader, read: Read) -> None:
    """Spend what the budget has to spare, and no more: a third each on what cannot wait and on what may be missing."""
    _remember(reader)
    read.until = reader.clock.now() + timedelta(seconds=reader.pace.interval_s)
    share = max(1, reader.spare() // 3)
    _read_urgent(reader, read, share)
    for feed in reader.homes:
        _with_care(reader, read, feed, partial(_reconcile, reader, read, feed, share))
    for feed in list(reader.homes)[:1]:
        _with_care(reader, read, feed, partial(_audit, reader, read, feed))
    _read_best(reader, read)


def _with_care(reader: Reader, read: Read, feed: FeedKey, work: Callable[[], object]) -> None:
    """Do ``work`` unless ``feed`` is in trouble; remember the trouble that it runs into."""
    if read.over or feed in read.troubled or reader.stopping():
        return
    try:
        work()
    except LemmyError as error:
        if not reader.stopping():
            read.trouble = error
        read.troubled.add(feed)
        read.over = isinstance(error, UnavailableError | SignInError)
    finally:
        reader.hurry(False)


def _may_go_on(reader: Reader, read: Read) -> bool:
    late = read.until is not None and reader.clock.now() >= read.until
    return not (read.over or late or reader.stopping()) and reader.spare() > 0


# new comments
def _look(reader: Reader, read: Read, feed: FeedKey, *, at_once: bool = False) -> None:
    """Read down to what is known, if a look is due, or ``at_once``."""
    state = reader.inbox.feed_state(feed)
    at_once = at_once or feed not in reader.memory.looked
    every_s = 0.0 if at_once else _look_every_s(reader, state)
    looked = False
    while not reader.stopping():
        window = discover.next_window(
            state, now=reader.clock.now(), every_s=every_s, looked=looked, newest_300=reader.pace.newest_300
        )
        if window is None:
            break
        reader.hurry(state.backlog)
        state = _take(reader, read, state, reader.feed.read(window))
        looked = True
    if looked:
        reader.memory.looked.add(feed)
        read.looked.add(feed)


def _look_every_s(reader: Reader, state: FeedState) -> float:
    pace = reader.pace
    return discover.look_every_s(state, interval_s=pace.interval_s, requests_per_minute=pace.requests_per_minute)


def _take(reader: Reader, read: Read, state: FeedState, page: Page) -> FeedState:
    """Take in one page: what it tells of how far reading came, and what is to be read again because of it."""
    feed = state.feed
    view = _view(reader, feed)
    ours = tuple(c for c in page.comments if c.community.actor_id in reader.homes[feed])
    others = discover.fresh_others(state, page, ours)
    noticed = view.observe(page, ours, lambda c: revisit.harm_of(c.author.actor_id, marked=reader.memory.marked))
    state = discover.after(state, page, last_page=reader.reach.last_page)
    state = discover.with_depth(state, page, above=view.above_end(page), others=others)
    rereads = revisit.after_answer(noticed, view, page.observed_at)
    try:
        kept = reader.inbox.keep(replace(page, comments=ours), state, rereads)
    except BaseException:
        del reader.memory.views[feed]  # it knows more than the store
        raise
    read.kept = read.kept.plus(kept)
    read.pages += 1
    reader.tend()
    return state


# what cannot wait
def _read_urgent(reader: Reader, read: Read, share: int) -> None:
    done: set[LocalId] = set()
    for one in reader.lookout.due(reader.clock.now(), share):
        if one.local_id not in done and _may_go_on(reader, read):
            feed = _feed_of(reader, one.local_id)
            how = _read_one if one.why == "vanished" else _read_asked  # the page that lacks it was read a moment ago
            _with_care(reader, read, feed, partial(how, reader, read, feed, one.local_id))
            done.add(one.local_id)


def _read_asked(reader: Reader, read: Read, feed: FeedKey, local_id: LocalId) -> None:
    """Read the page on which a comment should stand, for its neighbours' sake; the comment alone if it is not there."""
    view, state, now = _view(reader, feed), reader.inbox.feed_state(feed), reader.clock.now()
    newer, unseen = _standing(state, now)
    curves, reach = reader.memory.curves, reader.reach
    window = revisit.around(view, feed, local_id, now=now, curves=curves, reach=reach, newer=newer, unseen=unseen)
    if window is not None:
        _reread(reader, read, window)
    if view.seen_at(local_id) < now and _may_go_on(reader, read):
        _read_one(reader, read, feed, local_id)


def _feed_of(reader: Reader, local_id: LocalId) -> FeedKey:
    """The listing in which a comment is known; the first one for a comment that is not known."""
    feeds = list(reader.homes)
    return next((feed for feed in feeds if local_id in _view(reader, feed)), feeds[0])


def _read_one(reader: Reader, read: Read, feed: FeedKey, local_id: LocalId) -> bool:
    """Read one comment by its number; whether it was one of ours that we had not known."""
    try:
        comment = reader.feed.comment(local_id)
    except GoneError:
        _view(reader, feed).drop(local_id)
        reader.lookout.forget_purged(local_id, reader.clock.now())
        return False
    home = next((f for f, places in reader.homes.items() if comment.community.actor_id in places), None)
    if home is None:
        reader.lookout.forget_asked(local_id)
        return False
    new = local_id not in _view(reader, home)
    _take(reader, read, reader.inbox.feed_state(home), _alone(home, comment, reader.clock.now()))
    return new


def _alone(feed: FeedKey, comment: Comment, at: datetime) -> Page:
    return Page(window=Window(feed=feed, page=1, limit=1, again=True), comments=(comment,), observed_at=at, full=False)


# what may be missing
def _reconcile(reader: Reader, read: Read, feed: FeedKey, share: int) -> None:
    """Read threads that are in doubt, then compare more counters."""
    for _ in range(share):
        if not _may_go_on(reader, read):
            return
        waiting = reader.lookout.suspects(feed, 1)
        if waiting:
            _read_thread(reader, read, feed, waiting[0])
        elif not _compare(reader, read, feed):
            return


def _read_thread(reader: Reader, read: Read, feed: FeedKey, suspect: Suspect) -> None:
    try:
        page = reader.feed.read(discover.thread_window(feed, suspect))
    except GoneError:
        reader.lookout.drop_suspect(suspect.post)
        return
    _take(reader, read, reader.inbox.feed_state(feed), page)


def _compare(reader: Reader, read: Read, feed: FeedKey) -> bool:
    """Compare the counters of one page of threads with ours, after a look; whether any was due."""
    now, slowness = reader.clock.now(), reader.pace.slowness
    state = reader.inbox.feed_state(feed)
    window = discover.next_list(state, now=now, every_s=discover.ROUND_EVERY_S * slowness)
    if window is None:
        closed = discover.gap_closed(state, threads_left=0)
        if closed != state:
            reader.lookout.save(closed)
        return False
    if state.last_pass_at is None or now - state.last_pass_at > JUST_LOOKED:
        patient = slowness == 1.0 and not state.catch_page  # a look that is due anyway may come first
        if patient and now < discover.list_overdue_at(state):
            return False
        _look(reader, read, feed, at_once=True)
        state = reader.inbox.feed_state(feed)
    page = reader.feed.posts(window)
    ours = replace(page, posts=tuple(post for post in page.posts if post.community in reader.homes[feed]))
    known = reader.lookout.threads_known([post.post for post in ours.posts])
    suspects, settled = discover.suspects(state, ours, known)
    state = discover.after_list(state, page, behind_wall=_hidden(reader, state))
    reader.lookout.keep_posts(ours, state, suspects, settled)
    reader.tend()
    return True


def _hidden(reader: Reader, state: FeedState) -> bool:
    """Whether some comments of the last days lie behind the listing's last page."""
    last_page = reader.reach.last_page
    return last_page is not None and len(_view(reader, state.feed)) + state.others > last_page * revisit.ROWS


def _audit(reader: Reader, read: Read, feed: FeedKey) -> None:
    """Now and then look up a number that none of our comments has: was it one of ours?"""
    now = reader.clock.now()
    state = reader.inbox.feed_state(feed)
    every_s = discover.AUDIT_EVERY_S * reader.pace.slowness
    if not (discover.audit_due(state, now=now, every_s=every_s) and _may_go_on(reader, read)):
        return
    places = frozenset[ActorId]().union(*reader.homes.values())
    number = reader.lookout.unknown_number(places, now - AUDITED, salt=int(now.timestamp()))
    missed = number is not None and _read_one(reader, read, feed, number)
    state = reader.inbox.feed_state(feed)
    reader.lookout.save(discover.after_audit(state, now=now, looked=number is not None, missed=missed))


# the best windows
def _read_best(reader: Reader, read: Read) -> None:
    """Read the best windows of all listings; where nothing is worth a request, look for new comments sooner."""
    while _may_go_on(reader, read) and (choices := _planned(reader, read)):
        for choice in choices:
            if not _may_go_on(reader, read):
                return
            feed = choice.window.feed
            _with_care(reader, read, feed, partial(_reread, reader, read, choice.window))
    for feed in reader.homes:
        if feed not in read.looked and _may_go_on(reader, read):
            _with_care(reader, read, feed, partial(_look, reader, read, feed, at_once=True))


def _reread(reader: Reader, read: Read, window: Window) -> None:
    try:
        page = reader.feed.read(window)
    except GoneError:
        if window.person is None:
            raise
        _view(reader, window.feed).lose_person(window.person)
        return
    _take(reader, read, reader.inbox.feed_state(window.feed), page)


def _planned(reader: Reader, read: Read) -> list[Choice]:
    now, count = reader.clock.now(), reader.spare() + 1  # time passes while pages are read, and the budget grows
    found: list[Choice] = []
    for feed in reader.homes:
        if feed in read.troubled or read.over:
            continue
        state, view = reader.inbox.feed_state(feed), _view(reader, feed)
        view.forget(now)
        newer, unseen = _standing(state, now)
        found += revisit.plan(
            view,
            feed,
            now=now,
            count=count,
            curves=reader.memory.curves,
            reach=replace(reader.reach, newest_300=reader.pace.newest_300),
            newer=newer,
            unseen=unseen,
        )
    return sorted(found, key=lambda choice: -choice.gain)[:count]


def _standing(state: FeedState, now: datetime) -> tuple[float, tuple[tuple[datetime, int], ...]]:
    """What stands above known comments: how many are expected to have come, and where others are known to stand."""
    return (discover.expected(state, now) if state.last_pass_at else 0.0), discover.standing_above(state)


# what is kept in mind
def _remember(reader: Reader) -> None:
    memory, now = reader.memory, reader.clock.now()
    hour = int(now.timestamp()) // REMEMBER_S
    if memory.hour == hour:
        return
    memory.views.clear()
    memory.curves = reader.curves_of(reader.lookout.counted())
    memory.marked = reader.lookout.marked_authors(now - revisit.MARKED_FOR)
    memory.hour = hour


def _view(reader: Reader, feed: FeedKey) -> View:
    views = reader.memory.views
    if feed not in views:
        since = reader.clock.now() - revisit.HORIZON
        views[feed] = View(reader.lookout.known(reader.homes[feed], since))
    return views[feed]
