"""Comments on their way to judgement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot import failpoints, revisit
from bot.comments import Comment, FeedKey, LocalId, Page
from bot.decisions import Call, Decision, Failure, ToJudge
from bot.discover import FeedState
from bot.ports import Kept
from bot.revisit import Reread
from bot.storage import coverage, edits, rows, tables
from bot.storage.session import Session, put
from bot.text import canonical


def feed_state(session: Session, feed: FeedKey) -> FeedState:
    """How far ``feed`` was read."""
    table = tables.feeds
    with session.reading() as connection:
        row = connection.execute(select(table).where(coverage.is_feed(session, feed))).first()
    if row is None:
        return FeedState(feed=feed)
    return coverage.state_of(feed, row)


def keep(session: Session, page: Page, state: FeedState, rereads: Sequence[Reread] = ()) -> Kept:
    """Store a page, how far reading came, and what is to be read again, in one transaction."""
    kept = Kept(comments=len(page.comments), set_aside=len(page.set_aside))
    with session.writing() as connection:
        unique = {comment.ap_id: comment for comment in page.comments}
        before = _last_seen(session, connection, list(unique))
        watched_since = _watched_since(session, connection, state.feed)
        spans, fresh_s = [], []
        for comment in sorted(unique.values(), key=lambda c: c.local_id):  # parents before their replies
            one = keep_comment(session, connection, comment, page.observed_at)
            kept = _add(kept, one)
            if comment.ap_id in before:
                spans.append(revisit.watched(comment, before[comment.ap_id], page.observed_at, edited=one.edited > 0))
            elif watched_since is not None and comment.published >= watched_since:
                fresh_s.append((page.observed_at - comment.published).total_seconds())
        coverage.add_counted(session, connection, revisit.count([span for span in spans if span], fresh_s))
        coverage.drop_rereads(session, connection, [c.local_id for c in page.comments], page.observed_at)
        coverage.add_rereads(session, connection, rereads)
        if page.window.post is not None:
            coverage.after_thread_page(session, connection, page)
        save_feed(session, connection, state, len(page.set_aside))
        failpoints.reach("store.keep")
    return kept


def _watched_since(session: Session, connection: Connection, feed: FeedKey) -> datetime | None:
    """As it was before this page: what the first pass finds was there before and did not arrive late."""
    query = select(tables.feeds.c.watched_since).where(coverage.is_feed(session, feed))
    return connection.execute(query).scalar()


def _last_seen(session: Session, connection: Connection, ap_ids: Sequence[str]) -> dict[str, datetime]:
    table = tables.comments
    rows = connection.execute(
        select(table.c.ap_id, table.c.last_seen).where(table.c.site_id == session.site_id, table.c.ap_id.in_(ap_ids))
    )
    return {row.ap_id: row.last_seen for row in rows}


def keep_comment(session: Session, connection: Connection, comment: Comment, observed_at: datetime) -> Kept:
    """Store one observation of one comment."""
    known = connection.execute(
        select(tables.comments).where(
            tables.comments.c.site_id == session.site_id, tables.comments.c.ap_id == comment.ap_id
        )
    ).first()
    if known is None:
        return _keep_new(session, connection, comment, observed_at)
    if observed_at < known.last_seen:
        return Kept()
    connection.execute(
        update(tables.comments)
        .where(tables.comments.c.id == known.id)
        .values(last_seen=observed_at, **rows.comment_values(comment))
    )
    if not comment.readable:
        return _keep_gone(connection, comment, known)
    kept = _keep_text(session, connection, comment, known.id, observed_at)
    _count_change(connection, comment, known, edited=kept.edited > 0)
    return kept


def _count_change(connection: Connection, comment: Comment, known: Row[Any], *, edited: bool) -> None:
    """At least one edit; or `updated` moved and the text did not, which proves nothing."""
    column = tables.comments.c.times_edited if edited else tables.comments.c.touches
    if edited or comment.updated != known.updated:
        table = tables.comments
        connection.execute(update(table).where(table.c.id == known.id).values({column: column + 1}))


def _keep_new(session: Session, connection: Connection, comment: Comment, observed_at: datetime) -> Kept:
    comment_id = connection.execute(
        insert(tables.comments).values(
            site_id=session.site_id,
            ap_id=comment.ap_id,
            history_known=comment.updated is None,
            times_edited=int(comment.updated is not None),
            touches=0,
            first_seen=observed_at,
            last_seen=observed_at,
            **rows.comment_values(comment),
        )
    ).inserted_primary_key
    if comment.readable and comment_id is not None:
        _keep_text(session, connection, comment, comment_id[0], observed_at)
    return Kept(new=1)


def _keep_text(
    session: Session, connection: Connection, comment: Comment, comment_id: int, observed_at: datetime
) -> Kept:
    """A new revision, where the text differs from the last one kept: A-B-A is three."""
    table = tables.revisions
    digest = session.digest(canonical(comment.text))
    last = connection.execute(
        select(table.c.n, table.c.digest).where(table.c.comment_id == comment_id).order_by(table.c.n.desc()).limit(1)
    ).first()
    if last is not None and bytes(last.digest) == digest:
        return Kept()
    text_id = connection.execute(
        insert(tables.texts).values(content=comment.text, stored_at=observed_at)
    ).inserted_primary_key
    connection.execute(
        insert(table).values(
            comment_id=comment_id,
            n=last.n + 1 if last else 1,
            digest=digest,
            text_id=text_id[0] if text_id else None,
            parent_text_id=_parent_text(session, connection, comment),
            observed_at=observed_at,
            updated=comment.updated,
            state="waiting",
        )
    )
    return Kept(edited=1) if last else Kept()


def _parent_text(session: Session, connection: Connection, comment: Comment) -> int | None:
    """The parent's newest text at this moment: the context that the decision is frozen with."""
    if comment.parent_local_id is None:
        return None
    return connection.execute(
        select(tables.revisions.c.text_id)
        .join(tables.comments, tables.comments.c.id == tables.revisions.c.comment_id)
        .where(tables.comments.c.site_id == session.site_id, tables.comments.c.local_id == comment.parent_local_id)
        .order_by(tables.revisions.c.n.desc())
        .limit(1)
    ).scalar()


