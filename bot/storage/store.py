"""The store as its users see it; each method is one short transaction or a few."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from bot import failpoints
from bot.comments import ActorId, Community, FeedKey, LocalId, OpenReport, Page, PostPage
from bot.decisions import Action, Decision, Failure, Mode, Outcome, PlannedDecision, ToJudge, Verdict, Withheld
from bot.discover import FeedState, Suspect, ThreadKnown
from bot.dispatch import Ledger
from bot.errors import StoreError
from bot.ports import CommunityState, Coverage, Heartbeat, Kept
from bot.revisit import Counted, Known, Reread
from bot.storage import archive, coverage, edits, engine, inbox, outbox, session, tables
from bot.storage.archive import FindingRow, Overview
from bot.storage.session import Session

KEY_BYTES = 32


class Store:
    """Satisfies Inbox, Lookout, Outbox and Archive, and keeps the lease."""

    def __init__(self, opened: Session) -> None:
        self._session = opened

    def close(self) -> None:
        """Let go of the database."""
        self._session.engine.dispose()

    def describe(self) -> str:
        """Kind of database and, for SQLite, how it keeps its journal."""
        with self._session.reading() as connection:
            if self._session.engine.dialect.name != "sqlite":
                return "postgresql"
            return f"sqlite, journal {connection.exec_driver_sql('pragma journal_mode').scalar()}"

    # lease
    def take_lease(
        self, owner: str, now: datetime, ttl_s: float, *, gone: Callable[[str], bool] = lambda _owner: False
    ) -> int | None:
        """A fencing number, or None while another daemon holds it that is not known to be ``gone``."""
        return session.take_lease(self._session, owner, now, ttl_s, gone=gone)

    def renew_lease(self, now: datetime, ttl_s: float) -> None:
        """Raises LeaseLostError when another daemon took over."""
        session.renew_lease(self._session, now, ttl_s)

    def release_lease(self) -> None:
        """Let another daemon take over at once."""
        session.release_lease(self._session)

    # Inbox
    def feed_state(self, feed: FeedKey) -> FeedState:
        """See ports.Inbox."""
        return inbox.feed_state(self._session, feed)

    def keep(self, page: Page, state: FeedState, rereads: Sequence[Reread] = ()) -> Kept:
        """See ports.Inbox."""
        return inbox.keep(self._session, page, state, rereads)

    def to_judge(self, limit: int) -> list[ToJudge]:
        """See ports.Inbox."""
        return inbox.to_judge(self._session, limit)

    def record(self, results: Sequence[Decision | Failure], now: datetime) -> None:
        """See ports.Inbox."""
        inbox.record(self._session, results, now)

    # Lookout
    def known(self, communities: Iterable[ActorId], since: datetime) -> list[Known]:
        """See ports.Lookout."""
        return coverage.known(self._session, communities, since)

    def marked_authors(self, since: datetime) -> frozenset[ActorId]:
        """See ports.Lookout."""
        return coverage.marked_authors(self._session, since)

    def counted(self) -> Counted:
        """See ports.Lookout."""
        return coverage.counted(self._session)

    def ask(self, rereads: Sequence[Reread]) -> None:
        """See ports.Lookout."""
        with self._session.writing() as connection:
            coverage.add_rereads(self._session, connection, rereads)

    def due(self, now: datetime, limit: int) -> list[Reread]:
        """See ports.Lookout."""
        return coverage.due_rereads(self._session, now, limit)

    def forget_purged(self, local_id: LocalId, now: datetime) -> None:
        """See ports.Lookout."""
        inbox.forget_purged(self._session, local_id, now)

    def forget_asked(self, local_id: LocalId) -> None:
        """See ports.Lookout."""
        with self._session.writing() as connection:
            coverage.drop_rereads(self._session, connection, [local_id])

    def threads_known(self, posts: Sequence[LocalId]) -> dict[LocalId, ThreadKnown]:
        """See ports.Lookout."""
        return coverage.threads_known(self._session, posts)

    def keep_posts(
        self, page: PostPage, state: FeedState, suspects: Sequence[Suspect], settled: Mapping[LocalId, int]
    ) -> None:
        """See ports.Lookout."""
        with self._session.writing() as connection:
            coverage.keep_posts(self._session, connection, page, suspects, settled)
            inbox.save_feed(self._session, connection, state)
            failpoints.reach("store.keep-posts")

    def suspects(self, feed: FeedKey, limit: int) -> list[Suspect]:
        """See ports.Lookout."""
        return coverage.suspects(self._session, feed, limit)

    def drop_suspect(self, post: LocalId) -> None:
        """See ports.Lookout."""
        coverage.drop_thread(self._session, post)

    def unknown_number(self, communities: Iterable[ActorId], since: datetime, salt: int) -> LocalId | None:
        """See ports.Lookout."""
        return coverage.unknown_number(self._session, communities, since, salt)

    def save(self, state: FeedState) -> None:
        """See ports.Lookout."""
        with self._session.writing() as connection:
            inbox.save_feed(self._session, connection, state)

    # Outbox
    def undispatched(self, limit: int) -> list[PlannedDecision]:
        """See ports.Outbox."""
        return outbox.undispatched(self._session, limit)

    def plan(
        self, decision: PlannedDecision, now: datetime, *, mode: Mode, judge: Callable[[Ledger], Action | Withheld]
    ) -> Action | Withheld:
        """See ports.Outbox."""
        return outbox.plan(self._session, decision, now, mode=mode, judge=judge)

    def plan_messages(self, messages: Sequence[Action], now: datetime) -> int:
        """See ports.Outbox."""
        return outbox.plan_messages(self._session, messages, now)

    def untold_notes(
        self, community: ActorId, since: datetime, until: datetime, *, mode: Mode
    ) -> list[PlannedDecision]:
        """See ports.Outbox."""
        return outbox.untold_notes(self._session, community, since, until, mode=mode)

    def claim(self, now: datetime, *, modes: dict[ActorId, Mode], not_before: datetime) -> Action | None:
        """See ports.Outbox."""
        return outbox.claim(self._session, now, modes=modes, not_before=not_before)

    def in_doubt(self, now: datetime, *, grace_s: float) -> list[Action]:
        """See ports.Outbox."""
        return outbox.in_doubt(self._session, now, grace_s=grace_s)

    def settle(self, action: Action, outcome: Outcome, now: datetime) -> None:
        """See ports.Outbox."""
        outbox.settle(self._session, action, outcome, now)

    # Archive
    def communities(self) -> list[CommunityState]:
        """See ports.Archive."""
        return archive.communities(self._session)

    def begin(self, community: Community, mode: Mode, now: datetime) -> CommunityState:
        """See ports.Archive."""
        return archive.begin(self._session, community, mode, now)

    def hold(self, community: ActorId, why: str, now: datetime) -> None:  # noqa: ARG002  a hold has no end
        """See ports.Archive."""
        with self._session.writing(leased=False) as connection:
            archive.set_state(self._session, connection, community, state="held", why=why)

    def pause(self, community: ActorId, why: str, until: datetime) -> None:
        """Judge and record, send nothing, until then."""
        with self._session.writing(leased=False) as connection:
            archive.set_state(self._session, connection, community, state="paused", why=why, until=until)

    def release(self, community: ActorId) -> None:
        """See ports.Archive."""
        with self._session.writing(leased=False) as connection:
            archive.set_state(self._session, connection, community, state="active", why="")

    def note_reports(self, reports: Sequence[OpenReport]) -> None:
        """See ports.Archive."""
        edits.note_reports(self._session, reports)

    def add_verdicts(self, verdicts: Sequence[Verdict]) -> int:
        """See ports.Archive."""
        return archive.add_verdicts(self._session, verdicts)

    def beat(self, heartbeat: Heartbeat) -> None:
        """See ports.Archive."""
        archive.beat(self._session, heartbeat)

    def heartbeat(self) -> Heartbeat | None:
        """See ports.Archive."""
        return archive.heartbeat(self._session)

    def drop_texts(self, now: datetime, *, clean_days: int, finding_days: int) -> int:
        """See ports.Archive."""
        return inbox.drop_texts(
            self._session, now - timedelta(days=clean_days), now - timedelta(days=max(clean_days, finding_days))
        )

    # for people
    def overview(self) -> Overview:
        """The store in numbers."""
        numbers = inbox.counts(self._session)
        return Overview(
            host=self._session.host,
            account=self._session.account,
            comments=numbers["comments"],
            edited=numbers["edits"],
            judged=numbers.get("judged", 0),
            abstained=archive.abstained_count(self._session),
            failures=numbers.get("failed", 0),
            waiting=numbers.get("waiting", 0),
            set_aside=numbers["set_aside"],
            calls=outbox.call_counts(self._session),
            actions=outbox.action_counts(self._session),
            verdicts=archive.verdict_count(self._session),
        )

    def coverage(self) -> Coverage:
        """What is seen again within how long, and what may be missing."""
        return coverage.coverage(self._session)

    def findings(self, *, limit: int) -> list[FindingRow]:
        """What stood out, newest first."""
        return archive.findings(self._session, outbox.decision_query(self._session), limit=limit)


def open_store(url: str, *, host: str, account: ActorId, now: datetime) -> Store:
    """Open or make the store of ``account`` on ``host``; raises StoreError with what to do.

    A store that holds another account is refused: its records would be sent in the wrong name.
    """
    opened = engine.open_engine(url)
    engine.migrate(opened, now)
    try:
        with opened.begin() as connection:
            known = connection.execute(select(tables.sites)).all()
            ours = [row for row in known if (row.host, row.account) == (host, account)]
            if known and not ours:
                raise StoreError(
                    f"This store belongs to {known[0].account} on {known[0].host}, and the configuration names"
                    f" {account} on {host}. Set [store] url to another place, or the account back."
                )
            if not known:
                connection.execute(insert(tables.meta).values(name="key", value=secrets.token_bytes(KEY_BYTES)))
                connection.execute(insert(tables.sites).values(host=host, account=account, created_at=now))
        return Store(_session(opened))
    except DBAPIError as error:
        raise engine.explain(error, opened) from error


def open_for_reading(url: str) -> Store:
    """Open an existing store to look into it; raises StoreError when there is none yet."""
    opened = engine.open_engine(url)
    database = opened.url.database
    missing = opened.dialect.name == "sqlite" and (not database or not Path(database).exists())
    try:
        if missing or not inspect(opened).has_table("sites"):
            raise StoreError("There is no store yet. It is made by the first `evenkeel run`.")
        engine.refuse_other_schema(opened)
        return Store(_session(opened))
    except DBAPIError as error:
        raise engine.explain(error, opened) from error


def _session(opened: Engine) -> Session:
    with opened.begin() as connection:
        site = connection.execute(select(tables.sites)).first()
        key = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == "key")).scalar()
    if site is None or key is None:
        raise StoreError("There is no store yet. It is made by the first `evenkeel run`.")
    return Session(engine=opened, site_id=site.id, host=site.host, account=site.account, key=bytes(key))
