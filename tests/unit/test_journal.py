"""The journal: a line before and after every deed, and what each phase means."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.comments import ActorId
from bot.decisions import Action, Kind, Mode, Outcome, Settled
from bot.journal import Journalled


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return 1.5


class Performer:
    """Answers as told."""

    def __init__(self, settled: Settled) -> None:
        self.settled = settled

    def perform(self, action: Action) -> Outcome:
        return Outcome(settled=self.settled, detail=action.key)

    look_up = perform


@pytest.mark.parametrize(
    ("settled", "phase"),
    [
        (Settled.DONE, "ok"),
        (Settled.ALREADY, "ok"),
        (Settled.UNKNOWN, "unknown"),
        (Settled.PERSON, "unknown"),
        (Settled.MOOT, "fail"),
    ],
)
def test_every_deed_is_between_two_lines(tmp_path: Path, settled: Settled, phase: str) -> None:
    path = tmp_path / "journal"
    journalled = Journalled(Performer(settled), path, Clock())
    action = Action(key="report:1", kind=Kind.REPORT, mode=Mode.ACT, community=ActorId("c"), body="secret words")

    assert journalled.perform(action).settled is settled
    assert journalled.look_up(action).settled is settled
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["op"], line["phase"]) for line in lines] == [
        ("perform", "invoke"),
        ("perform", phase),
        ("look-up", "invoke"),
        ("look-up", phase),
    ]
    assert "secret words" not in path.read_text()
