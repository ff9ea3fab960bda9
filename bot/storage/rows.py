"""Rows <-> values."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from bot.comments import ActorId, ApId, Comment, Community, LocalId, Person, Post
from bot.decisions import (
    Action,
    ActionState,
    Call,
    Decision,
    Finding,
    Kind,
    Mode,
    PlannedDecision,
    Reason,
)
from bot.storage import edits


def comment_values(comment: Comment) -> dict[str, Any]:
    """Columns of one comment, without identity, text, and when it was seen."""
    return {
        "local_id": comment.local_id,
        "parent_local_id": comment.parent_local_id,
        "community": comment.community.actor_id,
        "community_name": comment.community.name,
        "community_local_id": comment.community.local_id,
        "post": comment.post.ap_id,
        "post_local_id": comment.post.local_id,
        "post_title": comment.post.title,
        "post_removed": comment.post.removed,
        "post_deleted": comment.post.deleted,
        "post_locked": comment.post.locked,
        "author": comment.author.actor_id,
        "author_name": comment.author.name,
        "author_local_id": comment.author.local_id,
        "author_is_moderator": comment.author_is_moderator,
        "author_is_admin": comment.author_is_admin,
        "author_banned": comment.author.banned,
        "author_banned_here": comment.author_banned_here,
        "bot_account": comment.author.bot_account,
        "published": comment.published,
        "updated": comment.updated,
        "removed": comment.removed,
        "deleted": comment.deleted,
        "distinguished": comment.distinguished,
        "local": comment.local,
        "language": comment.language,
        "replies": comment.replies,
    }


def comment_of(row: Row[Any], text: str | None) -> Comment:
    """A comment with the text of one revision; "" where that was dropped."""
    return Comment(
        ap_id=ApId(row.ap_id),
        local_id=LocalId(row.local_id),
        parent_local_id=None if row.parent_local_id is None else LocalId(row.parent_local_id),
        community=Community(
            actor_id=ActorId(row.community), local_id=LocalId(row.community_local_id), name=row.community_name
        ),
        post=Post(
            ap_id=ApId(row.post),
            local_id=LocalId(row.post_local_id),
            title=row.post_title,
            removed=row.post_removed,
            deleted=row.post_deleted,
            locked=row.post_locked,
        ),
        author=Person(
            actor_id=ActorId(row.author),
            local_id=LocalId(row.author_local_id),
            name=row.author_name,
            bot_account=row.bot_account,
            banned=row.author_banned,
        ),
        text=text or "",
        published=row.published,
        updated=row.updated,
        removed=row.removed,
        deleted=row.deleted,
        distinguished=row.distinguished,
        local=row.local,
        language=row.language,
        replies=row.replies,
        author_is_moderator=row.author_is_moderator,
        author_is_admin=row.author_is_admin,
        author_banned_here=row.author_banned_here,
    )


def decision_values(decision: Decision) -> dict[str, Any]:
    """Columns of one decision, without its revision and when it was judged."""
    return {
        "call": decision.call.value,
        "gravity": decision.call.gravity,
        "attention": decision.score.attention,
        "churn": decision.edits.churn if decision.edits else 0.0,
        "edits": edits.to_json(decision.edits),
        "heads": json.dumps({head: round(value, 6) for head, value in decision.score.heads.items()}),
        "reasons": json.dumps([[r.head, r.start, r.end, r.weight] for r in decision.score.reasons]),
        "findings": json.dumps([[f.kind, f.probability] for f in decision.findings]),
        "language": decision.score.language,
        "abstained": decision.score.abstained,
        "why": decision.why,
        "exempt": decision.exempt,
        "model": decision.model,
        "policy_version": decision.policy_version,
        "backlog": False,
        "told": False,
    }


def reasons_of(text: str) -> tuple[Reason, ...]:
    """Back from JSON."""
    return tuple(Reason(head=h, start=s, end=e, weight=w) for h, s, e, w in json.loads(text))


def findings_of(text: str) -> tuple[Finding, ...]:
    """Back from JSON."""
    return tuple(Finding(kind=kind, probability=p) for kind, p in json.loads(text))


def planned_of(connection: Connection, row: Row[Any]) -> PlannedDecision:
    """A decision with its comment, as dispatch needs it. ``row`` joins decisions, revisions, comments and texts."""
    score = edits.of_json(row.edits)
    return PlannedDecision(
        decision_id=row.decision_id,
        call=Call(row.call),
        findings=findings_of(row.findings),
        attention=row.attention,
        comment=comment_of(row, row.content),
        revision=row.n,
        observed_at=row.observed_at,
        judged_at=row.judged_at,
        model=row.model,
        policy_version=row.policy_version,
        backlog=row.backlog,
        reasons=reasons_of(row.reasons),
        history_known=row.history_known,
        edits=score,
        texts=edits.texts_of(connection, row.id, score),
    )


def action_of(
    row: Row[Any], *, ap_id: str | None, local_id: int | None, judged_text: str | None, decision_ids: Sequence[int]
) -> Action:
    """An action of the outbox."""
    return Action(
        action_id=row.id,
        key=row.key,
        kind=Kind(row.kind),
        mode=Mode(row.mode),
        community=ActorId(row.community),
        body=row.body,
        short_body=row.short_body,
        reports_count_from=row.reports_count_from,
        comment_ap_id=None if ap_id is None else ApId(ap_id),
        comment_local_id=None if local_id is None else LocalId(local_id),
        revision=row.revision,
        recipient=row.recipient,
        decision_ids=tuple(decision_ids),
        state=ActionState(row.state),
        attempts=row.attempts,
        judged_text=judged_text,
        sent_at=row.sent_at,
    )
