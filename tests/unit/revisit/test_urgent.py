"""Comments that cannot wait for their page."""

from datetime import timedelta

import pytest

from bot import revisit
from bot.comments import LocalId
from bot.decisions import Call
from bot.revisit import Noticed, Reread, View
from bot.revisit.view import MARKED, SUSPECT
from tests.builders import NOW, comment, decision, known


def view_of(harm: float) -> View:
    return View([known(harm=harm)])


def waits(rereads: list[Reread]) -> list[tuple[str, float]]:
    return [(one.why, (one.due_at - NOW) / timedelta(minutes=1)) for one in rereads]


@pytest.mark.parametrize("harm", [MARKED, SUSPECT])
def test_the_first_answer_to_a_risky_comment_is_followed_up_twice(harm: float) -> None:
    found = revisit.after_answer(Noticed(answered=(LocalId(1),)), view_of(harm), NOW)

    assert waits(found) == [("answer", 2), ("answer", 10)]


def test_an_answer_to_anybody_else_is_no_reason_to_hurry() -> None:
    assert revisit.after_answer(Noticed(answered=(LocalId(1),)), view_of(1.0), NOW) == []


def test_what_went_missing_is_looked_up_at_once() -> None:
    assert waits(revisit.after_answer(Noticed(vanished=(LocalId(1),)), view_of(1.0), NOW)) == [("vanished", 0)]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (Call.NONE, []),
        (Call.LOG, [("nearly", 10)]),
        (Call.NOTE, [("case", 5), ("case", 30)]),
        (Call.REPORT, [("case", 5), ("case", 30)]),
    ],
)
def test_what_stood_out_or_nearly_did_is_read_again_soon(call: Call, expected: list[tuple[str, float]]) -> None:
    assert waits(revisit.after_decision(decision(comment(), call), LocalId(1), NOW)) == expected


def test_what_somebody_reported_is_read_at_once() -> None:
    assert waits(revisit.after_report([LocalId(1), LocalId(2)], NOW)) == [("report", 0), ("report", 0)]
