"""One pass, top to bottom: settle what is in doubt, read what is new, judge, plan, act, read again.

Every stage reads its work from the store, so each can run alone and a crash between any two lines loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import reading, revisit
from bot.comments import ActorId
from bot.decisions import Action, Call, Decision, Failure, Mode, Outcome, PlannedDecision, Settled, ToJudge, Withheld
from bot.dispatch import Ledger
from bot.ports import Clock, Inbox, Outbox, Performer

BATCH = 500
"""Revisions judged at a time."""
WAITS_AT_MOST = timedelta(hours=6)
"""An action planned before that is not sent any more: after so long it would surprise."""
DOUBT_GRACE_S = 30.0
"""Longer than any request may still be under way on the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one pass works with; put together in bootstrap."""

    reader: reading.Reader
    inbox: Inbox
    outbox: Outbox
    clock: Clock
    modes: dict[ActorId, Mode]
    """Configured communities; comments of others are not kept."""
    judge: Callable[[Sequence[ToJudge]], list[Decision | Failure]]
    dispatch: Callable[[PlannedDecision, Ledger, datetime], Action | Withheld]
    performer: Callable[[Action], Performer]
    may_act: Callable[[], bool]
    """Asked before each action: rights, clock and sign-in are as they should be."""
    tend: Callable[[], None]
    """Called between pages and batches, so that a long pass keeps its lease."""
    stopping: Callable[[], bool]
    note_reports: Callable[[], None]
    """Learn which comments were reported; asked before edits are judged, for what they did may have been that."""


@dataclass(slots=True, kw_only=True)
class Tally(reading.Read):
    """What one pass did; filled as it goes, so that it is true even when the pass breaks off."""

    judged: int = 0
    failures: int = 0
    abstained: int = 0
    calls: dict[Call, int] = field(default_factory=dict)
    planned: int = 0
    withheld: int = 0
    settled: list[tuple[Action, Outcome]] = field(default_factory=list)


def run_pass(desk: Desk) -> Tally:
    """One pass over everything that is due; what re-reading finds is judged and acted upon in the same pass."""
    tally = Tally()
    settle_doubts(desk, tally)
    reading.read_new(desk.reader, tally)
    work_off(desk, tally)
    reading.read_again(desk.reader, tally)
    work_off(desk, tally)
    return tally


def work_off(desk: Desk, tally: Tally) -> None:
    """Judge, plan and act on all that is stored."""
    judge_waiting(desk, tally)
    plan_decisions(desk, tally)
    perform_actions(desk, tally)


def settle_doubts(desk: Desk, tally: Tally) -> None:
    """Look up what became of actions of unknown fate before anything is sent again."""
    for action in desk.outbox.in_doubt(desk.clock.now(), grace_s=DOUBT_GRACE_S):
        if desk.stopping() or not desk.may_act():
            return
        outcome = desk.performer(action).look_up(action)
        desk.outbox.settle(action, outcome, desk.clock.now())
        tally.settled.append((action, outcome))


def judge_waiting(desk: Desk, tally: Tally) -> None:
    """Judge all that waits, in batches."""
    looked = False
    while not desk.stopping() and (batch := desk.inbox.to_judge(BATCH)):
        if not looked and any(item.revision > 1 and item.reported_at is None for item in batch):
            looked = True
            desk.note_reports()
            continue
        results = desk.judge(batch)
        _watch_closer(desk, batch, results)
        desk.inbox.record(results, desk.clock.now())
        for result in results:
            _count(tally, result)
        desk.tend()


def _watch_closer(desk: Desk, batch: Sequence[ToJudge], results: Sequence[Decision | Failure]) -> None:
    """What stood out, or nearly did, is read again soon."""
    numbers = {item.comment.ap_id: item.comment.local_id for item in batch}
    now = desk.clock.now()
    rereads = [
        one
        for result in results
        if isinstance(result, Decision)
        for one in revisit.after_decision(result, numbers[result.comment_ap_id], now)
    ]
    if rereads:
        desk.reader.lookout.ask(rereads)


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
    while not (tally.trouble or tally.over or desk.stopping()) and desk.may_act() and (action := _next_action(desk)):
        outcome = desk.performer(action).perform(action)
        desk.outbox.settle(action, outcome, desk.clock.now())
        tally.settled.append((action, outcome))
        if outcome.settled is Settled.RETRY:
            tally.over = True  # the server cannot be reached: the next pass tries again


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
