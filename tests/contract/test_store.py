"""What every store must do: one suite for SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import failpoints
from bot.comments import ActorId, Comment
from bot.decisions import (
    Action,
    ActionState,
    Call,
    Failure,
    Kind,
    Mode,
    Outcome,
    PlannedDecision,
    Settled,
    Verdict,
    VerdictKind,
    Withheld,
)
from bot.discover import FeedState
from bot.dispatch import Ledger
from bot.errors import LeaseLostError, StoreError
from bot.ports import Heartbeat, Kept
from bot.storage import Store, open_for_reading, open_store, outbox
from tests.builders import COMMUNITY, FEED, NOW, comment, decision, page, person
from tests.contract.conftest import Opener

MODES = {COMMUNITY.actor_id: Mode.ACT}
LONG_AGO = NOW - timedelta(days=99)
STATE = FeedState(feed=FEED, high_water=NOW)


def later(minutes: float) -> Any:
    return NOW + timedelta(minutes=minutes)


def see(store: Store, *comments: Comment, after_min: float = 0) -> Kept:
    return store.keep(page(*comments, at=later(after_min)), STATE)


def texts(store: Store) -> list[str]:
    return [item.comment.text for item in store.to_judge(1000)]


def judged(store: Store, of: Comment, call: Call = Call.REPORT, **more: Any) -> PlannedDecision:
    see(store, of)
    store.record([decision(of, call, **more)], NOW)
    return next(waiting for waiting in store.undispatched(100) if waiting.comment.ap_id == of.ap_id)


def action_for(planned: PlannedDecision, kind: Kind = Kind.REPORT, mode: Mode = Mode.ACT) -> Action:
    return Action(
        key=f"{kind}:{planned.comment.ap_id}",
        kind=kind,
        mode=mode,
        community=COMMUNITY.actor_id,
        body="body",
        short_body="short",
        comment_ap_id=planned.comment.ap_id,
        comment_local_id=planned.comment.local_id,
        revision=planned.revision,
    )


def plan(store: Store, planned: PlannedDecision, mode: Mode = Mode.ACT, kind: Kind = Kind.REPORT) -> Action | Withheld:
    return store.plan(planned, NOW, mode=mode, judge=lambda _ledger: action_for(planned, kind, mode))


def ledger_of(store: Store, planned: PlannedDecision, at: Any = NOW) -> Ledger:
    seen: list[Ledger] = []

    def look(ledger: Ledger) -> Withheld:
        seen.append(ledger)
        return Withheld(status="held", why="looking")

    store.plan(planned, at, mode=Mode.ACT, judge=look)
    return seen[0]


# reading
def test_a_page_and_how_far_reading_came_are_kept_together(store: Store) -> None:
    kept = see(store, comment(2, "two"), comment(1, "one"))

    assert (kept.comments, kept.new) == (2, 2)
    assert store.feed_state(FEED) == STATE
    assert texts(store) == ["one", "two"]


def test_a_text_that_goes_a_b_a_is_three_revisions(store: Store) -> None:
    for minute, text in enumerate(["A", "B", "A"]):
        see(store, comment(text=text), after_min=minute)

    assert [(item.revision, item.comment.text) for item in store.to_judge(10)] == [(1, "A"), (2, "B"), (3, "A")]


def test_updated_alone_is_no_edit_and_an_edit_needs_no_updated(store: Store) -> None:
    see(store, comment(text="A"))
    assert see(store, comment(text="A", updated=NOW), after_min=1).edited == 0
    assert see(store, comment(text="B"), after_min=2).edited == 1


def test_deleted_blanks_are_no_edit_and_texts_of_deleted_comments_are_dropped(store: Store) -> None:
    see(store, comment(text="A"))
    assert see(store, comment(text="", deleted=True), after_min=1) == Kept(comments=1, gone=1)
    assert texts(store) == []
    assert see(store, comment(text="A"), after_min=2).edited == 0


def test_a_removed_text_is_kept_and_no_longer_judged(store: Store) -> None:
    planned = judged(store, comment(text="A"))
    see(store, comment(text="", removed=True), after_min=1)

    assert texts(store) == []
    assert next(row.comment.text for row in store.findings(limit=5)) == "A"
    assert planned.comment.text == "A"


def test_an_empty_comment_is_a_text(store: Store) -> None:
    see(store, comment(text=""))

    assert texts(store) == [""]


def test_a_comment_first_seen_edited_has_an_unknown_history(store: Store) -> None:
    see(store, comment(1, updated=NOW), comment(2))

    assert [item.history_known for item in store.to_judge(10)] == [False, True]


def test_a_parents_text_is_frozen_with_the_reply(store: Store) -> None:
    see(store, comment(2, "reply", parent_local_id=1), comment(1, "parent"))
    see(store, comment(1, "parent, edited"), after_min=1)

    assert [item.parent_text for item in store.to_judge(10)] == [None, "parent", None]


def test_a_stale_observation_changes_nothing(store: Store) -> None:
    see(store, comment(text="new"), after_min=5)

    assert see(store, comment(text="old"), after_min=1).edited == 0
    assert texts(store) == ["new"]


def test_the_same_comment_twice_on_a_page_is_one(store: Store) -> None:
    see(store, comment(1), comment(1))

    assert len(texts(store)) == 1


def test_a_page_that_breaks_off_leaves_nothing(store: Store) -> None:
    failpoints.arm("store.keep", lambda: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError):
            see(store, comment())
    finally:
        failpoints.disarm()

    assert texts(store) == []
    assert store.feed_state(FEED) == FeedState(feed=FEED)


# judging
def test_judgements_leave_the_queue_and_a_second_one_is_harmless(store: Store) -> None:
    see(store, comment(1), comment(2))
    results = [decision(comment(1)), Failure(comment_ap_id=comment(2).ap_id, revision=1, error="ValueError", model="m")]
    store.record(results, NOW)
    store.record(results, NOW)

    seen = store.overview()
    assert texts(store) == []
    assert (seen.judged, seen.failures, seen.calls) == (1, 1, {Call.REPORT: 1})


def test_decisions_come_gravest_first(store: Store) -> None:
    see(store, *(comment(number) for number in (1, 2, 3, 4)))
    calls = [(1, Call.NOTE, 0.99), (2, Call.REPORT, 0.91), (3, Call.REPORT, 0.97), (4, Call.LOG, 0.3)]
    store.record([decision(comment(n), call, attention=p) for n, call, p in calls], NOW)

    assert [waiting.comment.local_id for waiting in store.undispatched(10)] == [3, 2, 1]


# planning
def test_a_planned_decision_is_dispatched_once(store: Store) -> None:
    planned = judged(store, comment())

    assert isinstance(plan(store, planned), Action)
    assert plan(store, planned) == Withheld(status="suppressed", why="dispatched before")
    assert store.undispatched(10) == []


def test_the_same_key_is_never_planned_twice_in_a_mode(store: Store) -> None:
    plan(store, judged(store, comment(text="A")))
    see(store, comment(text="B"), after_min=1)
    store.record([decision(comment(text="B"), revision=2)], NOW)
    (again,) = store.undispatched(10)

    assert plan(store, again) == Withheld(status="suppressed", why="the same was sent or planned before")


def test_what_is_withheld_says_why_in_the_records(store: Store) -> None:
    planned = judged(store, comment())
    store.plan(planned, NOW, mode=Mode.ACT, judge=lambda _l: Withheld(status="over-cap", why="the cap is reached"))

    assert [row.status for row in store.findings(limit=5)] == ["not sent: the cap is reached"]


def test_the_ledger_counts_windows_of_its_mode(store: Store) -> None:
    for number in (1, 2):
        plan(store, judged(store, comment(number, author=person(f"p{number}"))))
    plan(store, judged(store, comment(3, author=person("p3"))), mode=Mode.DRY_RUN)
    now = ledger_of(store, judged(store, comment(4, author=person("p4"))))
    hours = ledger_of(store, judged(store, comment(5, author=person("p5"))), at=later(120))
    days = ledger_of(store, judged(store, comment(6, author=person("p6"))), at=later(60 * 25))

    assert (now.sent_1h, now.sent_24h, now.all_sent_1h, now.all_sent_24h) == (2, 2, 2, 2)
    assert (hours.sent_1h, hours.sent_24h) == (0, 2)
    assert (days.sent_1h, days.sent_24h) == (0, 0)


def test_the_ledger_knows_reports_of_comment_author_and_thread(store: Store) -> None:
    plan(store, judged(store, comment(1)))
    same_thread = ledger_of(store, judged(store, comment(2)))
    somebody_else = ledger_of(store, judged(store, comment(3, author=person("bob"))))

    assert (same_thread.author_reported_in_thread, same_thread.already_reported) == (True, False)
    assert not somebody_else.author_reported_in_thread


def test_the_ledger_knows_newer_texts_verdicts_and_holds(store: Store) -> None:
    store.begin(COMMUNITY, Mode.ACT, NOW)
    old = judged(store, comment(1, "A"))
    see(store, comment(1, "B"), after_min=1)
    store.add_verdicts([verdict("modlog:1", comment(1))])
    store.hold(COMMUNITY.actor_id, "rights: gone", NOW)
    ledger = ledger_of(store, old)

    assert (ledger.newer_revision, ledger.moderator_acted) == (True, True)
    assert (ledger.held, ledger.acting_since) == ("held: rights: gone", NOW)


def test_caps_are_exact_for_planners_beside_each_other(store: Store) -> None:
    plans = [judged(store, comment(number, author=person(f"p{number}"))) for number in range(1, 13)]

    def capped(planned: PlannedDecision) -> Action | Withheld:
        def judge(ledger: Ledger) -> Action | Withheld:
            return Withheld(status="over-cap", why="cap") if ledger.sent_1h >= 3 else action_for(planned)

        return store.plan(planned, NOW, mode=Mode.ACT, judge=judge)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(capped, plans))

    assert sum(isinstance(answer, Action) for answer in answers) == 3


# acting
def test_intent_is_committed_before_the_deed(store: Store, opener: Opener) -> None:
    plan(store, judged(store, comment(text="A")))
    claimed = store.claim(NOW, modes=MODES, not_before=LONG_AGO)

    assert claimed is not None
    assert (claimed.state, claimed.attempts, claimed.judged_text, claimed.body) == (ActionState.SENDING, 1, "A", "body")
    assert store.claim(NOW, modes=MODES, not_before=LONG_AGO) is None
    assert opener().in_doubt(later(1), grace_s=30) != []


def test_only_the_mode_that_is_configured_is_sent(store: Store) -> None:
    plan(store, judged(store, comment()))

    assert store.claim(NOW, modes={COMMUNITY.actor_id: Mode.DRY_RUN}, not_before=LONG_AGO) is None
    assert [row.status for row in store.findings(limit=5)] == [
        "a report, not sent (the mode of this community was changed before it was sent)"
    ]
    assert store.claim(NOW, modes=MODES, not_before=LONG_AGO) is None


def test_what_waits_to_be_sent_is_counted_without_dry_run_and_ledger_lines(store: Store) -> None:
    for number in (1, 2):
        plan(store, judged(store, comment(number, author=person(f"p{number}"))))
    plan(store, judged(store, comment(3)), mode=Mode.DRY_RUN)
    noted = judged(store, comment(4))
    store.plan(noted, NOW, mode=Mode.ACT, judge=lambda _l: replace(action_for(noted), kind=Kind.LEDGER))
    waiting = store.to_send()
    store.claim(NOW, modes=MODES, not_before=LONG_AGO)

    assert (waiting, store.to_send()) == (2, 1)


def test_what_could_not_be_sent_for_long_is_not_sent_by_surprise(store: Store) -> None:
    plan(store, judged(store, comment()))

    assert store.claim(later(500), modes=MODES, not_before=later(1)) is None
    assert store.overview().actions == {("act", "report", "refused"): 1}


def test_doubt_waits_out_its_grace(store: Store) -> None:
    plan(store, judged(store, comment()))
    store.claim(NOW, modes=MODES, not_before=LONG_AGO)

    assert store.in_doubt(NOW + timedelta(seconds=29), grace_s=30) == []
    assert len(store.in_doubt(NOW + timedelta(seconds=30), grace_s=30)) == 1


@pytest.mark.parametrize(
    ("settled", "state"),
    [
        (Settled.DONE, "done"),
        (Settled.ALREADY, "done"),
        (Settled.MOOT, "refused"),
        (Settled.REFUSED, "refused"),
        (Settled.STALE, "refused"),
        (Settled.UNKNOWN, "unknown"),
        (Settled.PERSON, "person"),
        (Settled.RETRY, "planned"),
    ],
)
def test_each_outcome_has_its_state(store: Store, settled: Settled, state: str) -> None:
    plan(store, judged(store, comment()))
    claimed = store.claim(NOW, modes=MODES, not_before=LONG_AGO)
    assert claimed is not None
    store.settle(claimed, Outcome(settled=settled, detail="so it was"), NOW)

    assert store.overview().actions == {("act", "report", state): 1}


def test_a_retry_ends_with_a_person(store: Store) -> None:
    plan(store, judged(store, comment()))
    for _ in range(outbox.MOST_ATTEMPTS):
        claimed = store.claim(NOW, modes=MODES, not_before=LONG_AGO)
        assert claimed is not None
        store.settle(claimed, Outcome(settled=Settled.RETRY), NOW)

    assert store.claim(NOW, modes=MODES, not_before=LONG_AGO) is None
    assert store.overview().actions == {("act", "report", "person"): 1}


def test_a_stale_action_frees_its_key_and_keeps_what_was_seen(store: Store) -> None:
    plan(store, judged(store, comment(text="A")))
    claimed = store.claim(NOW, modes=MODES, not_before=LONG_AGO)
    assert claimed is not None
    store.settle(claimed, Outcome(settled=Settled.STALE, seen=comment(text="B")), later(1))
    assert texts(store) == ["B"]
    store.record([decision(comment(text="B"), revision=2)], NOW)
    (again,) = store.undispatched(10)

    assert isinstance(plan(store, again), Action)


def test_an_action_of_unknown_rights_holds_its_community(store: Store) -> None:
    store.begin(COMMUNITY, Mode.ACT, NOW)
    plan(store, judged(store, comment()))
    claimed = store.claim(NOW, modes=MODES, not_before=LONG_AGO)
    assert claimed is not None
    store.settle(claimed, Outcome(settled=Settled.REFUSED, hold_community="rights: banned"), NOW)

    (state,) = store.communities()
    assert (state.state, state.why) == ("held", "rights: banned")
    store.release(COMMUNITY.actor_id)
    assert store.communities()[0].state == "active"


@pytest.mark.parametrize("point", ["store.record", "store.plan", "store.claimed", "store.settle"])
def test_a_crash_at_any_point_loses_and_doubles_nothing(store: Store, opener: Opener, point: str) -> None:
    """The process dies at ``point``; another one opens the store and goes on. One report comes out."""
    see(store, comment())
    sent: list[str] = []

    def work(with_store: Store) -> None:
        with_store.record([decision(item.comment) for item in with_store.to_judge(9)], NOW)
        for waiting in with_store.undispatched(9):
            plan(with_store, waiting)
        for doubtful in with_store.in_doubt(later(9), grace_s=30):
            found = Settled.DONE if doubtful.key in sent else Settled.RETRY
            with_store.settle(doubtful, Outcome(settled=found), NOW)
        while (claimed := with_store.claim(NOW, modes=MODES, not_before=LONG_AGO)) is not None:
            sent.append(claimed.key)
            with_store.settle(claimed, Outcome(settled=Settled.DONE), NOW)

    failpoints.arm(point, lambda: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError):
            work(store)
    finally:
        failpoints.disarm()
    successor = opener()
    assert successor.take_lease("test", NOW, 60) is not None
    work(successor)

    assert len(sent) == 1
    assert successor.overview().actions == {("act", "report", "done"): 1}


# messages
def test_a_daily_message_is_planned_once_and_tells_each_note_once(store: Store) -> None:
    plan(store, judged(store, comment(), Call.NOTE), kind=Kind.LEDGER)
    notes = store.untold_notes(COMMUNITY.actor_id, later(-60), later(60), mode=Mode.ACT)
    message = Action(
        key="message:ada:notes:2026-11-24",
        kind=Kind.MESSAGE,
        mode=Mode.ACT,
        community=COMMUNITY.actor_id,
        body="hello",
        recipient="ada@here.example",
        decision_ids=tuple(note.decision_id for note in notes),
    )

    assert len(notes) == 1
    assert store.plan_messages([message], NOW) == 1
    assert store.plan_messages([message], NOW) == 0
    assert store.untold_notes(COMMUNITY.actor_id, later(-60), later(60), mode=Mode.ACT) == []


# everything else
def verdict(key: str, of: Comment) -> Verdict:
    return Verdict(
        key=key,
        kind=VerdictKind.REMOVED,
        comment_ap_id=of.ap_id,
        community=COMMUNITY.actor_id,
        moderator=ActorId("http://here.example/u/mod"),
        at=NOW,
    )


def test_verdicts_are_kept_once(store: Store) -> None:
    both = [verdict("modlog:1", comment(1)), verdict("modlog:2", comment(2))]

    assert (store.add_verdicts(both), store.add_verdicts(both), store.overview().verdicts) == (2, 0, 2)


def test_acting_starts_anew_when_the_mode_turns_to_act(store: Store) -> None:
    assert store.begin(COMMUNITY, Mode.DRY_RUN, NOW).acting_since is None
    assert store.begin(COMMUNITY, Mode.ACT, later(1)).acting_since == later(1)
    assert store.begin(COMMUNITY, Mode.ACT, later(2)).acting_since == later(1)
    assert store.begin(COMMUNITY, Mode.DRY_RUN, later(3)).acting_since is None
    again = store.begin(COMMUNITY, Mode.ACT, later(4))
    assert (again.acting_since, again.watching_since) == (later(4), NOW)


def test_a_pause_ends_by_itself(store: Store) -> None:
    store.begin(COMMUNITY, Mode.ACT, NOW)
    store.pause(COMMUNITY.actor_id, "holidays", later(60))
    during = ledger_of(store, judged(store, comment(1)), at=later(30))
    after = ledger_of(store, judged(store, comment(2)), at=later(61))

    assert (during.held, after.held) == ("paused: holidays", "")


def test_texts_are_forgotten_and_decisions_stay(store: Store) -> None:
    judged(store, comment(1, "found"))
    see(store, comment(2, "clean"))
    store.record([decision(comment(2), Call.NONE)], NOW)

    assert store.drop_texts(NOW + timedelta(days=8), clean_days=7, finding_days=30) == 1
    assert store.drop_texts(NOW + timedelta(days=31), clean_days=7, finding_days=30) == 1
    (row,) = store.findings(limit=5)
    assert (row.text_kept, row.call) == (False, Call.REPORT)


def test_a_heartbeat_is_the_last_one(store: Store) -> None:
    assert store.heartbeat() is None
    for passes in (1, 2):
        store.beat(Heartbeat(at=NOW, healthy=True, why="fine", passes=passes))

    beat = store.heartbeat()
    assert beat is not None
    assert (beat.passes, beat.at) == (2, NOW)


# lease
def test_one_daemon_at_a_time_and_the_late_one_is_fenced_off(store: Store, opener: Opener) -> None:
    second = opener()
    assert second.take_lease("second", NOW, 60) is None
    assert second.take_lease("second", NOW + timedelta(hours=2), 60) == 2
    plan_later = [comment()]

    with pytest.raises(LeaseLostError):
        see(store, *plan_later)
    with pytest.raises(LeaseLostError):
        store.claim(NOW, modes=MODES, not_before=LONG_AGO)
    with pytest.raises(LeaseLostError):
        store.renew_lease(NOW, 60)
    see(second, *plan_later)


def test_the_lease_of_a_process_that_ended_is_free_at_once(store: Store, opener: Opener) -> None:
    assert opener().take_lease("second", NOW, 60, gone=lambda owner: owner == "somebody else") is None
    assert opener().take_lease("second", NOW, 60, gone=lambda owner: owner == "test") == 2


def test_a_lease_that_was_given_back_is_free(store: Store, opener: Opener) -> None:
    store.release_lease()

    assert opener().take_lease("second", NOW, 60) == 2


# opening
def test_a_store_of_another_account_is_refused_with_what_to_do(store: Store, url: str) -> None:
    with pytest.raises(StoreError, match=r"belongs to evenkeel@here\.example.*\[store\] url"):
        open_store(url, host="here.example", account=ActorId("other@here.example"), now=NOW)


def test_a_newer_schema_is_refused(store: Store, url: str) -> None:
    from sqlalchemy import text

    from bot.storage import engine

    opened = engine.open_engine(url)
    with opened.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.dispose()

    with pytest.raises(StoreError, match="newer Evenkeel"):
        open_store(url, host="here.example", account=ActorId("evenkeel@here.example"), now=NOW)


def test_a_store_that_is_not_there_yet_is_not_made_by_looking(url: str) -> None:
    with pytest.raises(StoreError, match="no store yet"):
        open_for_reading(url)


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(store: Store, url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from bot.storage import engine, tables

    opened = engine.open_engine(url)
    with opened.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        head = MigrationContext.configure(connection).get_current_revision()
    assert head == ScriptDirectory.from_config(engine._migrations()).get_current_head() == max(engine._known())
    opened.dispose()
