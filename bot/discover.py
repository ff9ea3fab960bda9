"""How new comments are found and none is lost: looks at the newest page, counters of threads, samples. Pure.

A pass reads a listing from its newest page downwards until it overlaps with what is known already. The high-water mark
moves only with the page that closes the overlap, so a crash in mid-pass costs a second look and nothing else.
Comments that federate late appear deep in the list under their author's clock. They are found where known comments are
read again, and by reconciling: the server counts each thread's comments, and where its number is not ours, the thread
is read. What an outage pushed behind the last page is fetched thread by thread; what even that cannot reach is a gap
with a name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import sqrt
from operator import itemgetter

from bot.comments import ApId, Comment, FeedKey, LocalId, Page, PostPage, PostSort, PostWindow, Window

LAST_PAGE = 100
"""The server refuses deeper pages (wire: list-page-101)."""
OVERLAP = timedelta(minutes=1)
"""How far below the high-water mark a pass reads: covers clocks of other servers that run a little ahead."""
FIRST_LOOK = timedelta(hours=24)
"""How far back the first pass goes."""
QUIET_TICKS = 2
"""A look in every so many passes at least..."""
ENOUGH_NEW = 12
"""...and sooner when so many new comments are expected."""
BACKLOG_FOR_300 = 150
"""From so many expected comments on, one answer of 300 is kinder to the server than pages."""
ROUND_EVERY_S = 900.0
LIST_PATIENCE_S = 60.0
"""So long a page of threads waits for a look that is due anyway."""
LISTS_A_ROUND = 5
"""Pages of threads that are compared in a round..."""
LISTS_BEHIND_THE_WALL = 10
"""...where part of the last days lies behind the listing's last page..."""
BUSY_PER_H, BUSY_SHARE = 300, 0.6
"""...and this share of them where so much is written: few of the threads are on them, and pages show what was late."""
HORIZON = timedelta(days=4)
"""Threads without a comment for so long are not counted any more."""
AUDIT_EVERY_S = 720.0
"""One unknown number is looked up so often: five an hour."""
WHOLE = 300
MOST_GAPS = 20
DRIFT = 2
"""Rows by which a page may be off before it is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of time whose comments may be unseen for good."""

    since: datetime
    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How far one listing has been read. All times aware UTC."""

    feed: FeedKey
    high_water: datetime | None = None
    """Everything published up to here has been seen, as far as it had arrived; None before the first pass ended."""
    next_page: int = 1
    """Above 1: a pass is under way, and this is its next page."""
    floor: datetime | None = None
    """How far down the pass under way has to read."""
    candidate: datetime | None = None
    """High-water mark once the pass under way is closed."""
    last_pass_at: datetime | None = None
    """When the last pass was closed."""
    watched_since: datetime | None = None
    """What was published later is expected to be known; None before the first pass ended."""
    rate_per_h: float = 0.0
    """New comments an hour, by the newest page."""
    gap_since: datetime | None = None
    """Comments published from here up to ``gap_until`` lay below the last page and are being fetched by thread."""
    gap_until: datetime | None = None
    catch_page: int = 0
    """Next page of the list of threads that closes the gap; 0: that list is through, its threads may not be."""
    gaps: tuple[Gap, ...] = ()
    """What could not be fetched, oldest first."""
    round_at: datetime | None = None
    """When reconciling last began."""
    list_step: int = 0
    """Above 0: a round is under way, and this is its next request."""
    list_page: int = 2
    """The next of the deeper pages of threads; they take turns."""
    audited_at: datetime | None = None
    audited: int = 0
    """Unknown numbers looked up so far."""
    audit_missed: int = 0
    """How many of them were comments that should have been known."""
    others: int = 0
    """Comments of communities that are not kept, as far as looks have shown them: they take rows of the listing too."""
    unseen: tuple[tuple[datetime, int], ...] = ()
    """(published, number): listed comments above this point that are not among ours, less ``others`` at that time."""

    @property
    def behind(self) -> bool:
        """Whether a pass is under way that needed more than one page."""
        return self.next_page > 1

    @property
    def backlog(self) -> bool:
        """Whether it needs a third page: a second one is everyday life where much is written."""
        return self.next_page > 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadKnown:
    """What the store knows of one thread."""

    visible: int
    """Our comments of it that are neither deleted nor removed."""
    settled: int | None = None
    """The counter less ours when all of it had been read; None before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A thread whose counter says that something is missing, or gone."""

    post: LocalId
    ap_id: ApId
    comments: int
    listed_at: datetime
    next_page: int = 1


def look_every_s(state: FeedState, *, interval_s: float, requests_per_minute: float) -> float:
    """Seconds between two looks at the newest page while known comments wait to be read again."""
    quiet_s = QUIET_TICKS * interval_s * max(1.0, 6 / requests_per_minute)
    expected_s = ENOUGH_NEW * 3600 / state.rate_per_h if state.rate_per_h else quiet_s
    return max(interval_s, min(quiet_s, expected_s))


def next_window(
    state: FeedState, *, now: datetime, every_s: float = 0.0, looked: bool = False, newest_300: bool = False
) -> Window | None:
    """The page to read for new comments, or None when nothing is due. A pass under way goes first.

    ``looked``: the newest page was read since this tick began. ``newest_300``: looks ask for 300 at once.
    """
    if state.behind:
        whole = state.next_page == 2 and expected(state, now) >= BACKLOG_FOR_300
        return Window(feed=state.feed, page=1 if whole else state.next_page, whole=whole)
    if looked or (state.last_pass_at is not None and now - state.last_pass_at < timedelta(seconds=0.9 * every_s)):
        return None
    return Window(feed=state.feed, page=1, whole=newest_300)


def expected(state: FeedState, now: datetime) -> float:
    """How many comments are expected to have come since the last pass; before the first, in all of the first look."""
    since = FIRST_LOOK if state.last_pass_at is None else max(now - state.last_pass_at, timedelta(0))
    return state.rate_per_h * since / timedelta(hours=1)


def after(state: FeedState, page: Page, *, last_page: int | None = LAST_PAGE) -> FeedState:
    """The state once ``page`` has been read; a page that was read again changes nothing here."""
    if page.window.again or not page.window.of_listing:
        return state
    if page.window.page == 1 and not state.behind:
        floor = (state.high_water or page.observed_at - FIRST_LOOK) - OVERLAP
        state = replace(state, floor=floor, candidate=_newest(page) or state.high_water, rate_per_h=_rate(page))
    read = page.window.rows // page.window.limit if page.window.whole else page.window.page
    oldest = _oldest(page)
    reached_floor = state.floor is not None and oldest is not None and oldest < state.floor
    if reached_floor or not page.full:
        return _closed(state, page.observed_at, oldest)
    if last_page is not None and read >= last_page:
        return _with_gap(_closed(state, page.observed_at, oldest), since=state.high_water, until=oldest)
    return replace(state, next_page=read + 1)


def _with_gap(state: FeedState, *, since: datetime | None, until: datetime | None) -> FeedState:
    """What lies below the wall is fetched by thread; the past before the first pass is no gap."""
    if since is None or until is None:
        return state
    since = min(since, state.gap_since or since)
    return replace(state, gap_since=since, gap_until=max(until, state.gap_until or until), catch_page=1)


def _closed(state: FeedState, at: datetime, oldest: datetime | None) -> FeedState:
    high_water = max(filter(None, (state.high_water, state.candidate)), default=at - FIRST_LOOK)
    reached = max(filter(None, (state.floor, oldest)), default=at)
    return replace(
        state,
        high_water=high_water,
        next_page=1,
        floor=None,
        candidate=None,
        last_pass_at=max(at, state.last_pass_at or at),
        watched_since=state.watched_since or reached,
    )


def _rate(page: Page) -> float:
    """Comments an hour by the newest page: as many as it shows since the oldest of them."""
    oldest = _oldest(page)
    if oldest is None:
        return 0.0
    return len(page.comments) / max((page.observed_at - oldest) / timedelta(hours=1), 1 / 60)


def _newest(page: Page) -> datetime | None:
    """Newest time of publication that is not in the future: a clock that runs ahead must not lift the mark."""
    return max((c.published for c in page.comments if c.published <= page.observed_at), default=None)


def _oldest(page: Page) -> datetime | None:
    """The listing's order makes the last row the oldest; rows of the future stay above."""
    return min((c.published for c in page.comments), default=None)


