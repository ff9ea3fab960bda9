"""What has been read again, what is to be, and what may be missing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, delete, func, insert, select, update

from bot import discover, revisit
from bot.comments import ActorId, ApId, FeedKey, LocalId, Page, PostPage, Scope
from bot.decisions import Call
from bot.discover import FeedState, Gap, Suspect, ThreadKnown
from bot.ports import Coverage, Staleness
from bot.revisit import Counted, Known, Reread
from bot.storage import tables
from bot.storage.session import Session, put
from bot.storage.tables import micros_of, time_of

PLAIN_FIELDS = (
    "high_water next_page floor candidate last_pass_at watched_since rate_per_h gap_since gap_until catch_page round_at"
    " list_step list_page audited_at audited audit_missed others"
).split()


# how far a listing was read
def is_feed(session: Session, feed: FeedKey, table: Table = tables.feeds) -> ColumnElement[bool]:
    """Rows of one listing."""
    return and_(
        table.c.site_id == session.site_id, table.c.scope == feed.scope.value, table.c.community == feed.community
    )


def state_of(feed: FeedKey, row: Row[Any]) -> FeedState:
    """A row of `feeds` as a value."""
    return FeedState(
        feed=feed,
        **{name: getattr(row, name) for name in PLAIN_FIELDS},
        gaps=tuple(Gap(since=time_of(s), until=time_of(u), why=why) for s, u, why in json.loads(row.gaps)),
        unseen=tuple((time_of(at), number) for at, number in json.loads(row.unseen)),
    )


def state_values(state: FeedState) -> dict[str, Any]:
    """Columns of `feeds` but for its key and what was set aside."""
    return {
        **{name: getattr(state, name) for name in PLAIN_FIELDS},
        "gaps": json.dumps([[micros_of(gap.since), micros_of(gap.until), gap.why] for gap in state.gaps]),
        "unseen": json.dumps([[micros_of(at), number] for at, number in state.unseen]),
    }


# the view
def known(session: Session, communities: Iterable[ActorId], since: datetime) -> list[Known]:
    """See ports.Lookout."""
    table = tables.comments
    columns = (table.c.id, table.c.local_id, table.c.post_local_id, table.c.parent_local_id, table.c.published)
    seen = (table.c.last_seen, table.c.removed, table.c.deleted, table.c.author, table.c.author_local_id)
    marked = marked_authors(session, since + revisit.HORIZON - revisit.MARKED_FOR)
    with session.reading() as connection:
        suspects = _suspect_comments(session, connection, since)
        rows = connection.execute(
            select(*columns, *seen)
            .where(
                table.c.site_id == session.site_id,
                table.c.published >= since,
                table.c.community.in_(list(communities)),
            )
            .order_by(table.c.id)
        )
        return [
            Known(
                local_id=LocalId(row.local_id),
                post=LocalId(row.post_local_id),
                author=LocalId(row.author_local_id),
                parent=None if row.parent_local_id is None else LocalId(row.parent_local_id),
                published=row.published,
                last_seen=row.last_seen,
                harm=revisit.harm_of(ActorId(row.author), marked=marked, suspect=row.id in suspects),
                hidden=row.removed or row.deleted,
            )
            for row in rows
        ]


def marked_authors(session: Session, since: datetime) -> frozenset[ActorId]:
    """See ports.Lookout."""
    with session.reading() as connection:
        found = _judged(session, connection, tables.comments.c.author, Call.NOTE, tables.decisions.c.judged_at >= since)
    return frozenset(ActorId(author) for author in found)


def _suspect_comments(session: Session, connection: Connection, since: datetime) -> frozenset[int]:
    """Row ids of comments that stood out themselves, or nearly did."""
    return frozenset(_judged(session, connection, tables.comments.c.id, Call.LOG, tables.comments.c.published >= since))


def _judged(
    session: Session, connection: Connection, what: ColumnElement[Any], at_least: Call, when: ColumnElement[bool]
) -> Sequence[Any]:
    """``what`` of each comment of which one text was judged so gravely."""
    decisions, revisions, comments = tables.decisions, tables.revisions, tables.comments
    query = (
        select(what)
        .join(revisions, revisions.c.comment_id == comments.c.id)
        .join(decisions, decisions.c.revision_id == revisions.c.id)
        .where(comments.c.site_id == session.site_id, decisions.c.gravity >= at_least.gravity, when)
        .distinct()
    )
    return connection.execute(query).scalars().all()


# what re-reading has shown
def counted(session: Session) -> Counted:
    """See ports.Lookout."""
    table = tables.edit_counts
    with session.reading() as connection:
        rows = connection.execute(select(table).where(table.c.site_id == session.site_id)).all()
    by_bin = {row.bin: row for row in rows}
    return Counted(
        hours=tuple(by_bin[n].hours if n in by_bin else 0.0 for n in range(revisit.BINS)),
        edits=tuple(by_bin[n].edits if n in by_bin else 0.0 for n in range(revisit.BINS)),
        fresh=tuple(by_bin[n].fresh if n in by_bin else 0.0 for n in range(revisit.BINS)),
    )


def add_counted(session: Session, connection: Connection, more: Counted) -> None:
    """Add what one page showed."""
    table = tables.edit_counts
    for number, (hours, edits, fresh) in enumerate(zip(more.hours, more.edits, more.fresh, strict=True)):
        if not (hours or edits or fresh):
            continue
        first = {"hours": hours, "edits": edits, "fresh": fresh}
        grown = {name: table.c[name] + value for name, value in first.items()}
        put(connection, table, {"site_id": session.site_id, "bin": number}, grown, first=first)


# urgent readings
def add_rereads(session: Session, connection: Connection, rereads: Sequence[Reread]) -> None:
    """Remember them; one that is there already stays as it is."""
    table = tables.rereads
    for one in dict.fromkeys(rereads):
        values = {"local_id": one.local_id, "why": one.why, "due_at": one.due_at}
        there = and_(table.c.site_id == session.site_id, *(table.c[name] == value for name, value in values.items()))
        if connection.execute(select(table.c.id).where(there)).first() is None:
            connection.execute(insert(table).values(site_id=session.site_id, **values))


def due_rereads(session: Session, now: datetime, limit: int) -> list[Reread]:
    """See ports.Lookout."""
    table = tables.rereads
    with session.reading() as connection:
        rows = connection.execute(
            select(table)
            .where(table.c.site_id == session.site_id, table.c.due_at <= now)
            .order_by(table.c.due_at, table.c.id)
            .limit(limit)
        ).all()
    return [Reread(local_id=LocalId(row.local_id), due_at=row.due_at, why=row.why) for row in rows]


def drop_rereads(
    session: Session, connection: Connection, numbers: Sequence[LocalId], until: datetime | None = None
) -> None:
    """What was due by then has been read, whatever for; without ``until`` nothing is due any more."""
    table = tables.rereads
    when = () if until is None else (table.c.due_at <= until,)
    connection.execute(delete(table).where(table.c.site_id == session.site_id, table.c.local_id.in_(numbers), *when))


# threads
def threads_known(session: Session, posts: Sequence[LocalId]) -> dict[LocalId, ThreadKnown]:
    """See ports.Lookout."""
    with session.reading() as connection:
        visible = _visible(session, connection, tables.comments.c.post_local_id.in_(posts))
        table = tables.threads
        rows = connection.execute(
            select(table.c.post_local_id, table.c.settled).where(
                table.c.site_id == session.site_id, table.c.post_local_id.in_(posts)
            )
        ).all()
    settled = {row.post_local_id: row.settled for row in rows}
    return {post: ThreadKnown(visible=visible.get(post, 0), settled=settled.get(post)) for post in posts}


def _visible(session: Session, connection: Connection, where: ColumnElement[bool]) -> dict[LocalId, int]:
    table = tables.comments
    rows = connection.execute(
        select(table.c.post_local_id, func.count())
        .where(table.c.site_id == session.site_id, where, ~table.c.removed, ~table.c.deleted)
        .group_by(table.c.post_local_id)
    ).all()
    return {LocalId(row[0]): row[1] for row in rows}


def keep_posts(
    session: Session,
    connection: Connection,
    page: PostPage,
    suspects: Sequence[Suspect],
    settled: Mapping[LocalId, int],
) -> None:
    """Remember which threads are to be read, and what is settled without reading."""
    posts = {post.post: post for post in page.posts}
    for one in suspects:
        _save_thread(session, connection, page.window.feed, one, {"next_page": one.next_page})
    for number, excess in settled.items():
        post = posts[number]
        one = Suspect(post=number, ap_id=post.ap_id, comments=post.comments, listed_at=page.observed_at)
        _save_thread(session, connection, page.window.feed, one, {"settled": excess, "next_page": 0})


def _save_thread(
    session: Session, connection: Connection, feed: FeedKey, one: Suspect, values: Mapping[str, Any]
) -> None:
    values = {
        "post": one.ap_id,
        "scope": feed.scope.value,
        "community": feed.community,
        "comments": one.comments,
        "listed_at": one.listed_at,
        **values,
    }
    put(connection, tables.threads, {"site_id": session.site_id, "post_local_id": one.post}, values)


def suspects(session: Session, feed: FeedKey, limit: int) -> list[Suspect]:
    """See ports.Lookout."""
    table = tables.threads
    with session.reading() as connection:
        rows = connection.execute(
            select(table)
            .where(is_feed(session, feed, table), table.c.next_page > 0)
            .order_by(table.c.listed_at, table.c.id)
            .limit(limit)
        ).all()
    return [_suspect_of(row) for row in rows]


def _suspect_of(row: Row[Any]) -> Suspect:
    return Suspect(
        post=LocalId(row.post_local_id),
        ap_id=ApId(row.post),
        comments=row.comments,
        listed_at=row.listed_at,
        next_page=row.next_page,
    )


def after_thread_page(session: Session, connection: Connection, page: Page) -> None:
    """A thread in doubt goes on with its next page, or is settled: what is still different then is not shown to us."""
    table = tables.threads
    here = (table.c.site_id == session.site_id) & (table.c.post_local_id == page.window.post)
    row = connection.execute(select(table).where(here, table.c.next_page > 0)).first()
    if row is None or row.next_page != page.window.page:
        return
    counted_then = (tables.comments.c.post_local_id == page.window.post) & (
        tables.comments.c.published <= row.listed_at
    )
    visible = _visible(session, connection, counted_then).get(LocalId(row.post_local_id), 0)
    ours, suspect = ThreadKnown(visible=visible, settled=row.settled), _suspect_of(row)
    if discover.thread_is_read(suspect, page, ours):
        values = {"settled": row.comments - visible, "next_page": 0}
    else:
        values = {"next_page": discover.next_of(suspect).next_page}
    connection.execute(update(table).where(here).values(**values))


def drop_thread(session: Session, post: LocalId) -> None:
    """See ports.Lookout."""
    table = tables.threads
    with session.writing() as connection:
        connection.execute(
            update(table).where(table.c.site_id == session.site_id, table.c.post_local_id == post).values(next_page=0)
        )


# numbers
def unknown_number(session: Session, communities: Iterable[ActorId], since: datetime, salt: int) -> LocalId | None:
    """See ports.Lookout."""
    table = tables.comments
    with session.reading() as connection:
        lowest, highest = _span(session, connection, communities, since)
        if lowest is None or highest is None:
            return None
        tried = discover.samples(lowest, highest, salt=salt)
        there = set(
            connection.execute(
                select(table.c.local_id).where(table.c.site_id == session.site_id, table.c.local_id.in_(tried))
            ).scalars()
        )
    return next((number for number in tried if number not in there), None)


def _span(
    session: Session, connection: Connection, communities: Iterable[ActorId], since: datetime
) -> tuple[int | None, int | None]:
    table = tables.comments
    row = connection.execute(
        select(func.min(table.c.local_id), func.max(table.c.local_id)).where(
            table.c.site_id == session.site_id,
            table.c.published >= since,
            table.c.community.in_(list(communities)),
        )
    ).one()
    return row[0], row[1]


# for people
AGES_S = (900.0, 3600.0, 21_600.0, 86_400.0, 345_600.0)


def coverage(session: Session) -> Coverage:
    """How well everything is covered at present, by what the store knows.

    Times since the last reading count from the newest reading of all, so that a daemon that is stopped does not look
    worse than it was.
    """
    table, feeds = tables.comments, tables.feeds
    with session.reading() as connection:
        mine = table.c.site_id == session.site_id
        newest = connection.execute(select(func.max(table.c.last_seen)).where(mine)).scalar()
        rows = [] if newest is None else _seen(connection, mine, newest)
        states = connection.execute(select(feeds).where(feeds.c.site_id == session.site_id)).all()
        numbers = _numbers(connection, mine, newest)
        urgent = _count(connection, tables.rereads, session.site_id)
        doubt = _count(connection, tables.threads, session.site_id, tables.threads.c.next_page > 0)
    fresh = counted(session).fresh
    return Coverage(
        by_age=tuple(_staleness(rows)),
        fresh=round(sum(fresh)),
        late=round(sum(fresh[revisit.bin_of(600.0) :])),
        audited=sum(row.audited for row in states),
        audit_missed=sum(row.audit_missed for row in states),
        urgent=urgent,
        threads_in_doubt=doubt,
        gaps=tuple(_gap_lines(states)),
        **numbers,
    )


def _seen(connection: Connection, mine: ColumnElement[bool], newest: datetime) -> list[tuple[float, float]]:
    """(age, time since the last reading) in seconds, of every comment that is still read again."""
    table = tables.comments
    found = connection.execute(
        select(table.c.published, table.c.last_seen).where(
            mine, table.c.published >= newest - revisit.HORIZON, ~table.c.removed, ~table.c.deleted
        )
    ).all()
    return [((newest - row.published).total_seconds(), (newest - row.last_seen).total_seconds()) for row in found]


def _staleness(rows: list[tuple[float, float]]) -> Iterable[Staleness]:
    for above, limit in zip((0.0, *AGES_S), AGES_S, strict=False):
        waits = sorted(wait for age, wait in rows if above < max(age, 1.0) <= limit)
        if waits:
            yield Staleness(
                above_s=above,
                up_to_s=limit,
                comments=len(waits),
                half_within_s=waits[len(waits) // 2],
                most_within_s=waits[min(len(waits) * 19 // 20, len(waits) - 1)],
                longest_s=waits[-1],
            )


def _numbers(connection: Connection, mine: ColumnElement[bool], newest: datetime | None) -> dict[str, int]:
    table = tables.comments
    edits, unseen, touches = connection.execute(
        select(
            func.coalesce(func.sum(table.c.times_edited), 0),
            func.count().filter(~table.c.history_known),
            func.coalesce(func.sum(table.c.touches), 0),
        ).where(mine)
    ).one()
    day, low, high = 0, 0, -1
    if newest is not None:
        lately = table.c.published >= newest - timedelta(days=1)
        day, low, high = connection.execute(
            select(func.count(), func.min(table.c.local_id), func.max(table.c.local_id)).where(mine, lately)
        ).one()
    span = (high or -1) - (low or 0) + 1
    return {
        "edits": int(edits),
        "unseen_edits": unseen,
        "touches": int(touches),
        "day": day,
        "unread_numbers": max(span - day, 0),
    }


def _count(connection: Connection, table: Any, site_id: int, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(table.c.site_id == site_id, *where)
    return int(connection.execute(query).scalar_one())


def _gap_lines(rows: Sequence[Row[Any]]) -> Iterable[str]:
    for row in rows:
        state = state_of(FeedKey(scope=Scope(row.scope), community=row.community), row)
        name = row.community or "the communities that we moderate"
        for gap in state.gaps:
            yield f"{name}, {_stretch(gap.since, gap.until)}: comments of then may be missing for good ({gap.why})"
        if state.gap_since is not None and state.gap_until is not None:
            yield f"{name}, {_stretch(state.gap_since, state.gap_until)}: comments of then are being fetched"


def _stretch(since: datetime, until: datetime) -> str:
    return f"{since:%Y-%m-%d %H:%M} to {until:%Y-%m-%d %H:%M} UTC"
