"""Everything else that is remembered: states of communities, verdicts, heartbeats, and what reports are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.churn.person import Habit
from bot.comments import ActorId, Comment, Community
from bot.decisions import Call, EditScore, Finding, Kind, Mode, Reason, Verdict
from bot.ports import CommunityState, Heartbeat
from bot.storage import edits, rows, tables
from bot.storage.session import Session, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The store in numbers."""

    host: str
    account: str
    comments: int
    edited: int
    judged: int
    abstained: int
    failures: int
    waiting: int
    set_aside: int
    calls: dict[Call, int]
    actions: dict[tuple[str, str, str], int]
    """By (mode, kind, state)."""
    verdicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One decision that called for something, with what became of it."""

    decision_id: int
    call: Call
    attention: float
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    comment: Comment
    text_kept: bool
    revision: int
    earlier_text: str | None
    edits: EditScore | None
    texts: dict[int, str]
    """Texts that the evidence of edits points into, by revision."""
    habit: Habit | None
    """How this author's comments are changed otherwise; None where edits are not what was found."""
    why: str
    status: str
    """In plain words."""
    demoted: bool
    """It called for a report and became a note: its comment or author is reported already."""


def community_state(session: Session, connection: Connection, community: str, now: datetime) -> CommunityState | None:
    """Run-time state of one community; a pause that is over reads as active."""
    table = tables.community_states
    row = connection.execute(
        select(table).where(table.c.site_id == session.site_id, table.c.community == community)
    ).first()
    return None if row is None else _state_of(row, now)


def _state_of(row: Row[Any], now: datetime | None) -> CommunityState:
    over = row.state == "paused" and row.until is not None and now is not None and row.until <= now
    return CommunityState(
        community=ActorId(row.community),
        name=row.name,
        state="active" if over else row.state,
        why="" if over else row.why,
        until=None if over else row.until,
        mode=Mode(row.mode),
        acting_since=row.acting_since,
        watching_since=row.watching_since,
    )


def communities(session: Session) -> list[CommunityState]:
    """Every community that was ever watched."""
    table = tables.community_states
    with session.reading() as connection:
        found = connection.execute(select(table).where(table.c.site_id == session.site_id).order_by(table.c.name))
        return [_state_of(row, None) for row in found]


def begin(session: Session, community: Community, mode: Mode, now: datetime) -> CommunityState:
    """Note that a run watches this community in this mode; acting starts anew when the mode turns to act."""
    table = tables.community_states
    with session.writing() as connection:
        known = community_state(session, connection, community.actor_id, now)
        kept = known.acting_since if known and known.mode is Mode.ACT else None
        acting_since = (kept or now) if mode is Mode.ACT else None
        values: dict[str, Any] = {"name": community.name, "mode": mode.value, "acting_since": acting_since}
        if known is None:
            connection.execute(
                insert(table).values(
                    site_id=session.site_id,
                    community=community.actor_id,
                    state="active",
                    why="",
                    watching_since=now,
                    **values,
                )
            )
        else:
            connection.execute(update(table).where(*_where(session, community.actor_id)).values(**values))
        state = community_state(session, connection, community.actor_id, now)
    assert state is not None  # noqa: S101  written above in the same transaction
    return state


def set_state(
    session: Session, connection: Connection, community: str, *, state: str, why: str, until: datetime | None = None
) -> None:
    """Hold, pause or release a community."""
    connection.execute(
        update(tables.community_states).where(*_where(session, community)).values(state=state, why=why, until=until)
    )


def _where(session: Session, community: str) -> tuple[Any, Any]:
    table = tables.community_states
    return (table.c.site_id == session.site_id, table.c.community == community)


def add_verdicts(session: Session, verdicts: Sequence[Verdict]) -> int:
    """Store those not known yet; how many were new."""
    if not verdicts:
        return 0
    table = tables.verdicts
    with session.writing() as connection:
        known = set(
            connection.execute(
                select(table.c.key).where(
                    table.c.site_id == session.site_id, table.c.key.in_([verdict.key for verdict in verdicts])
                )
            ).scalars()
        )
        fresh = {verdict.key: verdict for verdict in verdicts if verdict.key not in known}
        for verdict in fresh.values():
            connection.execute(
                insert(table).values(
                    site_id=session.site_id,
                    key=verdict.key,
                    kind=verdict.kind.value,
                    comment=verdict.comment_ap_id,
                    community=verdict.community,
                    moderator=verdict.moderator,
                    at=verdict.at,
                    reason=verdict.reason,
                )
            )
    return len(fresh)


