"""From a decision to an action, or why not."""

from datetime import timedelta
from typing import Any

import pytest

from bot.decisions import Action, Call, Finding, Kind, Mode, Withheld
from bot.dispatch import Ledger, Limits, Wording, dispatch
from tests.builders import NOW, POST, comment, planned

ACT = Limits(mode=Mode.ACT)
SINCE = NOW - timedelta(hours=2)


def decide(decision: Any = None, *, limits: Limits = ACT, **ledger: Any) -> Action | Withheld:
    known = Ledger(**({"acting_since": SINCE, "host": "h", "account": "a"} | ledger))
    return dispatch(
        decision or planned(),
        ledger=known,
        limits=limits,
        wording=Wording(report="body", short_report="short", note="note"),
        now=NOW,
    )


def test_a_report_gets_the_key_that_makes_it_unique() -> None:
    action = decide()

    assert isinstance(action, Action)
    assert (action.kind, action.mode, action.body, action.short_body) == (Kind.REPORT, Mode.ACT, "body", "short")
    assert action.key == "report:h:a:http://here.example/comment/1"


@pytest.mark.parametrize(
    ("ledger", "status"),
    [
        ({"newer_revision": True}, "moot"),
        ({"moderator_acted": True}, "moot"),
        ({"held": "held: rights"}, "held"),
        ({"sent_1h": 10}, "over-cap"),
        ({"sent_24h": 40}, "over-cap"),
        ({"all_sent_1h": 30}, "over-cap"),
        ({"all_sent_24h": 120}, "over-cap"),
        ({"acting_since": NOW}, "record-only"),
        ({"acting_since": None}, "record-only"),
    ],
)
def test_what_is_not_sent_says_why(ledger: dict[str, Any], status: str) -> None:
    withheld = decide(**ledger)

    assert isinstance(withheld, Withheld)
    assert withheld.status == status
    assert withheld.why


@pytest.mark.parametrize(
    "gone",
    [
        comment(deleted=True),
        comment(removed=True),
        comment(post=type(POST)(ap_id=POST.ap_id, local_id=POST.local_id, title="", removed=True)),
    ],
)
def test_what_is_gone_is_moot(gone: Any) -> None:
    withheld = decide(planned(gone))

    assert isinstance(withheld, Withheld)
    assert withheld.status == "moot"


def test_an_old_comment_is_judged_for_the_record() -> None:
    withheld = decide(planned(comment(minutes_ago=25 * 60)), acting_since=NOW - timedelta(days=3))

    assert isinstance(withheld, Withheld)
    assert withheld.status == "too-old"


def test_an_old_comment_that_was_seen_to_change_today_is_not_too_old() -> None:
    assert isinstance(decide(planned(comment(minutes_ago=25 * 60), revision=2)), Action)


def test_a_clock_in_the_future_makes_no_comment_younger_than_when_we_saw_it() -> None:
    future = planned(comment(minutes_ago=-9000), observed_at=NOW - timedelta(hours=25))

    assert isinstance(decide(future, acting_since=NOW - timedelta(days=9)), Withheld)


def test_what_was_published_before_acting_began_is_only_recorded() -> None:
    just_found = planned(comment(minutes_ago=60), observed_at=NOW)

    assert isinstance(decide(just_found, acting_since=NOW - timedelta(minutes=30)), Withheld)
    assert isinstance(decide(just_found, acting_since=NOW - timedelta(minutes=90)), Action)


def test_one_report_an_author_and_thread_a_day_then_notes() -> None:
    action = decide(author_reported_in_thread=True)

    assert isinstance(action, Action)
    assert action.kind is Kind.LEDGER


@pytest.mark.parametrize("kind", ["threat", "identity_attack"])
def test_a_grave_finding_is_reported_all_the_same(kind: str) -> None:
    action = decide(planned(findings=(Finding(kind=kind, probability=0.9),)), author_reported_in_thread=True)

    assert isinstance(action, Action)
    assert action.kind is Kind.REPORT


def test_a_comment_that_is_reported_already_gets_a_note() -> None:
    action = decide(already_reported=True)

    assert isinstance(action, Action)
    assert action.kind is Kind.LEDGER


def test_a_note_becomes_a_mod_log_line_only_when_asked_for() -> None:
    action = decide(planned(call=Call.NOTE), limits=Limits(mode=Mode.ACT, notes="mod-log"))

    assert isinstance(action, Action)
    assert action.kind is Kind.MODLOG_NOTE
    assert isinstance(
        decide(planned(call=Call.NOTE), limits=Limits(mode=Mode.ACT, notes="mod-log"), sent_1h=10), Withheld
    )


def test_ledger_lines_are_not_capped() -> None:
    assert isinstance(decide(planned(call=Call.NOTE), sent_1h=99, sent_24h=99), Action)


def test_dry_run_plans_without_acting_since() -> None:
    action = decide(limits=Limits(mode=Mode.DRY_RUN), acting_since=None)

    assert isinstance(action, Action)
    assert action.mode is Mode.DRY_RUN


def test_what_calls_for_nothing_is_not_sent() -> None:
    assert isinstance(decide(planned(call=Call.LOG)), Withheld)