# reconciling
def next_list(state: FeedState, *, now: datetime, every_s: float = ROUND_EVERY_S) -> PostWindow | None:
    """The page of threads to read now: one that closes a gap, or the next of a round; None when nothing is due."""
    if state.catch_page:
        return PostWindow(feed=state.feed, sort=PostSort.NEW_COMMENTS, page=state.catch_page)
    step = state.list_step or int(state.round_at is None or (now - state.round_at).total_seconds() >= every_s)
    if step == 0:
        return None
    sort = PostSort.ACTIVE if step == 2 else PostSort.NEW_COMMENTS
    return PostWindow(feed=state.feed, sort=sort, page=1 if step <= 2 else state.list_page)


def list_overdue_at(state: FeedState) -> datetime:
    """Until when the next page of threads may wait for a look that is due anyway: one look a page."""
    if state.round_at is None:
        return datetime.min.replace(tzinfo=UTC)
    due_s = LIST_PATIENCE_S * (state.list_step - 1) if state.list_step else ROUND_EVERY_S
    return state.round_at + timedelta(seconds=due_s + LIST_PATIENCE_S)


def after_list(state: FeedState, page: PostPage, *, behind_wall: bool) -> FeedState:
    """The state once a page of threads has been read, with those of other communities.

    ``behind_wall``: not every comment can be reached by page.
    """
    through = not page.full or not page.posts or page.window.page >= LAST_PAGE
    if state.catch_page:
        return _after_catching_up(state, page, through=through)
    began = state.round_at if state.list_step > 1 else page.observed_at
    step = max(state.list_step, 1) + 1
    reached = _reached(page)
    old = reached is not None and reached < page.observed_at - HORIZON
    deep = page.window.page > 1
    list_page = (2 if through or old else page.window.page + 1) if deep else state.list_page
    lists = LISTS_BEHIND_THE_WALL if behind_wall else LISTS_A_ROUND
    lists = lists if state.rate_per_h < BUSY_PER_H else int(lists * BUSY_SHARE)
    over = step > lists or through or (deep and old)
    return replace(state, round_at=began, list_step=0 if over else step, list_page=list_page)