def beat(session: Session, heartbeat: Heartbeat) -> None:
    """Remember the daemon's last sign of life."""
    values = {
        "at": heartbeat.at,
        "healthy": heartbeat.healthy,
        "why": heartbeat.why,
        "last_pass_at": heartbeat.last_pass_at,
        "passes": heartbeat.passes,
        "interval_s": heartbeat.interval_s,
    }
    with session.writing() as connection:
        put(connection, tables.heartbeats, {"site_id": session.site_id}, values)


def heartbeat(session: Session) -> Heartbeat | None:
    """The daemon's last sign of life; None when it never ran."""
    table = tables.heartbeats
    with session.reading() as connection:
        row = connection.execute(select(table).where(table.c.site_id == session.site_id)).first()
    if row is None:
        return None
    return Heartbeat(
        at=row.at,
        healthy=row.healthy,
        why=row.why,
        last_pass_at=row.last_pass_at,
        passes=row.passes,
        interval_s=row.interval_s,
    )


def verdict_count(session: Session) -> int:
    """How many acts of moderators are known."""
    table = tables.verdicts
    with session.reading() as connection:
        return connection.execute(
            select(func.count()).select_from(table).where(table.c.site_id == session.site_id)
        ).scalar_one()


def abstained_count(session: Session) -> int:
    """How many revisions were not judged for their language, or for want of text."""
    decisions, revisions, comments = tables.decisions, tables.revisions, tables.comments
    with session.reading() as connection:
        return connection.execute(
            select(func.count())
            .select_from(decisions.join(revisions, revisions.c.id == decisions.c.revision_id).join(comments))
            .where(comments.c.site_id == session.site_id, decisions.c.abstained != "")
        ).scalar_one()


def findings(session: Session, query: Any, *, limit: int) -> list[FindingRow]:
    """What stood out, newest first. ``query``: decisions joined with what they are about."""
    decisions, actions = tables.decisions, tables.actions
    query = (
        query.add_columns(
            actions.c.kind.label("action_kind"),
            actions.c.state.label("action_state"),
            actions.c.mode.label("action_mode"),
            actions.c.detail.label("action_detail"),
        )
        .outerjoin(actions, actions.c.id == decisions.c.action_id)
        .where(decisions.c.gravity >= Call.LOG.gravity)
        .order_by(decisions.c.id.desc())
        .limit(limit)
    )
    with session.reading() as connection:
        return [
            FindingRow(
                decision_id=row.decision_id,
                call=Call(row.call),
                attention=row.attention,
                findings=rows.findings_of(row.findings),
                reasons=rows.reasons_of(row.reasons),
                comment=rows.comment_of(row, row.content),
                text_kept=row.content is not None,
                revision=row.n,
                earlier_text=_earlier(connection, row) if row.n > 1 else None,
                edits=(score := edits.of_json(row.edits)),
                texts=edits.texts_of(connection, row.id, score),
                habit=edits.habit(connection, session, row.author, row.community, row.judged_at)
                if score is not None and score.churn
                else None,
                why=row.why,
                status=_status(row),
                demoted=row.call == Call.REPORT and row.action_kind not in (None, Kind.REPORT.value),
            )
            for row in connection.execute(query).all()
        ]


def _earlier(connection: Connection, row: Row[Any]) -> str | None:
    revisions, texts = tables.revisions, tables.texts
    return connection.execute(
        select(texts.c.content)
        .join(revisions, revisions.c.text_id == texts.c.id)
        .where(revisions.c.comment_id == row.id, revisions.c.n == row.n - 1)
    ).scalar()


def _status(row: Row[Any]) -> str:
    """What became of a decision, for a person."""
    if row.status == "waiting":
        return "waiting to be dispatched"
    if row.status != "action":
        return f"not sent: {row.status_why}"
    name = {"report": "report", "ledger": "line in Evenkeel's records", "mod-log": "line in the mod log"}[
        row.action_kind
    ]
    if row.action_mode == Mode.DRY_RUN and row.action_state == "done":
        return f"dry run: a {name}, not sent"
    words = {
        "planned": f"a {name}, waiting to be sent",
        "sending": f"a {name}, being sent",
        "done": f"a {name}, done",
        "refused": f"a {name}, not sent",
        "unknown": f"a {name}, sent; whether it arrived is being looked up",
        "person": f"a {name}: please look, Evenkeel cannot tell whether it arrived",
    }[row.action_state]
    return f"{words} ({row.action_detail})" if row.action_detail else words
