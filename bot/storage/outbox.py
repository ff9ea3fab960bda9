"""Decisions on their way to the server. Intent is committed before the deed."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, select, update

from bot import failpoints
from bot.comments import ActorId
from bot.decisions import (
    Action,
    ActionState,
    Call,
    Kind,
    Mode,
    Outcome,
    PlannedDecision,
    Settled,
    Withheld,
)
from bot.dispatch import Ledger
from bot.storage import archive, inbox, rows, tables
from bot.storage.session import Session

MOST_ATTEMPTS = 20

_COUNTING = (
    ActionState.PLANNED,
    ActionState.SENDING,
    ActionState.DONE,
    ActionState.UNKNOWN,
    ActionState.PERSON,
)
"""States of an action that was sent or may yet be."""
_CAPPED = (Kind.REPORT, Kind.MODLOG_NOTE)
_AFTER = {
    Settled.DONE: ActionState.DONE,
    Settled.ALREADY: ActionState.DONE,
    Settled.MOOT: ActionState.REFUSED,
    Settled.STALE: ActionState.REFUSED,
    Settled.REFUSED: ActionState.REFUSED,
    Settled.UNKNOWN: ActionState.UNKNOWN,
    Settled.PERSON: ActionState.PERSON,
    Settled.RETRY: ActionState.PLANNED,
}


def decision_query(session: Session) -> Select[Any]:
    """Decisions of this site joined with what they are about."""
    decisions, revisions, comments, texts = tables.decisions, tables.revisions, tables.comments, tables.texts
    return (
        select(
            comments,
            decisions.c.id.label("decision_id"),
            *(column for column in decisions.c if column.name not in ("id", "language")),
            revisions.c.n,
            revisions.c.observed_at,
            texts.c.content,
        )
        .join(revisions, revisions.c.comment_id == comments.c.id)
        .join(decisions, decisions.c.revision_id == revisions.c.id)
        .outerjoin(texts, texts.c.id == revisions.c.text_id)
        .where(comments.c.site_id == session.site_id)
    )


def undispatched(session: Session, limit: int) -> list[PlannedDecision]:
    """Decisions of note or report that dispatch has not seen, gravest first."""
    decisions = tables.decisions
    query = (
        decision_query(session)
        .where(decisions.c.status == "waiting")
        .order_by(decisions.c.gravity.desc(), decisions.c.attention.desc(), decisions.c.id)
        .limit(limit)
    )
    with session.reading() as connection:
        return [rows.planned_of(connection, row) for row in connection.execute(query)]


def plan(
    session: Session,
    decision: PlannedDecision,
    now: datetime,
    *,
    mode: Mode,
    judge: Callable[[Ledger], Action | Withheld],
) -> Action | Withheld:
    """Count the ledger, ask ``judge``, and store its answer, all in one transaction."""
    with session.writing() as connection:
        waiting = connection.execute(
            select(tables.decisions.c.status).where(tables.decisions.c.id == decision.decision_id).with_for_update()
        ).scalar_one()
        if waiting != "waiting":
            return Withheld(status="suppressed", why="dispatched before")
        answer = judge(_ledger(session, connection, decision, now, mode))
        if isinstance(answer, Action) and _exists(session, connection, answer):
            answer = Withheld(status="suppressed", why="the same was sent or planned before")
        if isinstance(answer, Action):
            action_id = _insert(session, connection, answer, now)
            _dispatched(connection, decision.decision_id, status="action", why="", action_id=action_id)
        else:
            _dispatched(connection, decision.decision_id, status=answer.status, why=answer.why, action_id=None)
        failpoints.reach("store.plan")
    return answer


def _dispatched(connection: Connection, decision_id: int, *, status: str, why: str, action_id: int | None) -> None:
    connection.execute(
        update(tables.decisions)
        .where(tables.decisions.c.id == decision_id)
        .values(status=status, status_why=why, action_id=action_id)
    )


def _exists(session: Session, connection: Connection, action: Action) -> bool:
    table = tables.actions
    return bool(
        connection.execute(
            select(
                exists().where(
                    table.c.site_id == session.site_id, table.c.mode == action.mode.value, table.c.key == action.key
                )
            )
        ).scalar()
    )


def _insert(session: Session, connection: Connection, action: Action, now: datetime) -> int:
    comment_id = connection.execute(
        select(tables.comments.c.id).where(
            tables.comments.c.site_id == session.site_id, tables.comments.c.ap_id == action.comment_ap_id
        )
    ).scalar()
    key = connection.execute(
        insert(tables.actions).values(
            site_id=session.site_id,
            mode=action.mode.value,
            key=action.key,
            kind=action.kind.value,
            community=action.community,
            body=action.body,
            short_body=action.short_body,
            reports_count_from=action.reports_count_from,
            comment_id=comment_id,
            revision=action.revision,
            recipient=action.recipient,
            state=ActionState.PLANNED.value,
            attempts=0,
            planned_at=now,
            detail="",
            server_ref="",
            fencing=session.fencing or 0,
        )
    ).inserted_primary_key
    assert key is not None  # noqa: S101  SQLAlchemy gives it for every single-row insert
    return int(key[0])


def _ledger(session: Session, connection: Connection, decision: PlannedDecision, now: datetime, mode: Mode) -> Ledger:
    actions, comments = tables.actions, tables.comments
    comment = decision.comment
    same_mode = (actions.c.site_id == session.site_id) & (actions.c.mode == mode.value)
    counting = same_mode & actions.c.state.in_([state.value for state in _COUNTING])
    capped = counting & actions.c.kind.in_([kind.value for kind in _CAPPED])
    here = actions.c.community == comment.community.actor_id

    def count(*where: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).select_from(actions).where(*where)).scalar_one()

    def any_report(*where: ColumnElement[bool]) -> bool:
        reports = select(actions.c.id).join(comments, comments.c.id == actions.c.comment_id)
        reports = reports.where(counting, actions.c.kind == Kind.REPORT.value, *where)
        return connection.execute(reports.limit(1)).first() is not None

    hour, day = actions.c.planned_at > now - timedelta(hours=1), actions.c.planned_at > now - timedelta(hours=24)
    this_comment = comments.c.ap_id == comment.ap_id
    state = archive.community_state(session, connection, comment.community.actor_id, now)
    return Ledger(
        sent_1h=count(capped, here, hour),
        sent_24h=count(capped, here, day),
        all_sent_1h=count(capped, hour),
        all_sent_24h=count(capped, day),
        already_reported=any_report(this_comment),
        author_reported_in_thread=any_report(
            ~this_comment,
            comments.c.author == comment.author.actor_id,
            comments.c.post == comment.post.ap_id,
            day,
        ),
        newer_revision=_newest_revision(session, connection, decision) > decision.revision,
        moderator_acted=_moderator_acted(session, connection, decision),
        held=f"{state.state}: {state.why}" if state and state.state != "active" else "",
        acting_since=state.acting_since if state else None,
        host=session.host,
        account=session.account,
    )


def _newest_revision(session: Session, connection: Connection, decision: PlannedDecision) -> int:
    newest: int = connection.execute(
        select(func.coalesce(func.max(tables.revisions.c.n), 0))
        .join(tables.comments, tables.comments.c.id == tables.revisions.c.comment_id)
        .where(tables.comments.c.site_id == session.site_id, tables.comments.c.ap_id == decision.comment.ap_id)
    ).scalar_one()
    return newest


def _moderator_acted(session: Session, connection: Connection, decision: PlannedDecision) -> bool:
    verdicts = tables.verdicts
    return bool(
        connection.execute(
            select(exists().where(verdicts.c.site_id == session.site_id, verdicts.c.comment == decision.comment.ap_id))
        ).scalar()
    )


def untold_notes(
    session: Session, community: ActorId, since: datetime, until: datetime, *, mode: Mode
) -> list[PlannedDecision]:
    """Ledger lines planned in [since, until) that no message has told of, oldest first."""
    actions, decisions = tables.actions, tables.decisions
    query = (
        decision_query(session)
        .join(actions, actions.c.id == decisions.c.action_id)
        .where(
            actions.c.kind == Kind.LEDGER.value,
            actions.c.mode == mode.value,
            actions.c.community == community,
            actions.c.planned_at >= since,
            actions.c.planned_at < until,
            ~decisions.c.told,
        )
        .order_by(decisions.c.id)
    )
    with session.reading() as connection:
        return [rows.planned_of(connection, row) for row in connection.execute(query)]


def plan_messages(session: Session, messages: Sequence[Action], now: datetime) -> int:
    """Store daily messages and mark what they tell as told, in one transaction; how many are new."""
    if not messages:
        return 0
    with session.writing() as connection:
        fresh = [message for message in messages if not _exists(session, connection, message)]
        for message in fresh:
            _insert(session, connection, message, now)
            connection.execute(
                update(tables.decisions).where(tables.decisions.c.id.in_(message.decision_ids)).values(told=True)
            )
    return len(fresh)


def claim(session: Session, now: datetime, *, modes: dict[ActorId, Mode], not_before: datetime) -> Action | None:
    """The next planned action, now SENDING and committed; those that may not be sent any more are closed."""
    table = tables.actions
    query = (
        select(table)
        .where(table.c.site_id == session.site_id, table.c.state == ActionState.PLANNED.value)
        .order_by(table.c.id)
    )
    with session.writing() as connection:
        action = None
        for row in connection.execute(query).all():
            refusal = _why_not(row, modes, not_before)
            if not refusal:
                sent = {"attempts": row.attempts + 1, "sent_at": now, "fencing": session.fencing}
                _set_state(connection, row.id, ActionState.SENDING, **sent)
                action = _action(session, connection, row.id)
                break
            closed = {"settled_at": now, "outcome": Settled.REFUSED.value, "detail": refusal}
            _set_state(connection, row.id, ActionState.REFUSED, body="", short_body="", **closed)
    if action is not None:
        failpoints.reach("store.claimed")
    return action


def to_send(session: Session) -> int:
    """How many planned actions will ask the server for something."""
    table = tables.actions
    with session.reading() as connection:
        return connection.execute(
            select(func.count())
            .select_from(table)
            .where(
                table.c.site_id == session.site_id,
                table.c.state == ActionState.PLANNED.value,
                table.c.mode == Mode.ACT.value,
                table.c.kind != Kind.LEDGER.value,
            )
        ).scalar_one()


def _why_not(row: Row[Any], modes: dict[ActorId, Mode], not_before: datetime) -> str:
    if modes.get(ActorId(row.community)) != Mode(row.mode):
        return "the mode of this community was changed before it was sent"
    if row.planned_at < not_before:
        return "it could not be sent for so long that it would surprise"
    return ""


def in_doubt(session: Session, now: datetime, *, grace_s: float) -> list[Action]:
    """Actions whose fate is unknown and whose last sending is long enough ago, oldest first."""
    table = tables.actions
    states = [ActionState.SENDING.value, ActionState.UNKNOWN.value]
    with session.reading() as connection:
        ids = connection.execute(
            select(table.c.id)
            .where(
                table.c.site_id == session.site_id,
                table.c.state.in_(states),
                table.c.sent_at <= now - timedelta(seconds=grace_s),
            )
            .order_by(table.c.id)
        ).scalars()
        return [_action(session, connection, action_id) for action_id in ids.all()]


def settle(session: Session, action: Action, outcome: Outcome, now: datetime) -> None:
    """Write down how it ended."""
    state = _AFTER[outcome.settled]
    if outcome.settled is Settled.RETRY and action.attempts >= MOST_ATTEMPTS:
        state = ActionState.PERSON
    ended = state in (ActionState.DONE, ActionState.REFUSED)
    values: dict[str, Any] = {
        "outcome": outcome.settled.value,
        "detail": outcome.detail,
        "server_ref": outcome.server_ref,
        "settled_at": now if ended else None,
    }
    if ended:
        values |= {"body": "", "short_body": ""}
    if outcome.settled is Settled.STALE:
        values["key"] = f"{action.key}:stale:{action.action_id}"
    with session.writing() as connection:
        _set_state(connection, action.action_id, state, **values)
        if outcome.hold_community:
            archive.set_state(session, connection, action.community, state="held", why=outcome.hold_community)
        if outcome.seen is not None:
            inbox.keep_comment(session, connection, outcome.seen, now)
        failpoints.reach("store.settle")


def _set_state(connection: Connection, action_id: int, state: ActionState, **values: Any) -> None:
    connection.execute(
        update(tables.actions).where(tables.actions.c.id == action_id).values(state=state.value, **values)
    )


def _action(session: Session, connection: Connection, action_id: int) -> Action:
    actions, comments, revisions, texts = tables.actions, tables.comments, tables.revisions, tables.texts
    row = connection.execute(select(actions).where(actions.c.id == action_id)).one()
    about = connection.execute(
        select(comments.c.ap_id, comments.c.local_id, texts.c.content)
        .outerjoin(revisions, (revisions.c.comment_id == comments.c.id) & (revisions.c.n == row.revision))
        .outerjoin(texts, texts.c.id == revisions.c.text_id)
        .where(comments.c.site_id == session.site_id, comments.c.id == row.comment_id)
    ).first()
    told = connection.execute(select(tables.decisions.c.id).where(tables.decisions.c.action_id == action_id)).scalars()
    return rows.action_of(
        row,
        ap_id=about.ap_id if about else None,
        local_id=about.local_id if about else None,
        judged_text=about.content if about else None,
        decision_ids=list(told),
    )


def action_counts(session: Session) -> dict[tuple[str, str, str], int]:
    """How many actions there are, by (mode, kind, state)."""
    table = tables.actions
    with session.reading() as connection:
        found = connection.execute(
            select(table.c.mode, table.c.kind, table.c.state, func.count())
            .where(table.c.site_id == session.site_id)
            .group_by(table.c.mode, table.c.kind, table.c.state)
        )
        return {(mode, kind, state): number for mode, kind, state, number in found}


def call_counts(session: Session) -> dict[Call, int]:
    """How many decisions there are of each call."""
    decisions, revisions, comments = tables.decisions, tables.revisions, tables.comments
    with session.reading() as connection:
        found = connection.execute(
            select(decisions.c.call, func.count())
            .join(revisions, revisions.c.id == decisions.c.revision_id)
            .join(comments, comments.c.id == revisions.c.comment_id)
            .where(comments.c.site_id == session.site_id)
            .group_by(decisions.c.call)
        )
        return {Call(call): number for call, number in found}
