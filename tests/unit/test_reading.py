"""What is read in a pass, in which order, and what trouble stops: with a server and a store on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot import discover, reading
from bot.comments import (
    ActorId,
    Comment,
    Community,
    FeedKey,
    LocalId,
    Page,
    PostPage,
    PostWindow,
    Scope,
    Window,
)
from bot.discover import FeedState, Suspect, ThreadKnown
from bot.errors import GoneError, LemmyError, NotAllowedError, StoreBusyError, UnavailableError
from bot.ports import Kept
from bot.reading import Memory, Pace, Read, Reader
from bot.revisit import Counted, Known, Reread
from tests.builders import COMMUNITY, FEED, NOW, comment, known

OTHER = FeedKey(scope=Scope.COMMUNITY, community="other@here.example")
ELSEWHERE = replace(COMMUNITY, actor_id=ActorId("http://here.example/c/other"), local_id=LocalId(3))
WATCHING = FeedState(
    feed=FEED,
    high_water=NOW,
    last_pass_at=NOW - timedelta(seconds=5),
    watched_since=NOW - timedelta(days=1),
    round_at=NOW,
    audited_at=NOW,
)


@dataclass
class Paper:
    """Server, store and clock in one; ``log`` tells what was asked, in order."""

    comments: list[Comment] = field(default_factory=list)
    states: dict[FeedKey, FeedState] = field(default_factory=lambda: {FEED: WATCHING})
    rereads: list[Reread] = field(default_factory=list)
    in_doubt: list[Suspect] = field(default_factory=list)
    trouble: dict[FeedKey, LemmyError] = field(default_factory=dict)
    number: LocalId | None = None
    budget: int = 9
    slow_s: float = 0.0
    """How long each answer takes."""
    waited_s: float = 0.0
    full_disk: bool = False
    stored: list[Known] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    store: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.waited_s)

    def monotonic(self) -> float:
        return 0.0

    # Feed
    def read(self, window: Window) -> Page:
        if window.person is not None:
            self._ask(window.feed, f"person {window.person}")
            raise GoneError("GET /user: no such person", status=404)
        self._ask(window.feed, f"thread {window.post}" if window.post else "again" if window.again else "look")
        shown = [c for c in self.comments if window.post in (None, c.post.local_id)]
        return Page(window=window, comments=tuple(shown), observed_at=NOW, full=False)

    def posts(self, window: PostWindow) -> PostPage:
        self._ask(window.feed, "threads")
        return PostPage(window=window, posts=(), observed_at=NOW, full=False)

    def comment(self, local_id: LocalId) -> Comment:
        self._ask(FEED, f"comment {local_id}")
        for one in self.comments:
            if one.local_id == local_id:
                return one
        raise GoneError("GET /comment: purged", status=404)

    def _ask(self, feed: FeedKey, what: str) -> None:
        self.log.append(what if feed == FEED else f"{what} of other")
        self.budget -= 1
        self.waited_s += self.slow_s
        if feed in self.trouble:
            raise self.trouble[feed]

    # Inbox
    def feed_state(self, feed: FeedKey) -> FeedState:
        return self.states.get(feed, FeedState(feed=feed))

    def keep(self, page: Page, state: FeedState, rereads: Sequence[Reread] = ()) -> Kept:
        if self.full_disk:
            raise StoreBusyError("The disk is full.")
        self.states[state.feed] = state
        self.store += [f"keep {one.local_id}" for one in page.comments]
        return Kept(comments=len(page.comments))

    # Lookout
    def known(self, communities: Iterable[ActorId], since: datetime) -> list[Known]:
        return self.stored

    def marked_authors(self, since: datetime) -> frozenset[ActorId]:
        return frozenset()

    def counted(self) -> Counted:
        return Counted()

    def ask(self, rereads: Sequence[Reread]) -> None:
        raise NotImplementedError

    def due(self, now: datetime, limit: int) -> list[Reread]:
        return self.rereads[:limit]

    def forget_purged(self, local_id: LocalId, now: datetime) -> None:
        self.store.append(f"purged {local_id}")

    def forget_asked(self, local_id: LocalId) -> None:
        self.store.append(f"not ours {local_id}")

    def threads_known(self, posts: Sequence[LocalId]) -> dict[LocalId, ThreadKnown]:
        return {}

    def keep_posts(
        self, page: PostPage, state: FeedState, suspects: Sequence[Suspect], settled: Mapping[LocalId, int]
    ) -> None:
        self.states[state.feed] = state

    def suspects(self, feed: FeedKey, limit: int) -> list[Suspect]:
        return self.in_doubt[:limit] if feed == FEED else []

    def drop_suspect(self, post: LocalId) -> None:
        self.in_doubt = [one for one in self.in_doubt if one.post != post]

    def unknown_number(self, communities: Iterable[ActorId], since: datetime, salt: int) -> LocalId | None:
        return self.number

    def save(self, state: FeedState) -> None:
        self.states[state.feed] = state


def reader_of(paper: Paper, *, feeds: tuple[FeedKey, ...] = (FEED,)) -> Reader:
    homes = {FEED: frozenset({COMMUNITY.actor_id}), OTHER: frozenset({ELSEWHERE.actor_id})}
    return Reader(
        feed=paper,
        inbox=paper,
        lookout=paper,
        clock=paper,
        homes={feed: homes[feed] for feed in feeds},
        memory=Memory(looked=set(feeds)),
        pace=Pace(),
        spare=lambda: paper.budget,
        hurry=lambda _backlog: None,
        tend=lambda: None,
        stopping=lambda: False,
    )


def due(number: int) -> Reread:
    return Reread(local_id=LocalId(number), due_at=NOW, why="case")


def in_doubt(post: int) -> Suspect:
    return Suspect(post=LocalId(post), ap_id=comment().post.ap_id, comments=3, listed_at=NOW)


def here(number: int, community: Community = COMMUNITY) -> Comment:
    return comment(number, community=community)


def test_after_a_start_the_newest_page_is_read_at_once_and_then_when_a_look_is_due() -> None:
    paper = Paper()
    reader = replace(reader_of(paper), memory=Memory())
    reading.read_new(reader, Read())
    reading.read_new(reader, Read())

    assert paper.log == ["look"]


def test_what_cannot_wait_goes_before_what_may_be_missing_and_both_before_the_rest() -> None:
    paper = Paper(comments=[here(1), here(2)], rereads=[due(1), due(2)], in_doubt=[], number=LocalId(7))
    paper.states[FEED] = replace(WATCHING, round_at=NOW - timedelta(days=1), audited_at=None)
    reading.read_again(reader_of(paper), Read())

    assert paper.log[:5] == ["comment 1", "comment 2", "threads", "comment 7", "look"]


@pytest.mark.parametrize(("late_s", "log"), [(30, []), (90, ["look", "threads"])])
def test_counters_wait_for_a_look_that_is_due_anyway_and_not_for_ever(late_s: float, log: list[str]) -> None:
    paper = Paper(budget=3)
    begun = NOW - timedelta(seconds=discover.ROUND_EVERY_S + late_s)
    paper.states[FEED] = replace(WATCHING, round_at=begun, last_pass_at=NOW - timedelta(seconds=20))
    reader = reader_of(paper)
    reading._reconcile(reader, Read(), FEED, 1)

    assert paper.log == log


def test_neither_may_take_more_than_a_third() -> None:
    paper = Paper(comments=[here(n) for n in range(1, 30)], rereads=[due(n) for n in range(1, 30)], budget=9)
    paper.in_doubt = [in_doubt(1)] * 30
    reading.read_again(reader_of(paper), Read())

    assert paper.log[:3] == ["comment 1", "comment 2", "comment 3"]
    assert paper.log[3:6] == ["thread 1"] * 3
    assert not any(what.startswith(("comment", "thread")) for what in paper.log[6:])


def test_new_comments_are_looked_for_in_time_however_slowly_a_server_answers() -> None:
    paper = Paper(comments=[here(n) for n in range(1, 99)], rereads=[due(n) for n in range(1, 99)], slow_s=8.0)
    reader = replace(reader_of(paper), spare=lambda: 99)
    reading.read_again(reader, Read())

    assert paper.waited_s == 32.0
    assert reader.pace.interval_s == 30.0


def test_with_nothing_to_spare_nothing_is_read_again() -> None:
    paper = Paper(rereads=[due(1)], in_doubt=[in_doubt(1)], number=LocalId(7), budget=0)
    reading.read_again(reader_of(paper), Read())

    assert paper.log == []


def test_a_comment_is_read_once_however_often_it_is_asked_for() -> None:
    paper = Paper(comments=[here(1)], rereads=[due(1), due(1)])
    reading.read_again(reader_of(paper), Read())

    assert paper.log.count("comment 1") == 1


def test_what_a_page_was_seen_to_lack_is_asked_for_by_its_number_alone() -> None:
    paper = Paper(comments=[here(1), here(2)], rereads=[replace(due(1), why="vanished")], budget=1)
    reading.read_again(reader_of(paper), Read())

    assert paper.log == ["comment 1"]


def test_a_purged_comment_and_one_of_another_community_are_not_asked_for_again() -> None:
    paper = Paper(comments=[here(2, ELSEWHERE)], rereads=[due(1), due(2)])
    reading.read_again(reader_of(paper), Read())

    assert paper.store[:2] == ["purged 1", "not ours 2"]


@pytest.mark.parametrize(("place", "missed"), [(COMMUNITY, 1), (ELSEWHERE, 0)])
def test_an_audit_finds_only_what_is_ours(place: Community, missed: int) -> None:
    paper = Paper(comments=[here(7, place)], number=LocalId(7))
    paper.states[FEED] = replace(WATCHING, audited_at=None)
    reading.read_again(reader_of(paper), Read())

    state = paper.states[FEED]
    assert (state.audited, state.audit_missed, state.audited_at) == (1, missed, NOW)


def test_a_thread_that_is_gone_is_not_asked_for_again() -> None:
    paper = Paper(in_doubt=[in_doubt(1)], trouble={FEED: GoneError("GET /comment/list: no such post", status=404)})
    read = Read()
    reading.read_again(reader_of(paper), read)

    assert paper.in_doubt == []


def test_a_person_who_is_gone_is_asked_for_once_and_is_no_trouble() -> None:
    written = NOW - timedelta(minutes=30)
    hers = {"author": LocalId(7), "published": written, "last_seen": written, "harm": 20.0}
    between = [known(n, **(hers | {"author": LocalId(8), "hidden": True})) for n in range(2, 60)]
    paper = Paper(stored=[known(1, **hers), *between, known(60, **hers)])
    read = Read()
    reading.read_again(reader_of(paper), read)

    assert paper.log.count("person 7") == 1
    assert read.trouble is None


def test_one_listings_trouble_is_not_the_next_ones() -> None:
    paper = Paper(states={}, trouble={FEED: NotAllowedError("no rights")})
    read = Read()
    reading.read_new(reader_of(paper, feeds=(FEED, OTHER)), read)
    reading.read_again(reader_of(paper, feeds=(FEED, OTHER)), read)

    assert paper.log[:2] == ["look", "look of other"]
    assert "again" not in paper.log
    assert (str(read.trouble), read.troubled, read.over) == ("no rights", {FEED}, False)


def test_a_server_that_cannot_be_reached_is_not_asked_again_in_this_pass() -> None:
    paper = Paper(states={}, trouble={FEED: UnavailableError("down")}, rereads=[due(1)])
    read = Read()
    reading.read_new(reader_of(paper, feeds=(FEED, OTHER)), read)
    reading.read_again(reader_of(paper, feeds=(FEED, OTHER)), read)

    assert paper.log == ["look"]
    assert read.over


def test_what_the_store_did_not_take_is_not_believed_to_be_known() -> None:
    paper = Paper(comments=[here(1)], states={}, full_disk=True)
    reader = reader_of(paper)
    with pytest.raises(StoreBusyError):
        reading.read_new(reader, Read())
    assert reader.memory.views == {}

    paper.full_disk = False
    reading.read_new(reader, Read())
    assert LocalId(1) in reader.memory.views[FEED]


def test_comments_of_other_communities_are_not_kept() -> None:
    paper = Paper(comments=[here(1), here(2, ELSEWHERE)], states={})
    reading.read_new(reader_of(paper), Read())

    assert paper.store == ["keep 1"]


def test_a_gap_is_closed_once_its_threads_are_read() -> None:
    paper = Paper(in_doubt=[in_doubt(1)])
    paper.states[FEED] = replace(WATCHING, gap_since=NOW - timedelta(hours=9), gap_until=NOW - timedelta(hours=1))
    reading.read_again(reader_of(paper), Read())
    assert paper.states[FEED].gap_since is not None

    paper.in_doubt = []
    paper.budget = 9
    reading.read_again(reader_of(paper), Read())
    assert paper.states[FEED].gap_since is None


def test_a_small_budget_stretches_rounds() -> None:
    assert Pace(requests_per_minute=4).slowness == 1.5
    assert Pace(requests_per_minute=2).slowness == 2
    assert Pace(requests_per_minute=60).slowness == 1
    assert discover.ROUND_EVERY_S * Pace(requests_per_minute=2).slowness == 1800
