"""Which page to read next, so that every new comment is seen and late ones are found. Pure.

A pass reads a listing from its newest page downwards until it overlaps with what is known already. The high-water
mark moves only with the page that closes the overlap, so a crash in mid-pass costs a second look and nothing else.
Comments that federate late appear deep in the list under their author's clock; a slow sweep over the deeper pages
finds them.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.comments import FeedKey, Page, Window

LAST_PAGE = 100
"""The server refuses deeper pages (wire: list-page-101)."""
OVERLAP = timedelta(minutes=2)
"""How far below the high-water mark a pass reads: covers clocks of other servers that run a little ahead."""
FIRST_LOOK = timedelta(hours=24)
"""How far back the first pass goes."""
SWEEP_EVERY = timedelta(minutes=2)
"""One deep page at most this often."""


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
    sweep_page: int = 2
    swept_at: datetime | None = None
    gap_since: datetime | None = None
    """Comments published from here up to ``gap_until`` may be unseen: they lay below the last page."""
    gap_until: datetime | None = None

    @property
    def behind(self) -> bool:
        """Whether a pass is under way that needed more than one page."""
        return self.next_page > 1


def next_window(state: FeedState, *, now: datetime, looked: bool) -> Window | None:
    """The page to read now, or None when nothing is due. A pass under way goes first, then new, then the sweep.

    ``looked``: the newest page was read since this tick began.
    """
    if state.behind or not looked:
        return Window(feed=state.feed, page=state.next_page)
    if state.swept_at is None or now - state.swept_at >= SWEEP_EVERY:
        return Window(feed=state.feed, page=state.sweep_page, sweep=True)
    return None


def after(state: FeedState, page: Page) -> FeedState:
    """The state once ``page`` has been read."""
    return _after_sweep(state, page) if page.window.sweep else _after_page(state, page)


def _after_page(state: FeedState, page: Page) -> FeedState:
    if page.window.page == 1:
        floor = (state.high_water or page.observed_at - FIRST_LOOK) - OVERLAP
        state = replace(state, floor=floor, candidate=_newest(page) or state.high_water)
    oldest = _oldest(page)
    reached_floor = state.floor is not None and oldest is not None and oldest < state.floor
    if reached_floor or not page.full:
        return _closed(state, page.observed_at)
    if page.window.page >= LAST_PAGE:
        gap_since = state.gap_since or state.high_water or state.floor
        return replace(_closed(state, page.observed_at), gap_since=gap_since, gap_until=oldest)
    return replace(state, next_page=page.window.page + 1)


def _closed(state: FeedState, at: datetime) -> FeedState:
    high_water = max(filter(None, (state.high_water, state.candidate)), default=at - FIRST_LOOK)
    return replace(state, high_water=high_water, next_page=1, floor=None, candidate=None, last_pass_at=at)


def _after_sweep(state: FeedState, page: Page) -> FeedState:
    oldest = _oldest(page)
    deep_enough = oldest is None or oldest < page.observed_at - FIRST_LOOK
    last = deep_enough or not page.full or page.window.page >= LAST_PAGE
    return replace(state, sweep_page=2 if last else page.window.page + 1, swept_at=page.observed_at)


def _newest(page: Page) -> datetime | None:
    """Newest time of publication that is not in the future: a clock that runs ahead must not lift the mark."""
    return max((c.published for c in page.comments if c.published <= page.observed_at), default=None)


def _oldest(page: Page) -> datetime | None:
    """The listing's order makes the last row the oldest; rows of the future stay above."""
    return min((c.published for c in page.comments), default=None)
