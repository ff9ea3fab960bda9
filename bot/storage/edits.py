"""What is known of an edited comment: its earlier texts, who answered it, when it was reported."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from bot.churn.person import Habit
from bot.comments import OpenReport, Reply, Revision
from bot.decisions import Call, EditEvidence, EditReason, EditScore, ToJudge
from bot.storage import tables
from bot.storage.session import Session
from bot.text import put_in

MOST_REPLIES = 200
HABIT_WINDOW = timedelta(days=30)
HABIT_WATCHED = timedelta(days=1)
REPOSTED_WITHIN = timedelta(days=1)
ELSEWHERE_WITHIN = timedelta(days=3)
ELSEWHERE_SHORTEST = 25
"""Characters from which words that were put into several comments are no chance."""
ELSEWHERE_MOST = 50


def with_history(connection: Connection, session: Session, row: Row[Any], item: ToJudge) -> ToJudge:
    """Add what came before to a revision that is not a comment's first."""
    earlier = _earlier(connection, row.id, row.n)
    at = edited_at(row.revision_updated, row.observed_at, earlier[-1].at if earlier else None)
    return replace(
        item,
        at=at,
        earlier=tuple(earlier),
        replies=tuple(_replies(connection, session, row)),
        reported_at=row.reported_at,
        elsewhere=_elsewhere(connection, session, row, put_in(earlier[-1].text, item.comment.text) if earlier else ""),
    )


def edited_at(updated: datetime | None, observed_at: datetime, last: datetime | None) -> datetime:
    """When a text came to be: the server's time where it lies between our two looks, else when we saw it."""
    if updated is not None and updated <= observed_at and (last is None or updated > last):
        return updated
    return observed_at


def _earlier(connection: Connection, comment_id: int, n: int) -> list[Revision]:
    revisions, texts = tables.revisions, tables.texts
    found = connection.execute(
        select(revisions.c.n, revisions.c.observed_at, revisions.c.updated, texts.c.content)
        .join(texts, texts.c.id == revisions.c.text_id)
        .where(revisions.c.comment_id == comment_id, revisions.c.n < n)
        .order_by(revisions.c.n)
    ).all()
    known: list[Revision] = []
    for row in found:
        at = edited_at(row.updated, row.observed_at, known[-1].at if known else None)
        known.append(Revision(at=at, text=row.content, n=row.n))
    return known


def _replies(connection: Connection, session: Session, row: Row[Any]) -> list[Reply]:
    """Answers whose text is kept, in their newest text, oldest first; and what the author replied to them."""
    comments, revisions, texts = tables.comments, tables.revisions, tables.texts
    answer = tables.comments.alias("answer")
    answers = select(answer.c.local_id).where(
        answer.c.site_id == session.site_id,
        answer.c.post_local_id == row.post_local_id,
        answer.c.parent_local_id == row.local_id,
    )
    newest = (
        select(revisions.c.comment_id, func.max(revisions.c.n).label("n"))
        .join(comments, comments.c.id == revisions.c.comment_id)
        .where(
            comments.c.site_id == session.site_id,
            comments.c.post_local_id == row.post_local_id,  # a thread has an index, a parent has none
            or_(
                comments.c.parent_local_id == row.local_id,
                (comments.c.author == row.author) & comments.c.parent_local_id.in_(answers),
            ),
        )
        .group_by(revisions.c.comment_id)
        .subquery()
    )
    found = connection.execute(
        select(comments.c.published, comments.c.author, texts.c.content)
        .join(newest, newest.c.comment_id == comments.c.id)
        .join(revisions, (revisions.c.comment_id == comments.c.id) & (revisions.c.n == newest.c.n))
        .join(texts, texts.c.id == revisions.c.text_id)
        .where(~comments.c.removed, ~comments.c.deleted)
        .order_by(comments.c.published)
        .limit(MOST_REPLIES)
    ).all()
    return [Reply(at=one.published, author=one.author, text=one.content) for one in found]


def _elsewhere(connection: Connection, session: Session, row: Row[Any], came: str) -> int:
    """Into how many other comments the author put the words ``came``, of edits whose two texts are still kept."""
    if len(came) < ELSEWHERE_SHORTEST:
        return 0
    comments, revisions, texts = tables.comments, tables.revisions, tables.texts
    before, old = revisions.alias("before"), texts.alias("old")
    found = connection.execute(
        select(comments.c.id, old.c.content.label("old"), texts.c.content.label("new"))
        .join(revisions, revisions.c.comment_id == comments.c.id)
        .join(texts, texts.c.id == revisions.c.text_id)
        .join(before, (before.c.comment_id == comments.c.id) & (before.c.n == revisions.c.n - 1))
        .join(old, old.c.id == before.c.text_id)
        .where(
            comments.c.site_id == session.site_id,
            comments.c.author == row.author,
            comments.c.id != row.id,
            revisions.c.observed_at >= row.observed_at - ELSEWHERE_WITHIN,
            revisions.c.observed_at <= row.observed_at,
        )
        .order_by(revisions.c.id.desc())
        .limit(ELSEWHERE_MOST)
    )
    return len({one.id for one in found if put_in(one.old, one.new) == came})