def _keep_gone(connection: Connection, comment: Comment, known: Row[Any]) -> Kept:
    """Deleted or removed: no revision. What its author deleted is forgotten; what was removed is kept a while."""
    _drop_gone(connection, known.id, texts=comment.deleted)
    was_gone = known.removed or known.deleted
    return Kept() if was_gone else Kept(gone=1)


def _drop_gone(connection: Connection, comment_id: int, *, texts: bool) -> None:
    revisions = tables.revisions
    connection.execute(
        update(revisions)
        .where(revisions.c.comment_id == comment_id, revisions.c.state == "waiting")
        .values(state="closed")
    )
    if texts:
        ids = select(revisions.c.text_id).where(revisions.c.comment_id == comment_id, revisions.c.text_id.is_not(None))
        connection.execute(delete(tables.texts).where(tables.texts.c.id.in_(ids)))


def forget_purged(session: Session, local_id: LocalId, now: datetime) -> None:
    """A comment that the server no longer has: as deleted, its texts forgotten."""
    table = tables.comments
    with session.writing() as connection:
        coverage.drop_rereads(session, connection, [local_id], now)
        known = connection.execute(
            select(table).where(table.c.site_id == session.site_id, table.c.local_id == local_id)
        ).first()
        if known is not None and known.last_seen <= now:
            connection.execute(update(table).where(table.c.id == known.id).values(deleted=True, last_seen=now))
            _drop_gone(connection, known.id, texts=True)


def save_feed(session: Session, connection: Connection, state: FeedState, set_aside: int = 0) -> None:
    """How far a listing was read."""
    table = tables.feeds
    key = {"site_id": session.site_id, "scope": state.feed.scope.value, "community": state.feed.community}
    values = {**coverage.state_values(state), "set_aside": table.c.set_aside + set_aside}
    put(connection, table, key, values, first={"set_aside": set_aside})


def to_judge(session: Session, limit: int) -> list[ToJudge]:
    """Revisions not yet judged, oldest first; those whose text is gone are closed on the way."""
    revisions, comments = tables.revisions, tables.comments
    text, parent = tables.texts.alias("text"), tables.texts.alias("parent")
    query = (
        select(
            comments,
            revisions.c.id.label("revision_id"),
            revisions.c.n,
            revisions.c.observed_at,
            revisions.c.updated.label("revision_updated"),
            revisions.c.digest,
            text.c.content,
            parent.c.content.label("parent_content"),
        )
        .join(revisions, revisions.c.comment_id == comments.c.id)
        .join(text, text.c.id == revisions.c.text_id)
        .outerjoin(parent, parent.c.id == revisions.c.parent_text_id)
        .where(comments.c.site_id == session.site_id, revisions.c.state == "waiting")
        .order_by(revisions.c.id)
        .limit(limit)
    )
    with session.reading() as connection:
        found = connection.execute(query).all()
        return [_to_judge(session, connection, row) for row in found]


