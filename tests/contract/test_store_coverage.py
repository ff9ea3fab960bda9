"""What every store must remember of reading: how far it came, what is to be read again, and what may be missing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import failpoints, revisit
from bot.comments import ActorId, ApId, Comment, LocalId, Page, PostCount, PostPage, PostSort, PostWindow
from bot.decisions import Call
from bot.discover import FeedState, Gap, Suspect
from bot.errors import StoreError
from bot.revisit import Known, Reread
from bot.revisit.view import MARKED, SUSPECT
from bot.storage import Store, open_for_reading, open_store
from tests.builders import COMMUNITY, FEED, NOW, POST, comment, decision, page, person
from tests.contract.conftest import Opener, make_first_schema
from tests.contract.test_store import STATE, later, see

HERE = [COMMUNITY.actor_id]
LONG_AGO = NOW - timedelta(days=30)
WATCHING = replace(STATE, watched_since=NOW - timedelta(days=1))


def known(store: Store) -> dict[int, Known]:
    return {one.local_id: one for one in store.known(HERE, LONG_AGO)}


def again(number: int, minutes: float, why: str = "case") -> Reread:
    return Reread(local_id=LocalId(number), due_at=later(minutes), why=why)


def thread(number: int = 1, comments: int = 10) -> PostCount:
    return PostCount(
        post=LocalId(number),
        ap_id=ApId(f"http://here.example/post/{number}"),
        community=COMMUNITY.actor_id,
        comments=comments,
        newest=NOW,
        published=LONG_AGO,
    )


def in_doubt(number: int, comments: int = 10, *, minutes: float = 0) -> Suspect:
    return Suspect(
        post=LocalId(number),
        ap_id=ApId(f"http://here.example/post/{number}"),
        comments=comments,
        listed_at=later(minutes),
    )


def listed(*posts: PostCount) -> PostPage:
    window = PostWindow(feed=FEED, sort=PostSort.NEW_COMMENTS, page=1)
    return PostPage(window=window, posts=posts, observed_at=NOW)


def of_thread(*comments: Comment, number: int = 1, full: bool = False, whole: bool = False, minutes: float = 1) -> Page:
    return page(*comments, number=number, post=LocalId(1), at=later(minutes), full=full, whole=whole, again=True)


# how far reading came
def test_how_far_reading_came_is_kept_whole(store: Store) -> None:
    state = FeedState(
        feed=FEED,
        high_water=NOW,
        next_page=3,
        floor=later(-20),
        candidate=later(1),
        last_pass_at=later(2),
        watched_since=LONG_AGO,
        rate_per_h=12.5,
        gap_since=later(-90),
        gap_until=later(-60),
        catch_page=4,
        gaps=(Gap(since=LONG_AGO, until=NOW, why="more threads than the server lists"),),
        round_at=later(3),
        list_step=2,
        list_page=7,
        audited_at=later(4),
        audited=20,
        audit_missed=1,
        others=5,
        unseen=((LONG_AGO, 2), (NOW, 3)),
    )
    store.save(state)
    assert store.feed_state(FEED) == state
    store.save(replace(state, audited=21, gaps=()))
    assert store.feed_state(FEED) == replace(state, audited=21, gaps=())


# what is known
def test_the_view_knows_every_comment_of_its_communities_in_order_of_first_sight(store: Store) -> None:
    other = replace(COMMUNITY, actor_id="http://here.example/c/other")
    see(store, comment(5, parent_local_id=LocalId(1)), comment(1), comment(6, community=other))
    see(store, comment(2, minutes_ago=60 * 24 * 40), comment(3, removed=True, text=""), after_min=1)

    found = store.known(HERE, LONG_AGO)

    assert [one.local_id for one in found] == [1, 5, 3]
    assert [one.hidden for one in found] == [False, False, True]
    assert (found[1].parent, found[1].post, found[1].published) == (1, POST.local_id, NOW - timedelta(minutes=5))
    assert [one.last_seen for one in found] == [NOW, NOW, later(1)]


def test_those_who_stood_out_are_watched_closer(store: Store) -> None:
    troll = person("troll")
    see(store, comment(1, author=troll), comment(2, author=troll), comment(3), comment(4))
    store.record(
        [decision(comment(1), Call.NOTE), decision(comment(3), Call.LOG), decision(comment(4), Call.NONE)], NOW
    )

    assert {n: one.harm for n, one in known(store).items()} == {1: MARKED * SUSPECT, 2: MARKED, 3: SUSPECT, 4: 1.0}
    assert store.marked_authors(LONG_AGO) == {troll.actor_id}
    assert store.marked_authors(later(1)) == frozenset()


# what re-reading shows
def test_hours_and_edits_add_up_by_age(store: Store) -> None:
    store.save(WATCHING)
    store.keep(page(comment(1, minutes_ago=0), at=NOW), WATCHING)
    store.keep(page(comment(1, minutes_ago=0), at=later(60)), WATCHING)
    store.keep(page(comment(1, "edited", minutes_ago=0, updated=later(90)), at=later(120)), WATCHING)
    store.keep(page(comment(1, "edited", minutes_ago=0, updated=later(90)), at=later(120)), WATCHING)

    found = store.counted()

    assert sum(found.hours) == pytest.approx(2.0)
    assert found.hours[0] == pytest.approx(1 / 60)
    assert 1 <= sum(found.edits) < 1.3
    assert found.edits[revisit.bin_of(90 * 60)] == sum(found.edits)
    assert (found.fresh[0], sum(found.fresh)) == (1, 1)


def test_what_was_there_before_we_watched_is_not_late(store: Store) -> None:
    store.keep(page(comment(1, minutes_ago=60 * 24 * 2), comment(2, minutes_ago=60 * 12)), WATCHING)
    assert sum(store.counted().fresh) == 0
    store.keep(
        page(comment(3, minutes_ago=60 * 24 * 2), comment(4, minutes_ago=20), comment(5, minutes_ago=1)), WATCHING
    )

    found = store.coverage()
    assert (found.fresh, found.late) == (2, 1)


def test_edits_are_counted_at_least_and_a_touch_is_none(store: Store) -> None:
    see(store, comment(1), comment(2, updated=NOW))
    see(store, comment(1, updated=later(1)), comment(2, "edited", updated=later(1)), after_min=2)

    found = store.coverage()

    assert (found.edits, found.unseen_edits, found.touches) == (2, 1, 1)


# out of turn
def test_what_cannot_wait_is_due_in_its_order_and_asked_for_once(store: Store) -> None:
    store.ask([again(2, 10), again(1, 2), again(1, 2)])
    store.ask([again(1, 2), again(3, 99)])

    assert store.due(later(1), 9) == []
    assert store.due(later(10), 9) == [again(1, 2), again(2, 10)]
    assert store.due(later(10), 1) == [again(1, 2)]


def test_it_leaves_with_any_page_that_shows_its_comment_and_what_is_due_later_stays(store: Store) -> None:
    store.ask([again(1, 2), again(1, 10), again(2, 2)])
    store.keep(page(comment(1), at=later(5)), STATE, [again(1, 30, "answer")])

    assert store.due(later(60), 9) == [again(2, 2), again(1, 10), again(1, 30, "answer")]


def test_a_page_that_breaks_off_asks_for_nothing_and_counts_nothing(store: Store) -> None:
    see(store, comment(1))
    failpoints.arm("store.keep", lambda: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError):
            store.keep(page(comment(1), at=later(60)), WATCHING, [again(1, 0)])
    finally:
        failpoints.disarm()

    assert store.due(later(99), 9) == []
    assert sum(store.counted().hours) == 0
    assert known(store)[1].last_seen == NOW


def test_a_purged_comment_is_as_if_deleted_and_no_longer_asked_for(store: Store) -> None:
    see(store, comment(1, "words"))
    store.ask([again(1, 2)])
    store.forget_purged(LocalId(1), later(3))
    store.forget_purged(LocalId(99), later(3))

    assert store.due(later(60), 9) == []
    assert store.to_judge(9) == []
    assert known(store)[1].hidden


def test_a_purge_that_was_noticed_before_the_last_reading_changes_nothing(store: Store) -> None:
    see(store, comment(1, "words"), after_min=5)
    store.forget_purged(LocalId(1), later(3))

    assert not known(store)[1].hidden


def test_a_comment_that_is_none_of_ours_is_not_asked_for_again(store: Store) -> None:
    store.ask([again(1, 2), again(1, 90), again(2, 2)])
    store.forget_asked(LocalId(1))

    assert store.due(later(99), 9) == [again(2, 2)]


# threads
def test_threads_in_doubt_wait_their_turn(store: Store) -> None:
    store.keep_posts(listed(thread(1), thread(2)), WATCHING, [in_doubt(2, minutes=1), in_doubt(1)], {})

    assert store.suspects(FEED, 9) == [in_doubt(1), in_doubt(2, minutes=1)]
    assert store.suspects(replace(FEED, community="elsewhere@here.example"), 9) == []
    assert store.feed_state(FEED) == WATCHING
    store.drop_suspect(LocalId(1))
    assert store.suspects(FEED, 9) == [in_doubt(2, minutes=1)]
    assert store.coverage().threads_in_doubt == 1


def test_what_is_known_of_a_thread_is_what_can_be_seen(store: Store) -> None:
    see(store, comment(1), comment(2, removed=True, text=""), comment(3, deleted=True, text=""))
    store.keep_posts(listed(thread(1, 31)), WATCHING, [], {LocalId(1): 30})

    found = store.threads_known([LocalId(1), LocalId(2)])

    assert [(found[n].visible, found[n].settled) for n in (LocalId(1), LocalId(2))] == [(1, 30), (0, None)]


def test_a_thread_that_was_read_whole_is_settled_with_what_is_not_shown_to_us(store: Store) -> None:
    store.keep_posts(listed(thread(1, 12)), WATCHING, [in_doubt(1, 12)], {})
    store.keep(of_thread(*(comment(n) for n in range(10)), whole=True), WATCHING)

    assert store.suspects(FEED, 9) == []
    assert store.threads_known([LocalId(1)])[LocalId(1)].settled == 2


def test_a_long_thread_goes_on_with_its_next_page_even_after_a_restart(store: Store, opener: Opener) -> None:
    store.keep_posts(listed(thread(1, 400)), WATCHING, [in_doubt(1, 400)], {})
    store.keep(of_thread(comment(1), full=True), WATCHING)
    store.keep(of_thread(comment(1), full=True, minutes=2), WATCHING)  # the same page once more: no step further

    assert opener().suspects(FEED, 9) == [replace(in_doubt(1, 400), next_page=2)]
    store.keep(of_thread(comment(2), number=2, full=False, minutes=3), WATCHING)
    assert store.suspects(FEED, 9) == []


def test_lists_of_threads_and_how_far_they_were_read_are_kept_together(store: Store) -> None:
    failpoints.arm("store.keep-posts", lambda: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError):
            store.keep_posts(listed(thread(1)), WATCHING, [in_doubt(1)], {})
    finally:
        failpoints.disarm()

    assert store.suspects(FEED, 9) == []
    assert store.feed_state(FEED) == FeedState(feed=FEED)


# numbers
def test_unknown_numbers_lie_between_known_ones(store: Store) -> None:
    see(store, comment(10), comment(20), comment(500, minutes_ago=60 * 24 * 20))
    found = {store.unknown_number(HERE, NOW - timedelta(days=1), salt) for salt in range(40)}

    assert found <= set(range(11, 20))
    assert len(found) > 5


def test_without_holes_there_is_nothing_to_look_up(store: Store) -> None:
    assert store.unknown_number(HERE, LONG_AGO, 1) is None
    see(store, *(comment(n) for n in range(1, 30)))
    assert store.unknown_number(HERE, LONG_AGO, 1) is None


# for people
def test_coverage_of_an_empty_store_says_so(store: Store) -> None:
    found = store.coverage()

    assert (found.by_age, found.gaps, found.day, found.unread_numbers) == ((), (), 0, 0)


def test_coverage_says_how_long_ago_each_age_was_read(store: Store) -> None:
    see(store, *(comment(n, minutes_ago=100) for n in range(1, 20)), comment(20, minutes_ago=100))
    see(store, *(comment(n, minutes_ago=100) for n in range(1, 20)), after_min=20)
    see(store, comment(30, minutes_ago=-29), comment(31, minutes_ago=-29, removed=True, text=""), after_min=30)

    young, older = store.coverage().by_age

    assert (young.up_to_s, young.comments, young.longest_s) == (900, 1, 0)
    assert (older.above_s, older.up_to_s, older.comments) == (3600, 21_600, 20)
    assert (older.half_within_s, older.longest_s) == (600, 1800)


def test_coverage_names_gaps_closed_and_open_and_adds_up_audits(store: Store) -> None:
    gap = Gap(since=NOW - timedelta(days=2), until=NOW - timedelta(days=1), why="more threads than the server lists")
    store.save(replace(WATCHING, gaps=(gap,), gap_since=later(-120), gap_until=later(-60), audited=30, audit_missed=1))
    store.save(replace(WATCHING, feed=replace(FEED, community="x@y.example"), audited=10, audit_missed=1))
    see_all = store.coverage()

    assert [line.split(", ", 1)[1] for line in see_all.gaps] == [
        "2026-11-22 12:00 to 2026-11-23 12:00 UTC: comments of then may be missing for good (more threads than the server lists)",
        "2026-11-24 10:00 to 2026-11-24 11:00 UTC: comments of then are being fetched",
    ]
    assert (see_all.audited, see_all.audit_missed) == (40, 2)


def test_numbers_of_the_day_that_are_not_ours_are_counted(store: Store) -> None:
    see(store, comment(10), comment(19), comment(1, minutes_ago=60 * 24 * 3))
    found = store.coverage()

    assert (found.day, found.unread_numbers) == (2, 8)


# from an older store
def test_a_store_of_the_first_schema_keeps_what_it_knew(url: str) -> None:
    feed = {
        "scope": "moderated",
        "community": "",
        "high_water": 7_000_000,
        "gap_since": 1_000_000,
        "gap_until": 2_000_000,
    }
    site = {"id": 1, "host": "here.example", "account": "evenkeel@here.example", "created_at": 0}
    make_first_schema(
        url,
        [
            ("meta", {"name": "key", "value": b"k" * 32}),
            ("sites", site),
            ("feeds", {"site_id": 1, "next_page": 1, "sweep_page": 1, "set_aside": 3, **feed}),
        ],
    )
    with pytest.raises(StoreError, match="`evenkeel run` brings an older one up to date"):
        open_for_reading(url)

    store = open_store(url, host="here.example", account=ActorId("evenkeel@here.example"), now=NOW)
    state = store.feed_state(FEED)
    store.close()

    assert state.high_water == state.watched_since
    assert state.high_water is not None
    assert (state.high_water.timestamp(), state.catch_page, state.list_page, state.gaps) == (7, 1, 2, ())
