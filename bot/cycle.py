"""One pass, top to bottom: settle what is in doubt, read what is new, judge, plan, act, read again.

Every stage reads its work from the store, so each can run alone and a crash between any two lines loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

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
    rights_known: Callable[[], bool]
    """Asked before decisions are planned: no community is held for a reason that may have passed."""
    room_to_act: Callable[[float], bool]
    """Waits until the read budget lets one action out; False when that takes longer than so many seconds."""
    turn_s: float
    """Once a pass has lasted so long, what is still to be sent waits for the next one, so that reading goes on."""
    tend: Callable[[], None]
    """Called between pages, batches and actions, so that a long pass keeps its lease and is known to be alive."""
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
    turn_ends_s: float = inf
    """Monotonic time after which this pass begins nothing more that is sent, beyond one action."""
    sent: int = 0
    """Actions that asked the server for something."""


def run_pass(desk: Desk) -> Tally:
    """One pass over everything that is due; what re-reading finds is judged and acted upon in the same pass."""
    tally = Tally(turn_ends_s=desk.clock.monotonic() + desk.turn_s)
    settle_doubts(desk, tally)
    reading.read_new(desk.reader, tally)
    work_off(desk, tally, wait=False)
    reading.read_again(desk.reader, tally)
    work_off(desk, tally, wait=True)
    return tally


def work_off(desk: Desk, tally: Tally, *, wait: bool) -> None:
    """Judge, plan and act on all that is stored; see perform_actions for ``wait``."""
    judge_waiting(desk, tally)
    plan_decisions(desk, tally)
    perform_actions(desk, tally, wait=wait)


def settle_doubts(desk: Desk, tally: Tally) -> None:
    """Look up what became of actions of unknown fate before anything is sent again."""
    for action in desk.outbox.in_doubt(desk.clock.now(), grace_s=DOUBT_GRACE_S):
        if desk.stopping() or _left_s(desk, tally) <= 0 or not desk.may_act():
            return
        _settle(desk, tally, action, desk.performer(action).look_up(action))


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
    waiting = desk.outbox.undispatched(BATCH)
    if not waiting or not desk.rights_known():
        return
    for decision in waiting:
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


def perform_actions(desk: Desk, tally: Tally, *, wait: bool) -> None:
    """Intent before deed: each action is claimed and committed before it is sent.

    Nothing is tried while the server cannot be read: it would only use up attempts. With ``wait`` for the read budget,
    until the pass has lasted its turn; reading takes turns with acting, and one action a pass is always sent.
    """
    while _may_perform(desk, tally, wait=wait) and (action := _next_action(desk)):
        outcome = desk.performer(action).perform(action)
        _settle(desk, tally, action, outcome)
        if outcome.settled is Settled.RETRY:
            tally.over = True  # the server cannot be reached: the next pass tries again


def _may_perform(desk: Desk, tally: Tally, *, wait: bool) -> bool:
    if tally.trouble or tally.over or desk.stopping():
        return False
    if desk.outbox.to_send():
        # One may wait as long as it takes, or a budget that reading uses up would never let anything out.
        patience_s = 0.0 if not wait else _left_s(desk, tally) if tally.sent else inf
        if not desk.room_to_act(patience_s):
            return False
        tally.sent += 1
    return desk.may_act()


def _left_s(desk: Desk, tally: Tally) -> float:
    return tally.turn_ends_s - desk.clock.monotonic()


def _settle(desk: Desk, tally: Tally, action: Action, outcome: Outcome) -> None:
    desk.outbox.settle(action, outcome, desk.clock.now())
    tally.settled.append((action, outcome))
    desk.tend()


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