def _after_catching_up(state: FeedState, page: PostPage, *, through: bool) -> FeedState:
    reached = _reached(page)
    if not page.full or reached is None or (state.gap_since is not None and reached < state.gap_since):
        return replace(state, catch_page=0)
    if not through:
        return replace(state, catch_page=page.window.page + 1)
    lost = Gap(since=state.gap_since or reached, until=reached, why="more threads than the server lists")
    return replace(state, catch_page=0, gap_since=reached, gaps=(*state.gaps, lost)[-MOST_GAPS:])


def _reached(page: PostPage) -> datetime | None:
    """How far down a list of threads has come, by its last row: what is pinned stands first, however old."""
    return page.posts[-1].newest if page.posts else None


def suspects(
    state: FeedState, page: PostPage, known: Mapping[LocalId, ThreadKnown]
) -> tuple[list[Suspect], dict[LocalId, int]]:
    """Threads of ``page`` to read, those with something missing first; and what is settled without reading.

    A thread with comments newer than the last look is left for the next round. One that was there before we were has
    comments that we never saw: their number is settled once, unless a gap is being closed.
    """
    mark = state.high_water or page.observed_at
    found: list[tuple[int, Suspect]] = []
    settled: dict[LocalId, int] = {}
    for post in page.posts:
        ours = known.get(post.post, ThreadKnown(visible=0))
        missing = post.comments - ours.visible - (ours.settled or 0)
        older = state.watched_since is None or post.published < state.watched_since
        if mark < post.newest <= page.observed_at and not state.catch_page:  # a time in the future says nothing
            continue
        if ours.settled is None and older and not state.catch_page:
            settled[post.post] = missing
        elif missing:
            suspect = Suspect(post=post.post, ap_id=post.ap_id, comments=post.comments, listed_at=page.observed_at)
            found.append((missing, suspect))
    return [suspect for _, suspect in sorted(found, key=lambda pair: -pair[0])], settled


def thread_window(feed: FeedKey, suspect: Suspect) -> Window:
    """One request for a thread: all of it where it fits, else its next page."""
    whole = suspect.comments <= WHOLE and suspect.next_page == 1
    return Window(feed=feed, page=suspect.next_page, post=suspect.post, whole=whole, again=True)