def _to_judge(session: Session, connection: Connection, row: Row[Any]) -> ToJudge:
    item = ToJudge(
        comment=rows.comment_of(row, row.content),
        revision=row.n,
        observed_at=row.observed_at,
        parent_text=row.parent_content,
        history_known=row.history_known,
    )
    if row.n > 1:
        return edits.with_history(connection, session, row, item)
    return replace(item, reposted=edits.reposted(connection, session, row))


def record(session: Session, results: Sequence[Decision | Failure], now: datetime) -> None:
    """Store judgements; each revision leaves the queue. A revision judged already is left as it is."""
    with session.writing() as connection:
        for result in results:
            revision_id = _waiting_revision(session, connection, result)
            if revision_id is None:
                continue
            _close_revision(connection, revision_id, result)
            if isinstance(result, Decision):
                told = result.call.gravity >= Call.NOTE.gravity
                connection.execute(
                    insert(tables.decisions).values(
                        revision_id=revision_id,
                        judged_at=now,
                        status="waiting" if told else "nothing",
                        status_why="",
                        **rows.decision_values(result),
                    )
                )
        failpoints.reach("store.record")


def _waiting_revision(session: Session, connection: Connection, result: Decision | Failure) -> int | None:
    return connection.execute(
        select(tables.revisions.c.id)
        .join(tables.comments, tables.comments.c.id == tables.revisions.c.comment_id)
        .where(
            tables.comments.c.site_id == session.site_id,
            tables.comments.c.ap_id == result.comment_ap_id,
            tables.revisions.c.n == result.revision,
            tables.revisions.c.state == "waiting",
        )
    ).scalar()


def _close_revision(connection: Connection, revision_id: int, result: Decision | Failure) -> None:
    failed = isinstance(result, Failure)
    connection.execute(
        update(tables.revisions)
        .where(tables.revisions.c.id == revision_id)
        .values(
            state="failed" if failed else "judged",
            error=result.error if isinstance(result, Failure) else None,
            model=result.model,
        )
    )


def drop_texts(session: Session, before_clean: datetime, before_finding: datetime) -> int:
    """Forget texts stored before these times: the first where nothing was found, the second where something was."""
    texts, revisions, decisions = tables.texts, tables.revisions, tables.decisions
    found = (
        select(revisions.c.text_id)
        .join(decisions, decisions.c.revision_id == revisions.c.id)
        .where(decisions.c.gravity >= Call.NOTE.gravity, revisions.c.text_id.is_not(None))
    )
    waiting = select(revisions.c.text_id).where(revisions.c.state == "waiting", revisions.c.text_id.is_not(None))
    old = (texts.c.stored_at < before_finding) | (texts.c.stored_at < before_clean) & texts.c.id.not_in(found)
    with session.writing() as connection:
        return connection.execute(delete(texts).where(old, texts.c.id.not_in(waiting))).rowcount


def counts(session: Session) -> dict[str, int]:
    """How many comments and revisions there are, by state."""
    comments, revisions = tables.comments, tables.revisions
    with session.reading() as connection:
        total = connection.execute(
            select(func.count()).select_from(comments).where(comments.c.site_id == session.site_id)
        ).scalar_one()
        states = connection.execute(
            select(revisions.c.state, func.count())
            .join(comments, comments.c.id == revisions.c.comment_id)
            .where(comments.c.site_id == session.site_id)
            .group_by(revisions.c.state)
        ).all()
        edits = connection.execute(
            select(func.count())
            .select_from(revisions.join(comments, comments.c.id == revisions.c.comment_id))
            .where(comments.c.site_id == session.site_id, revisions.c.n > 1)
        ).scalar_one()
        set_aside = connection.execute(
            select(func.coalesce(func.sum(tables.feeds.c.set_aside), 0)).where(
                tables.feeds.c.site_id == session.site_id
            )
        ).scalar_one()
    by_state = {row[0]: row[1] for row in states}
    return {"comments": total, "edits": edits, "set_aside": int(set_aside), **by_state}


def _add(one: Kept, other: Kept) -> Kept:
    return replace(one, new=one.new + other.new, edited=one.edited + other.edited, gone=one.gone + other.gone)