def texts_of(connection: Connection, comment_id: int, edits: EditScore | None) -> dict[int, str]:
    """Texts that the evidence points into, by revision; those that are still kept."""
    numbers = {n for one in edits.evidence for n in (one.earlier, one.later)} if edits else set()
    if not numbers:
        return {}
    revisions, texts = tables.revisions, tables.texts
    found = connection.execute(
        select(revisions.c.n, texts.c.content)
        .join(texts, texts.c.id == revisions.c.text_id)
        .where(revisions.c.comment_id == comment_id, revisions.c.n.in_(numbers))
    )
    return {row.n: row.content for row in found}


def habit(connection: Connection, session: Session, author: str, community: str, now: datetime) -> Habit:
    """How often this author's comments, and those of the community, were changed so that it stood out."""
    comments, revisions, decisions = tables.comments, tables.revisions, tables.decisions
    watched = (
        (comments.c.site_id == session.site_id)
        & (comments.c.community == community)
        & (comments.c.first_seen >= now - HABIT_WINDOW)
        & (comments.c.first_seen <= now - HABIT_WATCHED)
    )
    stood_out = (
        select(comments.c.id)
        .join(revisions, revisions.c.comment_id == comments.c.id)
        .join(decisions, decisions.c.revision_id == revisions.c.id)
        .where(watched, decisions.c.churn >= 0.5, decisions.c.gravity >= Call.NOTE.gravity)
        .distinct()
        .subquery()
    )

    def count(*conditions: ColumnElement[bool]) -> tuple[int, int]:
        all_of = connection.execute(select(func.count()).select_from(comments).where(watched, *conditions)).scalar_one()
        changed = connection.execute(
            select(func.count())
            .select_from(comments.join(stood_out, stood_out.c.id == comments.c.id))
            .where(*conditions)
        ).scalar_one()
        return changed, all_of

    mine, everybody = count(comments.c.author == author), count()
    return Habit(changed=mine[0], comments=mine[1], rate=everybody[0] / max(everybody[1], 1))


def reposted(connection: Connection, session: Session, row: Row[Any]) -> bool:
    """Whether this author deleted the very same text in this thread less than a day before.

    The words of a deleted comment are not kept; the keyed digest of its last text is.
    """
    comments, revisions = tables.comments, tables.revisions
    return bool(
        connection.execute(
            select(revisions.c.id)
            .join(comments, comments.c.id == revisions.c.comment_id)
            .where(
                comments.c.site_id == session.site_id,
                comments.c.author == row.author,
                comments.c.post_local_id == row.post_local_id,
                comments.c.id != row.id,
                comments.c.deleted,
                comments.c.first_seen >= row.first_seen - REPOSTED_WITHIN,
                revisions.c.digest == row.digest,
            )
            .limit(1)
        ).scalar()
    )


def note_reports(session: Session, reports: Iterable[OpenReport]) -> None:
    """Remember when comments were first reported; an earlier time that is known stays."""
    table = tables.comments
    first: dict[str, datetime] = {}
    for report in reports:
        first[report.comment_ap_id] = min(first.get(report.comment_ap_id, report.published), report.published)
    if not first:
        return
    with session.writing(leased=False) as connection:
        for ap_id, at in first.items():
            connection.execute(
                update(table)
                .where(
                    table.c.site_id == session.site_id,
                    table.c.ap_id == ap_id,
                    table.c.reported_at.is_(None) | (table.c.reported_at > at),
                )
                .values(reported_at=at)
            )


def to_json(edits: EditScore | None) -> str:
    """For a column: no text of a comment, only numbers, names of measures, and spans."""
    if edits is None:
        return ""
    return json.dumps(
        {
            "churn": edits.churn,
            "harm": edits.harm,
            "openness": edits.openness,
            "kind": edits.kind,
            "findings": edits.findings,
            "disclosed": edits.disclosed,
            "stranded": edits.stranded,
            "intercept": edits.intercept,
            "edits": edits.edits,
            "spared": edits.spared,
            "reasons": [[r.name, r.axis, r.weight, r.words] for r in edits.reasons],
            "evidence": [
                [e.findings, e.at.isoformat(), e.earlier, e.later, e.gone, e.come, e.replies_before, e.why]
                for e in edits.evidence
            ],
        }
    )


def of_json(text: str) -> EditScore | None:
    """Back from JSON; None where nothing was edited."""
    if not text:
        return None
    row = json.loads(text)
    return EditScore(
        churn=row["churn"],
        harm=row["harm"],
        openness=row["openness"],
        kind=row["kind"],
        findings=tuple(row["findings"]),
        disclosed=row["disclosed"],
        stranded=tuple(row["stranded"]),
        intercept=row["intercept"],
        edits=row["edits"],
        spared=row.get("spared", False),
        reasons=tuple(EditReason(name=n, axis=a, weight=w, words=words) for n, a, w, words in row["reasons"]),
        evidence=tuple(_evidence(one) for one in row["evidence"]),
    )


def _evidence(row: Sequence[Any]) -> EditEvidence:
    findings, at, earlier, later, gone, come, replies_before, why = row
    return EditEvidence(
        findings=tuple(findings),
        at=datetime.fromisoformat(at),
        earlier=earlier,
        later=later,
        gone=tuple((start, end) for start, end in gone),
        come=tuple((start, end) for start, end in come),
        replies_before=replies_before,
        why=why,
    )
