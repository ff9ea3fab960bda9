"""Comments that are read again out of turn: each with when, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.comments import LocalId
from bot.decisions import Call, Decision
from bot.revisit.view import MARKED, SUSPECT, Noticed, View

AFTER_ANSWER = (timedelta(minutes=2), timedelta(minutes=10))
"""A bait is switched once somebody has taken it."""
AFTER_CASE = (timedelta(minutes=5), timedelta(minutes=30))
"""What stood out is often changed soon."""
AFTER_NEARLY = (timedelta(minutes=10),)
"""The same for what is kept in the records only, since it came near to standing out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """One comment to be read again once it is due."""

    local_id: LocalId
    due_at: datetime
    why: str
    """"answer", "case", "nearly", "report", "vanished"."""


def after_answer(noticed: Noticed, view: View, now: datetime) -> list[Reread]:
    """Risky comments that were just answered for the first time, and those that went missing."""
    risky = [number for number in noticed.answered if view.harm_at(number) >= min(MARKED, SUSPECT)]
    answered = [Reread(local_id=n, due_at=now + wait, why="answer") for n in risky for wait in AFTER_ANSWER]
    return answered + [Reread(local_id=n, due_at=now, why="vanished") for n in noticed.vanished]


def after_decision(decision: Decision, local_id: LocalId, now: datetime) -> list[Reread]:
    """What stood out, or came near to it."""
    if decision.call is Call.NONE:
        return []
    case = decision.call.gravity >= Call.NOTE.gravity
    why, waits = ("case", AFTER_CASE) if case else ("nearly", AFTER_NEARLY)
    return [Reread(local_id=local_id, due_at=now + wait, why=why) for wait in waits]


def after_report(reported: Sequence[LocalId], now: datetime) -> list[Reread]:
    """Comments that somebody has reported since we last looked."""
    return [Reread(local_id=number, due_at=now, why="report") for number in reported]
