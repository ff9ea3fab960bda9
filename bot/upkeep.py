"""What is done now and then: the daily message to moderators, and forgetting texts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import evidence
from bot.comments import ActorId
from bot.decisions import Action, Kind, Mode, PlannedDecision
from bot.ports import Outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told of one community's notes."""

    community: ActorId
    name: str
    mode: Mode
    tell: tuple[str, ...]
    """`name@host`."""


def plan_messages(outbox: Outbox, audiences: Sequence[Audience], now: datetime) -> int:
    """Plan at most one private message a day to each moderator, with the notes of the days before; how many.

    A day is a UTC date; its notes are told once it is over, so that one message holds them all.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=7)
    letters: dict[tuple[Mode, str], list[tuple[Audience, list[PlannedDecision]]]] = defaultdict(list)
    for audience in audiences:
        notes = outbox.untold_notes(audience.community, since, midnight, mode=audience.mode)
        for recipient in audience.tell if notes else ():
            letters[audience.mode, recipient].append((audience, notes))
    actions = [
        _letter(mode, recipient, parts, period=f"{midnight - timedelta(days=1):%Y-%m-%d}")
        for (mode, recipient), parts in letters.items()
    ]
    return outbox.plan_messages(actions, now)


def _letter(
    mode: Mode, recipient: str, parts: Sequence[tuple[Audience, list[PlannedDecision]]], *, period: str
) -> Action:
    body = "\n\n".join(evidence.message_text(notes, community=audience.name) for audience, notes in parts)
    return Action(
        key=f"message:{recipient}:notes:{period}",
        kind=Kind.MESSAGE,
        mode=mode,
        community=parts[0][0].community,
        body=body,
        recipient=recipient,
        decision_ids=tuple(note.decision_id for _, notes in parts for note in notes),
    )