def next_of(suspect: Suspect) -> Suspect:
    """The same thread, one page further."""
    return replace(suspect, next_page=suspect.next_page + 1)


def thread_is_read(suspect: Suspect, page: Page, ours: ThreadKnown) -> bool:
    """Whether all of a thread has been seen, or as much as can be: nothing is missing, or there is no next page."""
    nothing_missing = ours.visible + (ours.settled or 0) >= suspect.comments
    return page.window.whole or not page.full or page.window.page >= LAST_PAGE or nothing_missing


def gap_closed(state: FeedState, *, threads_left: int) -> FeedState:
    """The gap is closed once its list is through and every thread in doubt has been read."""
    if state.gap_since is None or state.catch_page or threads_left:
        return state
    return replace(state, gap_since=None, gap_until=None)


# audit
def audit_due(state: FeedState, *, now: datetime, every_s: float = AUDIT_EVERY_S) -> bool:
    """Whether another unknown number is to be looked up."""
    return state.audited_at is None or (now - state.audited_at).total_seconds() >= every_s


def samples(lowest: int, highest: int, *, salt: int, count: int = 20) -> list[LocalId]:
    """Numbers to try, spread over the range in an order that nobody can guess without ``salt``'s history."""
    span = highest - lowest + 1
    if span <= 0:
        return []
    mixed = [((salt * 2_654_435_761 + k * 40_503) ^ (salt >> 3)) % span for k in range(1, count + 1)]
    return [LocalId(lowest + number) for number in dict.fromkeys(mixed)]


def after_audit(state: FeedState, *, now: datetime, looked: bool, missed: bool) -> FeedState:
    """One number more was looked up, unless there was none."""
    return replace(state, audited_at=now, audited=state.audited + looked, audit_missed=state.audit_missed + missed)


# where a comment stands in the list
def with_depth(state: FeedState, page: Page, *, above: int, others: int) -> FeedState:
    """Remember how many rows above the end of ``page`` are not ours.

    ``above``: our comments that are at least as new as its last row. ``others``: comments of other communities that
    this look showed for the first time.
    """
    state = replace(state, others=state.others + others) if others else state
    oldest, newest = _oldest(page), max((c.published for c in page.comments), default=None)
    if not page.window.of_listing or oldest is None or newest is None or not page.full:
        return state
    rank = page.window.rows if page.window.whole else page.window.page * page.window.limit
    newer = expected(state, page.observed_at) if page.window.again and state.last_pass_at else 0.0
    number = round(rank - above - state.others - newer)
    old = page.observed_at - HORIZON
    begin = bisect_right(state.unseen, old, key=itemgetter(0))
    low = max(begin, bisect_left(state.unseen, oldest, key=itemgetter(0)))
    high = max(begin, bisect_right(state.unseen, newest, key=itemgetter(0)))
    kept = state.unseen[begin:low] + state.unseen[high:]
    if abs(_between(kept, oldest) - number) > DRIFT + 2 * sqrt(newer):  # what came since is only expected
        kept = tuple(sorted([*kept, (oldest, number)]))
    return state if kept == state.unseen else replace(state, unseen=kept)


def _between(marks: tuple[tuple[datetime, int], ...], at: datetime) -> float:
    """What the marks around ``at`` say of it; 0 without any. ``marks``: oldest first."""
    place = bisect_left(marks, (at, 0))
    if not marks:
        return 0.0
    if place in (0, len(marks)):
        return marks[min(place, len(marks) - 1)][1]
    (before, low), (after_it, high) = marks[place - 1], marks[place]
    return low + (high - low) * ((at - before) / (after_it - before))


def standing_above(state: FeedState) -> tuple[tuple[datetime, int], ...]:
    """(published, number of listed comments above it that are not ours), as of now."""
    return tuple((at, number + state.others) for at, number in state.unseen)


def fresh_others(state: FeedState, page: Page, ours: Sequence[Comment]) -> int:
    """Comments of other communities that a look shows for the first time."""
    if page.window.again or len(ours) == len(page.comments):
        return 0
    return _newer(page.comments, state.high_water) - _newer(ours, state.high_water)


def _newer(comments: Sequence[Comment], mark: datetime | None) -> int:
    return sum(1 for comment in comments if mark is None or comment.published > mark)
