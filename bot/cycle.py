"""One pass, top to bottom: settle what is in doubt, read, judge, plan, act.

Every stage reads its work from the store, so each can run alone and a crash between any two lines loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import discover
from bot.comments import ActorId, FeedKey
from bot.decisions import Action, Call, Decision, Failure, Mode, Outcome, PlannedDecision, Settled, ToJudge, Withheld
from bot.dispatch import Ledger
from bot.errors import LemmyError, SignInError, UnavailableError
from bot.ports import Clock, Feed, Inbox, Kept, Outbox, Performer

BATCH = 500
"""Revisions judged at a time."""
WAITS_AT_MOST = timedelta(hours=6)
"""An action planned before that is not sent any more: after so long it would surprise."""
DOUBT_GRACE_S = 30.0
"""Longer than any request may still be under way on the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one pass works with; put together in bootstrap."""

    feed: Feed
    inbox: Inbox
    outbox: Outbox
    clock: Clock
    feeds: tuple[FeedKey, ...]
    modes: dict[ActorId, Mode]
    """Configured communities; comments of others are not kept."""
    judge: Callable[[Sequence[ToJudge]], list[Decision | Failure]]
    dispatch: Callable[[PlannedDecision, Ledger, datetime], Action | Withheld]
    performer: Callable[[Action], Performer]
    may_act: Callable[[], bool]
    """Asked before each action: rights, clock and sign-in are as they should be."""
    hurry: Callable[[bool], None]
    """Told whether a backlog is open, so that reading may draw on its burst."""
    tend: Callable[[], None]
    """Called between pages and batches, so that a long pass keeps its lease."""
    stopping: Callable[[], bool]


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one pass did; filled as it goes, so that it is true even when the pass breaks off."""

    pages: int = 0
    kept: Kept = field(default_factory=Kept)
    judged: int = 0
    failures: int = 0
    abstained: int = 0
    calls: dict[Call, int] = field(default_factory=dict)
    planned: int = 0
    withheld: int = 0
    settled: list[tuple[Action, Outcome]] = field(default_factory=list)
    trouble: LemmyError | None = None
    """Why reading broke off; the rest of the pass went on with what is stored."""


def run_pass(desk: Desk) -> Tally:
    """One pass over everything that is due."""
    tally = Tally()
    settle_doubts(desk, tally)
    read_pages(desk, tally)
    judge_waiting(desk, tally)
    plan_decisions(desk, tally)
    perform_actions(desk, tally)
    return tally


def settle_doubts(desk: Desk, tally: Tally) -> None:
    """Look up what became of actions of unknown fate before anything is sent again."""
    for action in desk.outbox.in_doubt(desk.clock.now(), grace_s=DOUBT_GRACE_S):
        if desk.stopping() or not desk.may_act():
            return
        outcome = desk.performer(action).look_up(action)
        desk.outbox.settle(action, outcome, desk.clock.now())
        tally.settled.append((action, outcome))


def read_pages(desk: Desk, tally: Tally) -> None:
    """Read every page that is due, one transaction each. One listing's trouble is not the next one's."""
    for feed in desk.feeds:
        try:
            _read_feed(desk, tally, feed)
        except LemmyError as error:
            if not desk.stopping():
                tally.trouble = error
            if isinstance(error, UnavailableError | SignInError):
                break
        finally:
            desk.hurry(False)


def _read_feed(desk: Desk, tally: Tally, feed: FeedKey) -> None:
    state = desk.inbox.feed_state(feed)
    pages = 0
    while not desk.stopping():
        window = discover.next_window(state, now=desk.clock.now(), looked=pages > 0)
        if window is None or (window.sweep and pages > 1):  # after a backlog the budget is for what is new
            return
        desk.hurry(state.behind)
        page = desk.feed.read(window)
        pages += 1
        state = discover.after(state, page)
        wanted = tuple(c for c in page.comments if c.community.actor_id in desk.modes)
        tally.kept = _sum(tally.kept, desk.inbox.keep(replace(page, comments=wanted), state))
        tally.pages += 1
        desk.tend()


def judge_waiting(desk: Desk, tally: Tally) -> None:
    """Judge all that waits, in batches."""
    while not desk.stopping() and (batch := desk.inbox.to_judge(BATCH)):
        results = desk.judge(batch)
        desk.inbox.record(results, desk.clock.now())
        for result in results:
            _count(tally, result)
        desk.tend()


def plan_decisions(desk: Desk, tally: Tally) -> None:
    """Turn decisions into actions, gravest first, or write down why not."""
    for decision in desk.outbox.undispatched(BATCH):
        now = desk.clock.now()
        planned = desk.outbox.plan(
            decision,
            now,
            mode=desk.modes.get(decision.comment.community.actor_id, Mode.DRY_RUN),
            judge=lambda ledger, decision=decision, now=now: desk.dispatch(decision, ledger, now),  # type: ignore[misc]
        )
        if isinstance(planned, Action):
            tally.planned += 1
        else:
            tally.withheld += 1


def perform_actions(desk: Desk, tally: Tally) -> None:
    """Intent before deed: each action is claimed and committed before it is sent.

    Nothing is tried while the server cannot be read: it would only use up attempts.
    """
    while tally.trouble is None and not desk.stopping() and desk.may_act() and (action := _next_action(desk)):
        outcome = desk.performer(action).perform(action)
        desk.outbox.settle(action, outcome, desk.clock.now())
        tally.settled.append((action, outcome))
        if outcome.settled is Settled.RETRY:  # the server cannot be reached: the next pass tries again
            return


def _next_action(desk: Desk) -> Action | None:
    now = desk.clock.now()
    return desk.outbox.claim(now, modes=desk.modes, not_before=now - WAITS_AT_MOST)


def _count(tally: Tally, result: Decision | Failure) -> None:
    if isinstance(result, Failure):
        tally.failures += 1
        return
    tally.judged += 1
    tally.abstained += bool(result.score.abstained)
    tally.calls[result.call] = tally.calls.get(result.call, 0) + 1


def _sum(one: Kept, other: Kept) -> Kept:
    return Kept(
        comments=one.comments + other.comments,
        new=one.new + other.new,
        edited=one.edited + other.edited,
        gone=one.gone + other.gone,
        set_aside=one.set_aside + other.set_aside,
    )
